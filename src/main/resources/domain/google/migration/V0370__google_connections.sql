-- Calendars and drives at Google that people have connected. Tokens are sealed.
CREATE TABLE google.consents (
  state        bytea PRIMARY KEY,                -- SHA-256 of the state in the address
  tenant       text NOT NULL,
  user_id      uuid NOT NULL,
  purpose      text NOT NULL CHECK (purpose IN ('calendar', 'drive')),
  redirect_uri text NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX consents_end ON google.consents (expires_at);

CREATE TABLE google.connections (
  tenant        text NOT NULL,
  user_id       uuid NOT NULL,
  purpose       text NOT NULL CHECK (purpose IN ('calendar', 'drive')),
  subject       text NOT NULL,                   -- Google's own id of the account
  email         text NOT NULL,
  refresh_token text NOT NULL,
  access_token  text,
  access_until  timestamptz,
  state         text NOT NULL CHECK (state IN ('connected', 'broken')),
  version       bigint NOT NULL,                 -- rises with each access token: whoever finds one refused asks for a newer one
  connected_at  timestamptz NOT NULL,
  broken_at     timestamptz,
  PRIMARY KEY (tenant, user_id, purpose)
);

-- What belongs into a person's calendar, whether or not there is one yet.
CREATE TABLE google.events (
  tenant      text NOT NULL,
  user_id     uuid NOT NULL,
  entry_id    uuid NOT NULL,
  sequence    integer NOT NULL,
  cancelled   boolean NOT NULL,
  title       text NOT NULL,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz NOT NULL,
  link        text,
  pushed      integer,                           -- sequence that Google has; null: none
  refused     text,                              -- why Google does not take that one
  PRIMARY KEY (tenant, user_id, entry_id)
);
CREATE INDEX events_end ON google.events (ends_at);
CREATE INDEX events_waiting ON google.events (ends_at) WHERE pushed IS DISTINCT FROM sequence;
