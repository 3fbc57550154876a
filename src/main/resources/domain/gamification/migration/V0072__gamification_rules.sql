-- Rules that a tenant has published, and what changed rules would do.

-- Whether any leave was ever approved: who has none is not looked up with each award.
ALTER TABLE gamification.student_progress ADD COLUMN has_leave boolean NOT NULL DEFAULT false;
UPDATE gamification.student_progress p SET has_leave = true
  WHERE EXISTS (SELECT FROM gamification.leaves l WHERE l.user_id = p.user_id AND l.state = 'approved');

CREATE TABLE gamification.rule_versions (
  number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant       text NOT NULL,
  valid_from   date NOT NULL,                       -- the first IST day; of two for one day the later published holds
  changes      jsonb NOT NULL,                      -- as the admin gave them
  rules        jsonb NOT NULL,                      -- all of them, with the changes
  note         text NOT NULL CHECK (length(note) BETWEEN 1 AND 300),
  published_by uuid NOT NULL,
  published_at timestamptz NOT NULL
);
CREATE INDEX rule_versions_of_tenant ON gamification.rule_versions (tenant, valid_from, number);

CREATE TABLE gamification.rehearsals (
  id          uuid PRIMARY KEY,
  tenant      text NOT NULL,
  changes     jsonb NOT NULL,
  result      jsonb,                                -- null while it runs
  asked_by    uuid NOT NULL,
  asked_at    timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX rehearsals_of_tenant ON gamification.rehearsals (tenant, asked_at);
