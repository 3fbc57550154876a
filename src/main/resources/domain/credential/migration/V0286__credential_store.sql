-- Certificates that are kept in a content store outside, too. Without one, all of these stay as they are.
ALTER TABLE credential.files
  ADD COLUMN outside_state   text CHECK (outside_state IN ('stored', 'refused')), -- null: it waits
  ADD COLUMN outside_place   text,
  ADD COLUMN outside_cid     text,               -- under which the place has it, or may have it
  ADD COLUMN outside_tries   int NOT NULL DEFAULT 0,
  ADD COLUMN outside_next    timestamptz,        -- not to be tried before
  ADD COLUMN outside_at      timestamptz,        -- when the place was last asked
  ADD COLUMN outside_problem text CHECK (length(outside_problem) <= 500);
CREATE INDEX files_waiting ON credential.files (outside_next NULLS FIRST, credential_id) WHERE outside_state IS NULL;
CREATE INDEX files_stored ON credential.files (outside_at) WHERE outside_state = 'stored';

-- What is outside of certificates that are here no more, until it is removed there.
CREATE TABLE credential.outside_garbage (
  credential_id uuid NOT NULL,
  place         text NOT NULL,
  cid           text NOT NULL,
  PRIMARY KEY (credential_id, cid)
);
CREATE FUNCTION credential.forget_outside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO credential.outside_garbage (credential_id, place, cid)
  VALUES (OLD.credential_id, OLD.outside_place, OLD.outside_cid) ON CONFLICT DO NOTHING;
  RETURN OLD;
END $$;
CREATE TRIGGER files_go AFTER DELETE ON credential.files
  FOR EACH ROW WHEN (OLD.outside_cid IS NOT NULL) EXECUTE FUNCTION credential.forget_outside();
