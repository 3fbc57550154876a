-- Published for the SQL of other domains: which domains a tenant does without.
CREATE VIEW tenant.shared_tenants AS SELECT slug, switched_off FROM tenant.tenants;
