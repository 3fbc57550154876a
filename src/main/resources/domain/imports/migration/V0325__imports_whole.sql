-- Imports of the whole file or of nothing: what one of them wrote is taken back when it fails after all.
ALTER TABLE imports.file ADD COLUMN whole boolean NOT NULL DEFAULT false,
  ADD COLUMN taken_back_at timestamptz;          -- when nothing of it was left; null: not, or not yet
CREATE INDEX file_to_take_back ON imports.file (ended_at)
  WHERE whole AND taken_back_at IS NULL AND state IN ('failed', 'cancelled');
