-- Whose enrolments, or tie to an account, have changed, by the address without a known prefix: noted in the transaction of
-- the change, and taken by deleting, as identity notes its accounts.
DROP TRIGGER students_note_added ON mrlearn.learners;
DROP TRIGGER students_note_changed ON mrlearn.learners;
DROP TRIGGER students_note_removed ON mrlearn.learners;
DROP TRIGGER students_note_link ON mrlearn.account_links;

CREATE TABLE mrlearn.learner_changes (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant    text NOT NULL,
  email_key text NOT NULL
);

-- Per statement, since a page of a sync is one.
CREATE FUNCTION mrlearn.note_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mrlearn.learner_changes (tenant, email_key)
    SELECT DISTINCT tenant, email_stripped FROM added WHERE email_stripped IS NOT NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION mrlearn.note_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mrlearn.learner_changes (tenant, email_key)
    SELECT DISTINCT tenant, email_stripped FROM removed WHERE email_stripped IS NOT NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION mrlearn.note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mrlearn.learner_changes (tenant, email_key)
    SELECT DISTINCT k.tenant, k.email_key FROM removed o JOIN added n USING (id)
    CROSS JOIN LATERAL (VALUES (o.tenant, o.email_stripped), (n.tenant, n.email_stripped)) AS k (tenant, email_key)
    WHERE k.email_key IS NOT NULL
      AND (o.email, o.email_stripped, o.name, o.mobile, o.progress_percent, o.total_time_seconds, o.is_completed,
          o.enrolled_at, o.last_accessed_at, o.vanished_at)
        IS DISTINCT FROM (n.email, n.email_stripped, n.name, n.mobile, n.progress_percent, n.total_time_seconds,
          n.is_completed, n.enrolled_at, n.last_accessed_at, n.vanished_at);
  RETURN NULL;
END $$;

CREATE FUNCTION mrlearn.note_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  link mrlearn.account_links := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  INSERT INTO mrlearn.learner_changes (tenant, email_key) SELECT DISTINCT tenant, email_stripped FROM mrlearn.learners
    WHERE tenant = link.tenant AND graphy_user_id = link.graphy_user_id AND email_stripped IS NOT NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER learners_note_added AFTER INSERT ON mrlearn.learners REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION mrlearn.note_added();
CREATE TRIGGER learners_note_changed AFTER UPDATE ON mrlearn.learners
  REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION mrlearn.note_changed();
CREATE TRIGGER learners_note_removed AFTER DELETE ON mrlearn.learners REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION mrlearn.note_removed();
CREATE TRIGGER account_links_note AFTER INSERT OR UPDATE OR DELETE ON mrlearn.account_links
  FOR EACH ROW EXECUTE FUNCTION mrlearn.note_link();

CREATE VIEW mrlearn.shared_learner_changes AS SELECT id, tenant, email_key FROM mrlearn.learner_changes;

CREATE VIEW mrlearn.shared_prefixes AS SELECT tenant, prefix FROM mrlearn.email_prefixes;
