-- A student's account is the one that mrlearn.shared_learner_accounts tells, which changes with an account's address,
-- whether it is verified, and what an administrator decided.
DROP TRIGGER students_note_account ON identity.users;
DROP TRIGGER students_note_account_changed ON identity.users;

CREATE OR REPLACE FUNCTION student.note_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO student.changes (tenant, email_key) SELECT DISTINCT OLD.tenant, k
      FROM unnest(ARRAY[OLD.email, mrlearn.without_prefix(OLD.email, mrlearn.prefixes_of(OLD.tenant))]) AS k;
    INSERT INTO student.changes (tenant, email_key) SELECT DISTINCT l.tenant, l.email_stripped
      FROM mrlearn.account_links k
      JOIN mrlearn.learners l ON l.tenant = k.tenant AND l.graphy_user_id = k.graphy_user_id
      WHERE k.account_id = OLD.id AND l.email_stripped IS NOT NULL;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO student.changes (tenant, email_key) SELECT DISTINCT NEW.tenant, k
      FROM unnest(ARRAY[NEW.email, mrlearn.without_prefix(NEW.email, mrlearn.prefixes_of(NEW.tenant))]) AS k;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER students_note_account AFTER INSERT OR DELETE ON identity.users
  FOR EACH ROW EXECUTE FUNCTION student.note_account();
CREATE TRIGGER students_note_account_changed AFTER UPDATE ON identity.users FOR EACH ROW
  WHEN ((OLD.tenant, OLD.email, OLD.email_verified_at, OLD.phone, OLD.full_name)
    IS DISTINCT FROM (NEW.tenant, NEW.email, NEW.email_verified_at, NEW.phone, NEW.full_name))
  EXECUTE FUNCTION student.note_account();

CREATE FUNCTION student.note_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  link mrlearn.account_links := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  INSERT INTO student.changes (tenant, email_key) SELECT DISTINCT tenant, email_stripped FROM mrlearn.learners
    WHERE tenant = link.tenant AND graphy_user_id = link.graphy_user_id AND email_stripped IS NOT NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER students_note_link AFTER INSERT OR UPDATE OR DELETE ON mrlearn.account_links
  FOR EACH ROW EXECUTE FUNCTION student.note_link();

-- The rows of those whose account is not verified, or was taken by a first match of two, are made again.
INSERT INTO student.changes (tenant, email_key) SELECT tenant, email_key FROM student.students;
