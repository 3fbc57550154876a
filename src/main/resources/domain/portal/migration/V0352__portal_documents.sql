-- Documents of students. One row for each version of a file that was sent; a decision on it is final.
CREATE TABLE portal.documents (
  id           uuid PRIMARY KEY,
  tenant       text NOT NULL,
  student_id   uuid NOT NULL,
  file_id      uuid NOT NULL,        -- of files, by id only
  version      int NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('aadhaar', 'college_id', 'transcript', 'proof')),
  state        text NOT NULL CHECK (state IN ('submitted', 'verified', 'rejected')),
  reason       text,                 -- for the student, why it was rejected
  submitted_at timestamptz NOT NULL,
  decided_at   timestamptz,
  decided_by   uuid,
  UNIQUE (file_id, version),
  CHECK ((state = 'submitted') = (decided_at IS NULL)),
  CHECK (state <> 'rejected' OR reason IS NOT NULL)
);
CREATE INDEX documents_of_student ON portal.documents (student_id, submitted_at DESC, id DESC);
CREATE INDEX documents_waiting ON portal.documents (tenant, submitted_at, id) WHERE state = 'submitted';
CREATE INDEX documents_of_tenant ON portal.documents (tenant, submitted_at, id);

CREATE TABLE portal.document_log (
  id          uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES portal.documents ON DELETE CASCADE,
  from_state  text,
  to_state    text NOT NULL,
  by          uuid,
  reason      text,
  at          timestamptz NOT NULL
);
CREATE INDEX document_log_of_document ON portal.document_log (document_id, at DESC, id DESC);

-- Only the last four digits can be read; the number is sealed for its student.
CREATE TABLE portal.aadhaar_numbers (
  student_id uuid PRIMARY KEY,
  tenant     text NOT NULL,
  last_four  text NOT NULL CHECK (last_four ~ '^[0-9]{4}$'),
  sealed     text NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX aadhaar_numbers_by_age ON portal.aadhaar_numbers (updated_at);
