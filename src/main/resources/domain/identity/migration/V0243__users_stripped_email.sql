-- Whose account a learner has is told by the mirror's domain, by whole addresses. Nothing reads or writes this column any
-- more, the release before included; its index goes along.
ALTER TABLE identity.users DROP COLUMN email_stripped;
