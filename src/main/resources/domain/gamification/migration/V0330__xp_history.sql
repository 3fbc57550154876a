-- What was completed before a first sync or the account: its day is not known, so it is no farming of today's.
ALTER TABLE gamification.xp_events ADD COLUMN history boolean NOT NULL DEFAULT false;
