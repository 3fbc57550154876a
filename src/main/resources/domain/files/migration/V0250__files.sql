-- Files that people upload. The bytes are in a folder of the server or in an object store; here is what is known of them.
CREATE SCHEMA files;

CREATE TABLE files.file (
  id         uuid PRIMARY KEY,
  tenant     text NOT NULL,
  kind       text NOT NULL,
  owner      uuid NOT NULL,
  subject    uuid,                               -- what it is for; of the kind's domain, by id only
  state      text NOT NULL CHECK (state IN ('checking', 'ready', 'refused')),
  shown      uuid NOT NULL,                      -- the newest version that is ready; as long as there is none, the newest
  version    int NOT NULL DEFAULT 0,             -- number of the newest that is ready
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX file_of_owner ON files.file (owner, created_at DESC, id DESC);
CREATE INDEX file_newest ON files.file (tenant, created_at DESC, id DESC);
CREATE INDEX file_by_age ON files.file (kind, changed_at);
CREATE INDEX file_never_ready ON files.file (changed_at) WHERE version = 0;

CREATE TABLE files.version (
  id         uuid PRIMARY KEY,                   -- of the upload, too
  file_id    uuid NOT NULL REFERENCES files.file (id) ON DELETE CASCADE,
  tenant     text NOT NULL,
  number     int NOT NULL,
  key        text NOT NULL UNIQUE,               -- in the store
  upload     text,                               -- the store's name of the upload; null: its bytes go through the product
  state      text NOT NULL CHECK (state IN ('uploading', 'checking', 'ready', 'refused', 'aborted', 'expired')),
  name       text NOT NULL CHECK (length(name) <= 200),
  declared   bigint,                             -- bytes as announced
  bytes      bigint NOT NULL DEFAULT 0,          -- that have arrived
  reserved   bigint NOT NULL,                    -- that count against the quota
  type       text,
  sha256     text,
  width      int,
  height     int,
  picture    bytea,                              -- a few kilobytes
  refusal    text,
  made_by    uuid NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  ended_at   timestamptz,
  UNIQUE (file_id, number)
);
CREATE INDEX version_open ON files.version (changed_at) WHERE state = 'uploading';
CREATE INDEX version_open_of ON files.version (made_by) WHERE state = 'uploading';
CREATE INDEX version_reserved ON files.version (tenant) INCLUDE (reserved) WHERE reserved > 0;

-- bytes that go through the product, until they are in the store
CREATE TABLE files.staged (
  version_id uuid NOT NULL REFERENCES files.version (id) ON DELETE CASCADE,
  number     int NOT NULL,
  bytes      bytea NOT NULL,
  PRIMARY KEY (version_id, number)
);
ALTER TABLE files.staged ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE files.opening (
  id      uuid PRIMARY KEY,
  file_id uuid NOT NULL REFERENCES files.file (id) ON DELETE CASCADE,
  version int NOT NULL,
  person  uuid NOT NULL,
  how     text NOT NULL CHECK (how IN ('link', 'picture')),
  at      timestamptz NOT NULL
);
CREATE INDEX opening_of_file ON files.opening (file_id, at DESC, id DESC);
CREATE INDEX opening_of_person ON files.opening (person);
CREATE INDEX opening_by_age ON files.opening (at);

-- objects that nothing names any more, until the store has deleted them
CREATE TABLE files.garbage (
  key    text PRIMARY KEY,
  upload text,
  since  timestamptz NOT NULL
);

-- the place that the first server used: all others must see the same
CREATE TABLE files.place (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  identity text NOT NULL
);
