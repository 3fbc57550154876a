-- A batch may include mentoring: then calls with mentors cost its students no tokens, up to a number each month.
ALTER TABLE education.batches
  ADD COLUMN mentoring_included   boolean NOT NULL DEFAULT false,
  ADD COLUMN free_calls_per_month int CHECK (free_calls_per_month BETWEEN 1 AND 1000);   -- null: as many as they like

-- Published for the SQL of other domains: who may have such calls.
CREATE VIEW education.shared_mentoring_grants AS
  SELECT a.tenant, a.user_id AS student_id, b.id AS batch_id, b.name AS batch_name,
         b.free_calls_per_month AS calls_per_month
    FROM education.applications a JOIN education.batches b ON b.id = a.batch_id
   WHERE a.state IN ('paid', 'batch_allocated', 'enrolled') AND b.state = 'active' AND b.mentoring_included;
