-- Which accounts have changed, for whoever keeps something of them: written in the transaction of the change, so that a
-- commit is never without its note and a roll-back leaves none. Taken by deleting; the notes are only added and taken,
-- so that no two changes wait for each other. A log-in changes none of these columns and is not noted.
DROP TRIGGER students_note_account ON identity.users;
DROP TRIGGER students_note_account_changed ON identity.users;

CREATE TABLE identity.account_changes (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant     text NOT NULL,
  account_id uuid NOT NULL,
  email      text NOT NULL                       -- that it has, or had before: one note for each
);

CREATE FUNCTION identity.note_account_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO identity.account_changes (tenant, account_id, email) VALUES (OLD.tenant, OLD.id, OLD.email);
  END IF;
  IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND (OLD.tenant, OLD.email) <> (NEW.tenant, NEW.email) THEN
    INSERT INTO identity.account_changes (tenant, account_id, email) VALUES (NEW.tenant, NEW.id, NEW.email);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER users_note_change AFTER INSERT OR DELETE ON identity.users
  FOR EACH ROW EXECUTE FUNCTION identity.note_account_change();
CREATE TRIGGER users_note_change_of AFTER UPDATE ON identity.users FOR EACH ROW
  WHEN ((OLD.tenant, OLD.email, OLD.email_verified_at, OLD.phone, OLD.full_name)
    IS DISTINCT FROM (NEW.tenant, NEW.email, NEW.email_verified_at, NEW.phone, NEW.full_name))
  EXECUTE FUNCTION identity.note_account_change();

CREATE VIEW identity.shared_account_changes AS SELECT id, tenant, account_id, email FROM identity.account_changes;
