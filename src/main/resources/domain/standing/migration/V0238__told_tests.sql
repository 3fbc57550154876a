-- Keeps what a person entered as the evaluation test. Until then the tests that the ledger has the scores of make it.
ALTER TABLE standing.metrics ADD COLUMN told_eval_test numeric(5, 2) CHECK (told_eval_test BETWEEN 0 AND 100);
UPDATE standing.metrics SET told_eval_test = eval_test WHERE eval_test IS NOT NULL;

CREATE OR REPLACE VIEW standing.shared_metrics AS
  SELECT student_id, tenant, eval_test, learn_progress, super_mentor, communication, attendance, mock_interview,
         overall, calculated_at, told_eval_test
    FROM standing.metrics;
