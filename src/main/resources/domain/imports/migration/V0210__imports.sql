-- Tables that people upload: the files until they are imported, what was said of them, and the rows that were refused.
CREATE SCHEMA imports;

CREATE TABLE imports.file (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  kind text NOT NULL,
  subject uuid,                                  -- what it is for, as the kind says; of the kind's domain, by id only
  name text NOT NULL CHECK (length(name) <= 200),
  state text NOT NULL CHECK (state IN ('uploading', 'checking', 'checked', 'importing', 'completed', 'failed',
                                       'cancelled')),
  bytes bigint NOT NULL DEFAULT 0,
  parts int NOT NULL DEFAULT 0,
  found jsonb,                                   -- how it was understood
  headers jsonb,                                 -- as they stand in the file
  percent int,                                   -- of the check or the import that is under way
  checked jsonb,                                 -- counts of the check
  imported jsonb,                                -- counts of the import
  error text,
  run_id uuid,                                   -- that works on it, or did
  made_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  ended_at timestamptz
) WITH (fillfactor = 60);
CREATE INDEX file_newest ON imports.file (tenant, created_at DESC, id DESC);
CREATE INDEX file_waiting ON imports.file (tenant) WHERE ended_at IS NULL;
CREATE INDEX file_ended ON imports.file (ended_at) WHERE ended_at IS NOT NULL;

-- the file itself, until the import is over
CREATE TABLE imports.part (
  import_id uuid NOT NULL REFERENCES imports.file (id) ON DELETE CASCADE,
  number int NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (import_id, number)
);
-- sheets are compressed already, and others are here for minutes
ALTER TABLE imports.part ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE imports.refused (
  import_id uuid NOT NULL REFERENCES imports.file (id) ON DELETE CASCADE,
  imported boolean NOT NULL,                     -- refused by the import; else by the check
  row bigint NOT NULL,                           -- as a spreadsheet counts it
  fields jsonb NOT NULL,
  problems jsonb NOT NULL,
  PRIMARY KEY (import_id, imported, row)
);
