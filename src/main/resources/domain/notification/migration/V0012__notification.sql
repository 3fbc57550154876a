-- What was sent to whom. A row is written before the provider is asked and completed after it has answered, so that a
-- crash in between is seen, and nothing goes out twice unnoticed.
CREATE SCHEMA notification;

CREATE TABLE notification.email_log (
  id         uuid PRIMARY KEY,
  tenant     text NOT NULL,
  -- the sender's name for this one mail
  key        text NOT NULL,
  recipient  text NOT NULL,
  template   text NOT NULL,
  -- failed: certainly not sent, may be tried again; rejected: refused for good; unknown: perhaps sent, never tried again
  state      text NOT NULL CHECK (state IN ('sending', 'sent', 'failed', 'rejected', 'unknown')),
  attempts   integer NOT NULL DEFAULT 1,
  message_id text,
  error      text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (tenant, key)
);
CREATE INDEX email_log_by_recipient ON notification.email_log (tenant, recipient, created_at DESC);
