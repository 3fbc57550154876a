-- A part that is sent again is stored once: its writer numbers its parts. Parts of before have no writer.
ALTER TABLE terminal.recording_parts ADD COLUMN writer uuid, ADD COLUMN sequence integer;
CREATE UNIQUE INDEX recording_parts_writer ON terminal.recording_parts (recording_id, writer, sequence);
