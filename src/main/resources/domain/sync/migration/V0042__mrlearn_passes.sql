-- A list that loses rows while it is read shifts under the reader, who may miss somebody: it is read a second time.
ALTER TABLE mrlearn.sync_runs ADD source_shrank boolean NOT NULL DEFAULT false; -- in the pass under way
ALTER TABLE mrlearn.sync_pages ADD pass int NOT NULL DEFAULT 1;

-- what is joined in the process needs no function here
DROP FUNCTION mrlearn.merge_progress(jsonb, jsonb);
