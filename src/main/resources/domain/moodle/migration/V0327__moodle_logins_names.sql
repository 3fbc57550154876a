-- What was typed as a user name in a trial and is nobody's may be a password.
UPDATE moodle.logins l SET username = '(unknown)'
 WHERE l.way = 'trial' AND l.result <> 'right'
   AND NOT EXISTS (SELECT 1 FROM moodle.people p WHERE p.tenant = l.tenant AND p.username = l.username);
COMMENT ON COLUMN moodle.logins.username IS
  'at Moodle, lower case; (unknown) in a trial of one that neither Moodle let in nor the mirror has';
