package com.mas.domain.learning.sync;

import java.util.HashSet;
import java.util.Set;

/** Learners whose rows a run has read so far; at most as many ids as a listing can have. */
final class Seen {
  private final Set<String> inRun = new HashSet<>();
  private final Set<String> inPass = new HashSet<>();

  /** @return whether the run had not seen the learner before */
  boolean add(String userId, boolean inThisPass) {
    if (inThisPass) {
      inPass.add(userId);
    }
    return inRun.add(userId);
  }

  /** Another pass over the list begins. */
  void nextPass() {
    inPass.clear();
  }

  int inPass() {
    return inPass.size();
  }

  int inRun() {
    return inRun.size();
  }
}
