package com.mas.sources;

import java.util.List;

/**
 * Says where a run of a mirror is.
 *
 * @param of keys of the parent whose listing is read, or was read last; null before the first
 * @param open whether it is still being read
 * @param from where its next page begins
 * @param pass over the listing, 1 or 2
 * @param read rows in this pass
 * @param total at the source, or null
 * @param failed pages that could not be had; {@code inRow} since the last one that could, over all parents
 * @param rests since the last page that could be had
 * @param began when the phase did, in milliseconds since 1970; 0 when that is not known
 * @param lacks what the run lacks first; null: nothing so far
 * @param without what the login may not have though a run can do without it; null: nothing
 */
record At(List<String> of, boolean open, String from, int pass, int read, Integer total, boolean shrank, int failed,
    int inRow, int rests, long began, String lacks, String without) {
  static final At FIRST = new At(null, false, null, 1, 0, null, false, 0, 0, 0, 0, null, null);

  /** The listing of a parent begins. */
  At opened(List<String> parent, String begin) {
    return new At(parent, true, begin, 1, 0, null, false, 0, inRow, rests, began, lacks, without);
  }

  At have(Batch<?> page) {
    boolean fell = total != null && page.total() != null && page.total() < total;
    return new At(of, open, page.next(), pass, read + page.rows().size(), page.total() == null ? total : page.total(),
        shrank || fell, failed, 0, 0, began, lacks, without);
  }

  At again() {
    return new At(of, open, null, pass + 1, 0, null, false, 0, 0, 0, began, lacks, without);
  }

  /** The page cannot be had; the listing goes on there, or not at all. */
  At without(String next) {
    return new At(of, open, next, pass, read, total, shrank, failed + 1, inRow + 1, rests, began, lacks, without);
  }

  /** The run goes on without that. */
  At lacking(List<String> functions) {
    return functions.isEmpty() ? this : new At(of, open, from, pass, read, total, shrank, failed, inRow, rests, began,
        lacks, "It was done without what the login may not have: " + String.join(", ", functions) + ".");
  }

  /** Returns all that the run lacks, in words; null: nothing. */
  String lack() {
    return lacks == null ? without : without == null ? lacks : lacks + " " + without;
  }

  At rested() {
    return new At(of, open, from, pass, read, total, shrank, failed, inRow, rests + 1, began, lacks, without);
  }

  At closed(String lack) {
    return new At(of, false, null, 1, 0, null, false, 0, inRow, rests, began, lacks == null ? lack : lacks, without);
  }

  /** A piece of the domain's own phase is done; the next one comes after it. */
  At after(List<String> keys) {
    return new At(keys, false, null, 1, 0, null, false, 0, 0, rests, began, lacks, without);
  }

  At nextPhase(long now) {
    return new At(null, false, null, 1, 0, null, false, 0, 0, rests, now, lacks, without);
  }

  /** Returns for how long the phase has been worked on. */
  long millis(long now) {
    return began == 0 ? 0 : Math.max(0, now - began);
  }
}
