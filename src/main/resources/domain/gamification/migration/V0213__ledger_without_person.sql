-- The ledger stays append-only, but that an erased person's rows are given to nobody; who erases says so for the transaction.
CREATE OR REPLACE FUNCTION gamification.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('privacy.erasing', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'gamification.xp_events is append-only';
  END IF;
  RETURN NULL;
END $$;
