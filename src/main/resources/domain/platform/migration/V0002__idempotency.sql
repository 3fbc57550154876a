-- Answers kept for idempotency keys. One row is one promise: the same caller, operation and key get one execution.
CREATE TABLE platform.idempotency_key (
  principal_id uuid NOT NULL,
  operation    text NOT NULL,
  key          text NOT NULL,
  fingerprint  text NOT NULL,
  holder       uuid NOT NULL,
  begun_at     timestamptz NOT NULL,
  leased_until timestamptz NOT NULL,
  -- null while the first request is under way
  status       integer,
  body         text,
  PRIMARY KEY (principal_id, operation, key)
);

-- for the purge
CREATE INDEX idempotency_key_begun_at ON platform.idempotency_key (begun_at);
