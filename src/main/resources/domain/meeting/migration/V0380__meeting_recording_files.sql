-- Recordings arrive while they are made, and become files.
ALTER TABLE meeting.recordings ADD COLUMN file_id uuid;
