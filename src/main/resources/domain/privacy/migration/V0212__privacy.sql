-- What people have asked about their own data: a copy of it, or that it is erased.
CREATE SCHEMA privacy;

CREATE TABLE privacy.exports (
  id         uuid PRIMARY KEY,
  tenant     text NOT NULL,
  person     uuid NOT NULL,
  asked_by   uuid NOT NULL,                      -- the person, or an administrator for the person
  state      text NOT NULL CHECK (state IN ('queued', 'completed', 'failed')),
  rows       bigint NOT NULL DEFAULT 0,
  bytes      bigint NOT NULL DEFAULT 0,
  error      text,
  asked_at   timestamptz NOT NULL,
  ended_at   timestamptz,
  expires_at timestamptz NOT NULL
);
CREATE INDEX exports_of_person ON privacy.exports (person, asked_at DESC);
CREATE UNIQUE INDEX exports_one_queued ON privacy.exports (person) WHERE state = 'queued';
CREATE INDEX exports_by_expiry ON privacy.exports (expires_at);

-- the file, in the order of its numbers
CREATE TABLE privacy.export_parts (
  export_id uuid NOT NULL REFERENCES privacy.exports ON DELETE CASCADE,
  number    int NOT NULL,
  body      text NOT NULL,
  PRIMARY KEY (export_id, number)
);

CREATE TABLE privacy.erasures (
  id       uuid PRIMARY KEY,
  tenant   text NOT NULL,
  person   uuid,                                 -- null when it is over: what stays is that somebody was erased
  asked_by uuid,
  stand_in uuid NOT NULL,                        -- stands in ledgers for the person
  state    text NOT NULL CHECK (state IN ('waiting', 'running', 'completed', 'cancelled')),
  asked_at timestamptz NOT NULL,
  due_at   timestamptz NOT NULL,
  ended_at timestamptz,
  rows     bigint NOT NULL DEFAULT 0             -- deleted or changed
);
CREATE UNIQUE INDEX erasures_one_live ON privacy.erasures (person) WHERE state IN ('waiting', 'running');
CREATE INDEX erasures_newest ON privacy.erasures (tenant, asked_at DESC, id DESC);
