CREATE SCHEMA notes;

CREATE TABLE notes.notes (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  user_id uuid NOT NULL,
  text text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX notes_by_person ON notes.notes (tenant, user_id, created_at DESC, id DESC);
