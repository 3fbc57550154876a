-- Whose operator it was: administrators see what those of their own tenant did.
ALTER TABLE jobs.audit ADD COLUMN tenant text;
