-- Published by education: since when somebody is expected to learn in a batch, which is from the start of the batch on,
-- and not before they came to their seat.
CREATE OR REPLACE VIEW education.shared_placements AS
  SELECT a.tenant, a.batch_id, b.state AS batch_state, a.user_id AS student_id, a.created_at,
         (NOT a.mou_signed)::int + (NOT a.payment_done)::int + (NOT a.diagnostic_done)::int AS open_steps,
         greatest(coalesce(a.enrolled_at, a.created_at), b.starts_on::timestamp AT TIME ZONE 'Asia/Kolkata')
           AS begins_at
    FROM education.applications a JOIN education.batches b ON b.id = a.batch_id
   WHERE a.state IN ('paid', 'batch_allocated', 'enrolled');
