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
 * @param tries at the page that comes next
 * @param rests since the last page that could be had
 * @param lacks what the run lacks first; null: nothing so far
 */
record At(List<String> of, boolean open, String from, int pass, int read, Integer total, boolean shrank, int failed,
    int inRow, int tries, int rests, String lacks) {
  static final At FIRST = new At(null, false, null, 1, 0, null, false, 0, 0, 0, 0, null);

  /** The listing of a parent begins. */
  At opened(List<String> parent, String begin) {
    return new At(parent, true, begin, 1, 0, null, false, 0, inRow, 0, rests, lacks);
  }

  At have(Batch<?> page) {
    boolean fell = total != null && page.total() != null && page.total() < total;
    return new At(of, open, page.next(), pass, read + page.rows().size(), page.total() == null ? total : page.total(),
        shrank || fell, failed, 0, 0, 0, lacks);
  }

  At again() {
    return new At(of, open, null, pass + 1, 0, null, false, 0, 0, 0, 0, lacks);
  }

  At tried() {
    return new At(of, open, from, pass, read, total, shrank, failed, inRow, tries + 1, rests, lacks);
  }

  /** The page cannot be had; the listing goes on there, or not at all. */
  At without(String next) {
    return new At(of, open, next, pass, read, total, shrank, failed + 1, inRow + 1, 0, rests, lacks);
  }

  At rested() {
    return new At(of, open, from, pass, read, total, shrank, failed, inRow, tries, rests + 1, lacks);
  }

  At closed(String lack) {
    return new At(of, false, null, 1, 0, null, false, 0, inRow, 0, rests, lacks == null ? lack : lacks);
  }

  At nextPhase() {
    return new At(null, false, null, 1, 0, null, false, 0, 0, 0, rests, lacks);
  }
}
