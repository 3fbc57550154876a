-- The number that a student has in a batch, where its school gives numbers.
ALTER TABLE education.applications ADD COLUMN roll_number text CHECK (length(roll_number) BETWEEN 1 AND 40);
CREATE UNIQUE INDEX applications_roll_number ON education.applications (batch_id, lower(roll_number))
  WHERE roll_number IS NOT NULL AND state NOT IN ('withdrawn', 'rejected');
