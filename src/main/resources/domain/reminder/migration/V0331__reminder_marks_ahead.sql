-- To find marks of a clock that was ahead: there are none on any other day.
CREATE INDEX marks_by_time ON reminder.marks (coalesce(sent_at, until));
