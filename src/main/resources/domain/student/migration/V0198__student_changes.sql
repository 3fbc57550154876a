-- The mirror and identity note their changes themselves; they are taken from the views that they publish. What is noted
-- here is whose row is to be made again for a reason of this domain's own, and what was noted before.
DROP FUNCTION student.note_added();
DROP FUNCTION student.note_removed();
DROP FUNCTION student.note_changed();
DROP FUNCTION student.note_account();
DROP FUNCTION student.note_link();
