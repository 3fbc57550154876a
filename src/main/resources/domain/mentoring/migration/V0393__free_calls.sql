-- Why a booking costs nothing: all calls are free, or the student's batch includes mentoring. A call that a batch grants
-- counts in the month of Asia/Kolkata in which it starts, unless it is given back as tokens would be.
ALTER TABLE mentoring.bookings
  ADD COLUMN free_reason   text CHECK (free_reason IN ('setting', 'batch')),
  ADD COLUMN free_batch_id uuid,
  ADD COLUMN free_month    date,
  ADD COLUMN free_fate     text CHECK (free_fate IN ('held', 'returned', 'spent')),
  ADD CONSTRAINT bookings_free_check CHECK ((free_reason IS NOT DISTINCT FROM 'batch') = (free_batch_id IS NOT NULL)
    AND (free_batch_id IS NULL) = (free_month IS NULL) AND (free_batch_id IS NULL) = (free_fate IS NULL));
CREATE INDEX bookings_granted ON mentoring.bookings (student_id, free_month, free_batch_id)
  WHERE free_fate IN ('held', 'spent');
