-- A sync rewrites rows of learners, often many neighbours at once. With room on the page, and with the modules and items
-- (one to many kilobytes) kept beside the row, a change of progress copies some 300 bytes and touches no index. What
-- stands already takes the new form as it is written the next time.
ALTER TABLE mrlearn.learners SET (fillfactor = 70, toast_tuple_target = 512);
ALTER TABLE mrlearn.learner_reports SET (fillfactor = 70, toast_tuple_target = 512);

-- While the table is empty all its indexes cost the same, and a plan made then is kept through the first sync: looking a
-- learner up by this one's tenant alone read everybody for everybody. With its condition only who asks for an address
-- can be given it.
DROP INDEX mrlearn.learners_email_stripped;
CREATE INDEX learners_email_stripped ON mrlearn.learners (tenant, email_stripped) WHERE email_stripped IS NOT NULL;
