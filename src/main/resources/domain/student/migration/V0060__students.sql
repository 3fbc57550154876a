-- One row for each person whom the mirrored courses know, rolled up over all courses by the address without an
-- organisation's prefix, with the person's account. Everything here can be made again from mrlearn and identity.
CREATE SCHEMA student;

CREATE TABLE student.students (
  tenant            text NOT NULL,
  email_key         text NOT NULL,
  name              text,                       -- from the enrolment used last that has one, else the account's
  phone             text,                       -- the same, for phones
  phone_source      text CHECK (phone_source IN ('learner', 'account')),
  account_id        uuid,
  enrolments        int NOT NULL,               -- two learners of one course with one address are two
  course_ids        text[] NOT NULL,            -- each once, sorted
  completed         int NOT NULL,               -- of the enrolments
  average_progress  numeric(5, 2) NOT NULL,     -- percent, over the enrolments
  lowest_progress   numeric(5, 2) NOT NULL,
  lowest_learner_id uuid NOT NULL,              -- the enrolment with the lowest progress, a listed one if there is any
  total_time_seconds bigint NOT NULL,
  enrolled_at       timestamptz,                -- the first
  last_accessed_at  timestamptz,
  sort_name         text NOT NULL GENERATED ALWAYS AS (lower(coalesce(name, email_key))) STORED,
  -- the last ten digits: what two ways of writing a number have in common
  phone_digits      text GENERATED ALWAYS AS (nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10), '')) STORED,
  search            text NOT NULL GENERATED ALWAYS AS (lower(coalesce(name, '')) || ' ' || email_key || ' '
                      || coalesce(regexp_replace(phone, '[^0-9]', '', 'g'), '')) STORED,
  PRIMARY KEY (tenant, email_key)
) WITH (fillfactor = 80);
-- None of these columns changes when somebody learns, so that progress is updated in place, without touching an index.
CREATE INDEX students_by_name ON student.students (tenant, sort_name, email_key);
CREATE INDEX students_by_phone ON student.students (tenant, phone_digits) WHERE phone_digits IS NOT NULL;
CREATE INDEX students_by_search ON student.students USING gin (search public.gin_trgm_ops);
CREATE INDEX students_by_course ON student.students USING gin (course_ids);

-- Whose row is to be made again, written in the transaction that changes an enrolment or an account: a commit is never
-- without its note, and a roll-back leaves none. Notes are only added and taken, never updated, so that two runs that
-- touch the same people do not wait for each other.
CREATE TABLE student.changes (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant    text NOT NULL,
  email_key text NOT NULL
);

-- Per statement, since a page of a sync is one.
CREATE FUNCTION student.note_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO student.changes (tenant, email_key)
    SELECT DISTINCT tenant, email_stripped FROM added WHERE email_stripped IS NOT NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION student.note_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO student.changes (tenant, email_key)
    SELECT DISTINCT tenant, email_stripped FROM removed WHERE email_stripped IS NOT NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION student.note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO student.changes (tenant, email_key)
    SELECT DISTINCT k.tenant, k.email_key FROM removed o JOIN added n USING (id)
    CROSS JOIN LATERAL (VALUES (o.tenant, o.email_stripped), (n.tenant, n.email_stripped)) AS k (tenant, email_key)
    WHERE k.email_key IS NOT NULL
      AND (o.email, o.email_stripped, o.name, o.mobile, o.progress_percent, o.total_time_seconds, o.is_completed,
          o.enrolled_at, o.last_accessed_at, o.vanished_at)
        IS DISTINCT FROM (n.email, n.email_stripped, n.name, n.mobile, n.progress_percent, n.total_time_seconds,
          n.is_completed, n.enrolled_at, n.last_accessed_at, n.vanished_at);
  RETURN NULL;
END $$;

CREATE TRIGGER students_note_added AFTER INSERT ON mrlearn.learners REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION student.note_added();
CREATE TRIGGER students_note_changed AFTER UPDATE ON mrlearn.learners
  REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION student.note_changed();
CREATE TRIGGER students_note_removed AFTER DELETE ON mrlearn.learners REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION student.note_removed();

-- Accounts change one at a time. A log-in changes none of these columns and is not noted. A learner's key is the
-- account's address, or that without its prefix.
CREATE FUNCTION student.note_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO student.changes (tenant, email_key)
      SELECT DISTINCT OLD.tenant, k FROM unnest(ARRAY[OLD.email, OLD.email_stripped]) AS k;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO student.changes (tenant, email_key)
      SELECT DISTINCT NEW.tenant, k FROM unnest(ARRAY[NEW.email, NEW.email_stripped]) AS k;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER students_note_account AFTER INSERT OR DELETE ON identity.users
  FOR EACH ROW EXECUTE FUNCTION student.note_account();
CREATE TRIGGER students_note_account_changed AFTER UPDATE ON identity.users FOR EACH ROW
  WHEN ((OLD.tenant, OLD.email, OLD.email_stripped, OLD.phone, OLD.full_name)
    IS DISTINCT FROM (NEW.tenant, NEW.email, NEW.email_stripped, NEW.phone, NEW.full_name))
  EXECUTE FUNCTION student.note_account();

-- Whoever is mirrored already is rolled up by the first look at the notes.
INSERT INTO student.changes (tenant, email_key)
  SELECT DISTINCT tenant, email_key FROM mrlearn.shared_learners WHERE email_key IS NOT NULL;
