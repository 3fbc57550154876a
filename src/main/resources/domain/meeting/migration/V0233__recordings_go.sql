-- Recordings go after 90 days, and with them the consents to them.
ALTER TABLE meeting.consents DROP CONSTRAINT consents_recording_id_fkey,
  ADD CONSTRAINT consents_recording_id_fkey FOREIGN KEY (recording_id) REFERENCES meeting.recordings ON DELETE CASCADE;
CREATE INDEX recordings_by_age ON meeting.recordings (started_at);
