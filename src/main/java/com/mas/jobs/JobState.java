package com.mas.jobs;

import com.mas.bus.Word;

/** State of a job in its life; from {@link #COMPLETED} on it is over. */
enum JobState implements Word {
  READY, DELAYED, PARKED, RUNNING, COMPLETED, DEAD, DISCARDED;

  boolean isOver() {
    return compareTo(COMPLETED) >= 0;
  }
}
