-- The version of the booking that a room has its times from: of two moves the newer one stays, whichever is heard of last.
ALTER TABLE meeting.rooms ADD COLUMN booking_version integer NOT NULL DEFAULT 0;
