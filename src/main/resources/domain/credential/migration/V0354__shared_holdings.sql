-- Published for the SQL of other domains: credentials of people who have an account.
CREATE VIEW credential.shared_holdings AS
  SELECT tenant, holder_id AS student_id, id AS credential_id, title, state, issued_at, revoked_at
    FROM credential.credentials WHERE holder_id IS NOT NULL;
