-- News of ended sessions, for nodes that did not hear them announced. The truth stays in users and refresh_tokens;
-- a day later nobody holds an access token that this could be about.
CREATE TABLE identity.session_ends (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- of the transaction that ended it: readers go on from the oldest transaction that was open when they last looked,
  -- so that no row is missed that was written early and committed late
  xid        bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
  user_id    uuid NOT NULL,
  -- one session; null: all of the user's before the generation
  family     uuid,
  generation integer,
  ended_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((family IS NULL) <> (generation IS NULL))
);
CREATE INDEX session_ends_by_xid ON identity.session_ends (xid);
CREATE INDEX session_ends_by_age ON identity.session_ends (ended_at);

CREATE FUNCTION identity.note_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO identity.session_ends (user_id, generation) VALUES (NEW.id, NEW.generation);
  RETURN NULL;
END $$;

CREATE TRIGGER users_note_generation AFTER UPDATE ON identity.users FOR EACH ROW
  WHEN (OLD.generation <> NEW.generation) EXECUTE FUNCTION identity.note_generation();
