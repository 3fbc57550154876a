-- The place of a person in the school, as the system that knows it has told; null where none has.
ALTER TABLE identity.users ADD COLUMN campus text, ADD COLUMN department text, ADD COLUMN program text;

CREATE OR REPLACE VIEW identity.shared_accounts AS
  SELECT id, tenant, email, email_verified_at IS NOT NULL AS email_verified, phone, full_name, role, status, created_at,
         campus, department, program
  FROM identity.users;

CREATE INDEX users_placed ON identity.users (tenant, id) WHERE coalesce(campus, department, program) IS NOT NULL;
