-- What goes out of the house, one row per message and channel, by mail or WhatsApp. It is written before the provider is
-- asked and completed after it has answered, so that a crash in between is seen, and nothing goes out twice unnoticed.
CREATE TABLE notification.deliveries (
  id           uuid PRIMARY KEY,
  tenant       text NOT NULL,
  key          text NOT NULL,                    -- the sender's name for this one message
  channel      text NOT NULL CHECK (channel IN ('email', 'whatsapp')),
  category     text NOT NULL,
  critical     boolean NOT NULL,                 -- neither limited by the attention budget nor counted in it
  person       text NOT NULL,                    -- whose attention it takes: user:<id>, or the address itself
  user_id      uuid,
  recipient    text NOT NULL,                    -- an e-mail address, or a phone number in digits
  template     text NOT NULL,
  -- held: until due_at; skipped: reason says why; failed: certainly not sent, may be tried again; rejected: refused, and
  -- would be again; unknown: perhaps sent, never tried again; undelivered: accepted, and then the provider gave up
  state        text NOT NULL CHECK (state IN ('held', 'skipped', 'failed', 'rejected', 'sending', 'unknown', 'sent',
    'undelivered', 'delivered', 'read')),
  reason       text,
  due_at       timestamptz,
  provider     text,
  message_id   text,
  error_code   text,
  error        text,
  attempts     integer NOT NULL DEFAULT 0,
  day          date,                             -- in India, on which it took attention
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  UNIQUE (tenant, key, channel)
);
CREATE INDEX deliveries_by_age ON notification.deliveries (tenant, created_at DESC, id DESC);
CREATE INDEX deliveries_by_recipient ON notification.deliveries (tenant, recipient, created_at DESC);
CREATE INDEX deliveries_of_day ON notification.deliveries (tenant, person, day) WHERE NOT critical AND day IS NOT NULL;
CREATE INDEX deliveries_by_message ON notification.deliveries (message_id) WHERE message_id IS NOT NULL;

INSERT INTO notification.deliveries (id, tenant, key, channel, category, critical, person, recipient, template, state,
  provider, message_id, error, attempts, created_at, updated_at)
SELECT id, tenant, key, 'email', 'account', true, recipient, recipient, template, state, 'smtp', message_id, error,
  attempts, created_at, updated_at FROM notification.email_log;
DROP TABLE notification.email_log;

-- Each time a provider is asked.
CREATE TABLE notification.attempts (
  id          uuid PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES notification.deliveries ON DELETE CASCADE,
  provider    text NOT NULL,
  state       text NOT NULL CHECK (state IN ('sending', 'accepted', 'refused', 'unknown')),
  message_id  text,
  error_code  text,
  error       text,
  begun_at    timestamptz NOT NULL,
  ended_at    timestamptz
);
CREATE INDEX attempts_of_delivery ON notification.attempts (delivery_id, begun_at);

-- What webhooks told, each once, in whatever order it came.
CREATE TABLE notification.statuses (
  message_id  text NOT NULL,
  status      text NOT NULL,
  delivery_id uuid,
  at          timestamptz NOT NULL,              -- the provider's time
  error_code  text,
  error       text,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (message_id, status)
);
CREATE INDEX statuses_by_age ON notification.statuses (received_at);

CREATE TABLE notification.inbound (
  message_id  text PRIMARY KEY,
  phone       text NOT NULL,
  meaning     text NOT NULL CHECK (meaning IN ('opt_out', 'opt_in', 'other')),
  at          timestamptz NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX inbound_by_age ON notification.inbound (received_at);

-- Of all platforms: there is one WhatsApp number, and who says "stop" to it means all that comes from it.
CREATE TABLE notification.phone_choices (
  phone      text PRIMARY KEY,
  opted_out  boolean NOT NULL,
  source     text NOT NULL CHECK (source IN ('inbound', 'admin')),
  changed_at timestamptz NOT NULL
);

CREATE TABLE notification.preferences (
  tenant     text NOT NULL,
  user_id    uuid NOT NULL,
  zone       text,                               -- null: the product's
  quiet_from time,                               -- null: the product's; equal: no quiet hours
  quiet_to   time,
  off        text[] NOT NULL DEFAULT '{}',       -- category:channel
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, user_id)
);

-- Published for the SQL of other domains: what became of their messages.
CREATE VIEW notification.shared_deliveries AS
  SELECT id, tenant, key, channel, state, reason, due_at, error_code, error, provider, message_id, updated_at
  FROM notification.deliveries;
