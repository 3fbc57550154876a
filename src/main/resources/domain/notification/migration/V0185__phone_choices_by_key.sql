-- Opt-outs are kept by what the two ways of writing one number have in common (com.mas.phone.PhoneRules.key): Mexican
-- numbers without their 1, Argentine ones without their 9, Brazilian mobiles without their ninth digit. Of two wishes
-- that were one person's the later holds. All else stays as it is: whether 91 and ten digits were made of a foreign
-- number by the reading of before, nobody can tell any more.
ALTER TABLE notification.phone_choices DROP CONSTRAINT phone_choices_source_check,
  ADD CONSTRAINT phone_choices_source_check CHECK (source IN ('inbound', 'admin', 'preference', 'refused'));
COMMENT ON COLUMN notification.phone_choices.phone IS 'digits with the country''s code, as PhoneRules.key has them';
COMMENT ON COLUMN notification.phone_choices.source IS
  'an opt-out by inbound or admin is of everything; by preference (WhatsApp''s own menu) or refused (told by Meta with a
  refusal) it leaves what is critical';

WITH moved AS (
  DELETE FROM notification.phone_choices
  WHERE phone ~ '^(521|549)[0-9]{10}$' OR phone ~ '^55[1-9]{2}9[6-9][0-9]{7}$'
  RETURNING *
), keyed AS (
  SELECT DISTINCT ON (key) key, opted_out, source, changed_at FROM (
    SELECT CASE WHEN phone ~ '^55' THEN regexp_replace(phone, '^(....)9', '\1')
      ELSE regexp_replace(phone, '^(..).', '\1') END AS key, opted_out, source, changed_at FROM moved) m
  ORDER BY key, changed_at DESC, opted_out DESC
)
INSERT INTO notification.phone_choices AS c (phone, opted_out, source, changed_at)
SELECT key, opted_out, source, changed_at FROM keyed
ON CONFLICT (phone) DO UPDATE SET opted_out = excluded.opted_out, source = excluded.source,
  changed_at = excluded.changed_at
WHERE c.changed_at < excluded.changed_at OR c.changed_at = excluded.changed_at AND excluded.opted_out;
