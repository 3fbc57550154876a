-- Published by identity for the SQL of other domains: every account, disabled ones too, so that nobody is made a second
-- one. email_key is the address without an organisation's prefix.
CREATE VIEW identity.shared_accounts AS
  SELECT id, tenant, email, email_stripped AS email_key, phone, full_name, role, status, created_at FROM identity.users;
