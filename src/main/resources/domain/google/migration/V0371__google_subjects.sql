-- A permission is given back when no connection of the same account at Google is left, of whichever tenant.
CREATE INDEX connections_subject ON google.connections (subject);
