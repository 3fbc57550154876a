package com.mas.domain.engagement.risk;

/**
 * Facts about one learner on one day: what they did, never who they are.
 *
 * @param activity how much was done in the window, in any unit that the cohort shares; never negative
 * @param idleDays since the last sign of life; null when nothing could have shown one
 * @param sessions that were held for them in the window and not excused; {@code missed} of these
 * @param progress how far they are, in any unit that the cohort shares; null when nothing says
 * @param isExpectedToLearn whether there are courses, so that having no progress says something
 * @param finished whether there is nothing left to do
 * @param testMean 0 to 100; null when nothing was graded
 * @param warnings active ones
 * @param openSteps of {@link #STEPS}, what is not settled of their place in the batch; null when nothing says
 */
record Facts(double activity, Integer idleDays, int sessions, int missed, Double progress, boolean isExpectedToLearn,
    boolean finished, Double testMean, int warnings, Integer openSteps) {
  /** The agreement, the payment, the diagnostic. */
  static final int STEPS = 3;

  Facts active(double amount) {
    return new Facts(Math.max(activity, amount), idleDays == null ? null : 0, sessions, missed, progress,
        isExpectedToLearn, finished, testMean, warnings, openSteps);
  }

  Facts gotTo(double further) {
    return new Facts(activity, idleDays, sessions, missed, progress == null ? further : Math.max(progress, further),
        isExpectedToLearn, finished, testMean, warnings, openSteps);
  }

  Facts scoring(double mean) {
    return new Facts(activity, idleDays, sessions, missed, progress, isExpectedToLearn, finished, mean, warnings,
        openSteps);
  }

  Facts warned(int times) {
    return new Facts(activity, idleDays, sessions, missed, progress, isExpectedToLearn, finished, testMean, times,
        openSteps);
  }

  Facts open(int steps) {
    return new Facts(activity, idleDays, sessions, missed, progress, isExpectedToLearn, finished, testMean, warnings,
        steps);
  }
}
