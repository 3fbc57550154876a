-- What a run of a tier left alone, and how far it has counted: a page that is done again counts once.
ALTER TABLE analysis.tiers
  ADD COLUMN awaiting bigint NOT NULL DEFAULT 0,    -- one awaits a person's confirmation
  ADD COLUMN failed bigint NOT NULL DEFAULT 0,
  ADD COLUMN counted_to text NOT NULL DEFAULT '';   -- the last scope that the run has counted
