-- What recordings take, counted with each change of them, whoever makes it: one that is under way holds the account's
-- row, so that two at the same time cannot both find room for the last bytes.

-- Of one account. day_bytes were recorded on that day (UTC); what is deleted is not taken off them.
CREATE TABLE terminal.recorded (
  tenant    text NOT NULL,
  owner_id  uuid NOT NULL,
  bytes     bigint NOT NULL,
  reserved  bigint NOT NULL,   -- bytes in whole MB: only when this changes the tenant's row is touched
  day       date NOT NULL,
  day_bytes bigint NOT NULL,
  PRIMARY KEY (tenant, owner_id)
);

-- The sum of what is reserved; of all tenants under ''.
CREATE TABLE terminal.recorded_of_tenants (
  tenant text PRIMARY KEY,
  bytes  bigint NOT NULL
);

-- Why recording stopped before the session did; null while it goes on.
ALTER TABLE terminal.recordings ADD COLUMN stopped_because text;

CREATE FUNCTION terminal.count_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed terminal.recordings := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  grown   bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.bytes WHEN 'DELETE' THEN -OLD.bytes ELSE NEW.bytes - OLD.bytes END;
  today   date := (changed.updated_at AT TIME ZONE 'UTC')::date;
  whose   terminal.sessions;
  had     bigint;
  needs   bigint;
BEGIN
  SELECT * INTO whose FROM terminal.sessions WHERE id = changed.session_id;
  IF grown = 0 OR NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO terminal.recorded VALUES (whose.tenant, whose.owner_id, 0, 0, today, 0) ON CONFLICT DO NOTHING;
  UPDATE terminal.recorded r
     SET bytes = greatest(0, r.bytes + grown),
         day = CASE WHEN grown > 0 THEN today ELSE r.day END,
         day_bytes = CASE WHEN grown <= 0 THEN r.day_bytes WHEN r.day = today THEN r.day_bytes + grown ELSE grown END
   WHERE tenant = whose.tenant AND owner_id = whose.owner_id
  RETURNING reserved, (r.bytes + (1 << 20) - 1) >> 20 << 20 INTO had, needs;
  IF needs <> had THEN
    UPDATE terminal.recorded SET reserved = needs WHERE tenant = whose.tenant AND owner_id = whose.owner_id;
    INSERT INTO terminal.recorded_of_tenants AS t VALUES (whose.tenant, needs - had)
      ON CONFLICT (tenant) DO UPDATE SET bytes = greatest(0, t.bytes + excluded.bytes);
    INSERT INTO terminal.recorded_of_tenants AS t VALUES ('', needs - had)
      ON CONFLICT (tenant) DO UPDATE SET bytes = greatest(0, t.bytes + excluded.bytes);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER recordings_counted AFTER INSERT OR DELETE OR UPDATE OF bytes ON terminal.recordings
  FOR EACH ROW EXECUTE FUNCTION terminal.count_recorded();

-- While the session is still there to say whose they are.
CREATE FUNCTION terminal.remove_recordings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM terminal.recordings WHERE session_id = OLD.id;
  RETURN OLD;
END $$;

CREATE TRIGGER sessions_recordings BEFORE DELETE ON terminal.sessions
  FOR EACH ROW EXECUTE FUNCTION terminal.remove_recordings();

-- Nobody records meanwhile: the trigger's making holds the table.
INSERT INTO terminal.recorded
SELECT s.tenant, s.owner_id, sum(r.bytes), (sum(r.bytes)::bigint + (1 << 20) - 1) >> 20 << 20,
       max((r.updated_at AT TIME ZONE 'UTC')::date), 0
  FROM terminal.recordings r JOIN terminal.sessions s ON s.id = r.session_id GROUP BY s.tenant, s.owner_id;
INSERT INTO terminal.recorded_of_tenants SELECT tenant, sum(reserved) FROM terminal.recorded GROUP BY tenant;
INSERT INTO terminal.recorded_of_tenants SELECT '', coalesce(sum(bytes), 0) FROM terminal.recorded_of_tenants;
