package com.mas.domain.engagement.risk;

/**
 * Facts about one learner on one day: what they did, never who they are.
 *
 * @param warnings active ones; null when nobody could have warned
 * @param openSteps of {@link #STEPS}, what is not settled of their place in the batch; null when nothing says
 */
record Facts(Presence presence, Work work, Graded graded, Integer warnings, Integer openSteps) {
  /** The agreement, the payment, the diagnostic. */
  static final int STEPS = 3;

  /**
   * Leaves out days on which nobody expected the learner.
   *
   * @param activity how much was done for each week of being there, in any unit that the cohort shares; null when the
   *     learner was hardly expected
   * @param trend active days of the last weeks for one of the learner's own first weeks; null when nothing says
   * @param idleDays since the last sign of life; null when nothing could have shown one
   * @param sessions that were held for them and not excused; {@code missed} of these
   */
  record Presence(Double activity, Double trend, Integer idleDays, int sessions, int missed) {
    /** Returns this after so many more sessions to which the learner came. */
    Presence attending(int more) {
      return new Presence(activity, trend, idleDays, sessions + more, missed);
    }
  }

  /**
   * @param progress how far they are for their age in the batch, in any unit that the cohort shares; null when nothing
   *     says
   * @param isExpected whether there are courses, so that having no progress says something
   * @param isFinished whether there is nothing left to do
   * @param missing share of the weight of the work that was due, 0 to 1, that is not there; null when none was due
   * @param delay days after the day on which the work was due or usual, on the average; null when none was handed in
   */
  record Work(Double progress, boolean isExpected, boolean isFinished, Double missing, Double delay) {}

  /**
   * Has marks that count for something only. All 0 to 100, and null when nothing was graded.
   *
   * @param mean weighted by what each counts for
   * @param last the latest mark
   * @param lowest the worst mark
   */
  record Graded(Double mean, Double last, Double lowest) {
    static final Graded NOTHING = new Graded(null, null, null);
  }

  Facts with(Presence other) {
    return new Facts(other, work, graded, warnings, openSteps);
  }

  Facts active(double amount) {
    return with(new Presence(presence.activity() == null ? null : Math.max(presence.activity(), amount),
        presence.trend(), presence.idleDays() == null ? null : 0, presence.sessions(), presence.missed()));
  }

  Facts gotTo(double further) {
    return new Facts(presence, new Work(work.progress() == null ? further : Math.max(work.progress(), further),
        work.isExpected(), work.isFinished(), work.missing(), work.delay()), graded, warnings, openSteps);
  }

  /** Returns these with everything that is due handed in. */
  Facts caughtUp() {
    return new Facts(presence, new Work(work.progress(), work.isExpected(), work.isFinished(),
        work.missing() == null ? null : 0.0, work.delay()), graded, warnings, openSteps);
  }

  /** Returns these after marks that bring the mean to this, and the latest mark at least to it. */
  Facts scoring(double mean) {
    return new Facts(presence, work, new Graded(mean, graded.last() == null ? null : Math.max(mean, graded.last()),
        graded.lowest()), warnings, openSteps);
  }

  Facts warned(int times) {
    return new Facts(presence, work, graded, times, openSteps);
  }

  Facts open(int steps) {
    return new Facts(presence, work, graded, warnings, steps);
  }
}
