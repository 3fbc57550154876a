-- What a person finds in the product itself. The key is the sender's name for the notification, so that a stored request
-- that runs twice leaves one.
CREATE TABLE notification.items (
  id         uuid PRIMARY KEY,
  tenant     text NOT NULL,
  user_id    uuid NOT NULL,
  key        text NOT NULL,
  template   text NOT NULL,
  category   text NOT NULL,
  title      text NOT NULL,
  body       text NOT NULL,
  link       text,
  created_at timestamptz NOT NULL,
  read_at    timestamptz,
  UNIQUE (tenant, user_id, key)
);
CREATE INDEX items_of_person ON notification.items (tenant, user_id, id DESC);
CREATE INDEX items_unread ON notification.items (tenant, user_id, id DESC) WHERE read_at IS NULL;
CREATE INDEX items_by_age ON notification.items (created_at);

-- Published by identity for the SQL of other domains: people who can be told something.
CREATE VIEW identity.shared_people AS
  SELECT id, tenant, email, email_stripped, phone, full_name FROM identity.users WHERE status = 'active';
