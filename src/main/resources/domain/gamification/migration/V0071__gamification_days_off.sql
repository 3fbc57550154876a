-- As days_off, for the hottest statements: a call that is not made costs nothing, whereas a subselect is set up each time.
CREATE FUNCTION gamification.days_off_between(student uuid, school text, after_day date, before_day date) RETURNS date[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(SELECT * FROM gamification.days_off(student, school, after_day, before_day));
END $$;
