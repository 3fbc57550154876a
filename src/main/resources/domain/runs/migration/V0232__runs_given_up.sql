-- Tells that the engine itself has ended the run, and that its domain has not yet done what it does when a run ends.
ALTER TABLE runs.run ADD COLUMN untold boolean NOT NULL DEFAULT false;
