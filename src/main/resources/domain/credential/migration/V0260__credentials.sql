-- Credentials that the product issues, the log that anchors them, and their files. Ids of people are identity's.
CREATE SCHEMA credential;

CREATE TABLE credential.issuers (
  id           uuid PRIMARY KEY,
  tenant       text NOT NULL,
  slug         text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9-]{0,39}$'),
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  url          text CHECK (length(url) <= 500),
  state        text NOT NULL CHECK (state IN ('approved', 'blocked')),
  state_reason text CHECK (length(state_reason) <= 500),
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  UNIQUE (tenant, slug)
);

-- Keys by which an issuer's own system issues. Only the digest is kept.
CREATE TABLE credential.issuer_keys (
  id         uuid PRIMARY KEY,
  issuer_id  uuid NOT NULL REFERENCES credential.issuers (id),
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  prefix     text NOT NULL,                      -- of the key, for people
  key_hash   bytea NOT NULL UNIQUE,
  per_minute int NOT NULL CHECK (per_minute BETWEEN 1 AND 6000),
  addresses  text[] NOT NULL,                    -- networks that may use it; none: all
  expires_at timestamptz,
  revoked_at timestamptz,
  used_at    timestamptz,
  created_by uuid,
  created_at timestamptz NOT NULL
);
CREATE INDEX issuer_keys_of_issuer ON credential.issuer_keys (issuer_id, created_at DESC);

-- A batch of entries under one root. The heads are a chain: each names the one before, and is signed.
CREATE TABLE credential.anchors (
  number  bigint PRIMARY KEY CHECK (number >= 0),
  root    bytea NOT NULL CHECK (length(root) = 32),
  size    int NOT NULL CHECK (size > 0),
  head    text NOT NULL,                         -- the signed head, in canonical form
  made_at timestamptz NOT NULL
);

-- One for each credential that ever was, of all tenants, without a word about whom: its place in the status lists, what is
-- anchored of it, and whether it is revoked. It stays when the credential is erased.
CREATE TABLE credential.entries (
  number     bigint PRIMARY KEY CHECK (number >= 0),
  leaf       bytea NOT NULL CHECK (length(leaf) = 32),
  revoked_at timestamptz,
  anchor     bigint REFERENCES credential.anchors (number),
  position   int,
  path       bytea,                              -- hashes of 32 bytes, the lowest first
  CHECK ((anchor IS NULL) = (position IS NULL) AND (anchor IS NULL) = (path IS NULL))
);
CREATE INDEX entries_waiting ON credential.entries (number) WHERE anchor IS NULL;
CREATE INDEX entries_revoked ON credential.entries (number) WHERE revoked_at IS NOT NULL;
CREATE SEQUENCE credential.entry_number MINVALUE 0 START 0;

-- What was said stays said: an entry's leaf, and an anchor as a whole.
CREATE FUNCTION credential.keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'anchors' OR TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'the log of credentials is only added to';
  END IF;
  IF NEW.number <> OLD.number OR NEW.leaf <> OLD.leaf OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL
     OR OLD.anchor IS NOT NULL AND (NEW.anchor, NEW.position, NEW.path) IS DISTINCT FROM (OLD.anchor, OLD.position, OLD.path) THEN
    RAISE EXCEPTION 'the log of credentials is only added to';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER anchors_stay BEFORE UPDATE OR DELETE ON credential.anchors
  FOR EACH ROW EXECUTE FUNCTION credential.keep();
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON credential.entries
  FOR EACH ROW EXECUTE FUNCTION credential.keep();

CREATE TABLE credential.credentials (
  id              uuid PRIMARY KEY,
  tenant          text NOT NULL,
  issuer_id       uuid NOT NULL REFERENCES credential.issuers (id),
  -- deferred, so that entries are made of those alone that are new
  entry           bigint NOT NULL UNIQUE REFERENCES credential.entries (number) DEFERRABLE INITIALLY DEFERRED,
  external_id     text CHECK (length(external_id) BETWEEN 1 AND 200),
  state           text NOT NULL CHECK (state IN ('issued', 'unclaimed', 'claimed', 'revoked')),
  -- what was certified, and never changes
  title           text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description     text CHECK (length(description) <= 2000),
  recipient_email text NOT NULL CHECK (recipient_email = lower(recipient_email)),
  recipient_name  text NOT NULL CHECK (length(recipient_name) BETWEEN 1 AND 200),
  hours           float8 CHECK (hours > 0),
  completed_on    date,
  issued_at       timestamptz NOT NULL,
  salt            text NOT NULL,
  view_version    int NOT NULL,                  -- of what is hashed
  file_sha256     text,                          -- of the certificate that was made with it
  -- what changes
  holder_id       uuid,
  claimed_at      timestamptz,
  revoked_at      timestamptz,
  revoked_by      uuid,
  revoked_reason  text CHECK (length(revoked_reason) <= 500),
  shows_name      boolean NOT NULL DEFAULT false,
  document        text NOT NULL,                 -- as signed, to the byte
  cid             text,
  created_by      uuid,
  created_at      timestamptz NOT NULL,
  CHECK ((state = 'unclaimed') <= (holder_id IS NULL)),
  CHECK ((state = 'revoked') = (revoked_at IS NOT NULL))
);
CREATE UNIQUE INDEX credentials_external ON credential.credentials (issuer_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX credentials_once ON credential.credentials (issuer_id, recipient_email, lower(title))
  WHERE state <> 'revoked';
CREATE INDEX credentials_newest ON credential.credentials (tenant, issued_at DESC, id DESC);
CREATE INDEX credentials_of_holder ON credential.credentials (holder_id, issued_at DESC) WHERE holder_id IS NOT NULL;
CREATE INDEX credentials_unclaimed ON credential.credentials (tenant, recipient_email) WHERE state = 'unclaimed';
CREATE INDEX credentials_of_address ON credential.credentials (recipient_email);
CREATE INDEX credentials_of_file ON credential.credentials (file_sha256) WHERE file_sha256 IS NOT NULL;

-- The certificates, under the names of their bytes.
CREATE TABLE credential.files (
  credential_id uuid PRIMARY KEY REFERENCES credential.credentials (id) ON DELETE CASCADE,
  bytes         bytea NOT NULL
);
ALTER TABLE credential.files ALTER COLUMN bytes SET STORAGE EXTERNAL;
