-- Shared terminals: who may reach them, and what was recorded. Tokens are stored as SHA-256.
CREATE SCHEMA IF NOT EXISTS terminal;

CREATE TABLE terminal.sessions (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  owner_id uuid NOT NULL,
  title text NOT NULL,
  meeting_id uuid,
  batch_id uuid,
  host_token bytea NOT NULL UNIQUE,
  recording boolean NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_because text,
  CHECK ((ended_at IS NULL) = (ended_because IS NULL))
);
CREATE INDEX sessions_owner ON terminal.sessions (tenant, owner_id, created_at DESC);
CREATE INDEX sessions_open ON terminal.sessions (expires_at) WHERE ended_at IS NULL;

CREATE TABLE terminal.links (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES terminal.sessions ON DELETE CASCADE,
  mode text NOT NULL CHECK (mode IN ('watch', 'ask', 'write')),
  label text NOT NULL,
  token bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX links_session ON terminal.links (session_id);

CREATE TABLE terminal.recordings (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES terminal.sessions ON DELETE CASCADE,
  columns integer NOT NULL,
  lines integer NOT NULL,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  seconds double precision NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  parts integer NOT NULL DEFAULT 0
);
CREATE INDEX recordings_session ON terminal.recordings (session_id);
CREATE INDEX recordings_age ON terminal.recordings (updated_at);

-- Lines of asciicast v2, without its header; part by part in the order of writing.
CREATE TABLE terminal.recording_parts (
  recording_id uuid NOT NULL REFERENCES terminal.recordings ON DELETE CASCADE,
  part integer NOT NULL,
  lines text NOT NULL,
  PRIMARY KEY (recording_id, part)
);
