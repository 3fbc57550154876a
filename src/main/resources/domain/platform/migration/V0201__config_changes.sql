ALTER TABLE platform.system_config ADD COLUMN updated_by uuid;

-- who changed which setting, and why; changed_by is null where the product did
CREATE TABLE platform.config_changes (
  id         uuid PRIMARY KEY,
  key        text NOT NULL,
  before     text,
  after      text NOT NULL,
  reason     text,
  changed_by uuid,
  changed_at timestamptz NOT NULL
);
CREATE INDEX config_changes_by_key ON platform.config_changes (key, changed_at DESC, id DESC);
