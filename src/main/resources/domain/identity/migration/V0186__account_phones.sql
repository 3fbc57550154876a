-- Accounts keep numbers as E.164 with the plus from now on. Of those that are there, the ones that name their country
-- get the plus: Indian ones of twelve digits, and what begins with 00. Ten digits without a country stay as they were
-- typed, and are read as of the default region (PHONE_REGION) when they are used.
UPDATE identity.users SET phone = '+' || phone WHERE phone ~ '^91[6-9][0-9]{9}$';
UPDATE identity.users SET phone = '+' || substr(phone, 3) WHERE phone ~ '^00[1-9][0-9]{6,14}$';
