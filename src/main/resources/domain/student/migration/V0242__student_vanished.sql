-- What a learning system lists no more counts no longer in a student's figures beside what it lists: those whom that
-- concerns are made anew.
INSERT INTO student.changes (tenant, email_key)
SELECT DISTINCT tenant, email_key FROM mrlearn.shared_learners WHERE vanished_at IS NOT NULL AND email_key IS NOT NULL;
