package com.mas.sources;

import com.mas.bus.Text;

/** The answer cannot be read: truncated, or of another layout. Never a matter of logging in. */
public final class UnreadableAnswer extends RuntimeException {
  private static final int EXCERPT_CHARACTERS = 2_000;
  private final String excerpt;

  public UnreadableAnswer(String what, String answer) {
    super(what, null, false, false);
    this.excerpt = Text.cut(answer, EXCERPT_CHARACTERS).replace("\0", "");
  }

  /** Returns the beginning of the answer, as evidence. */
  public String excerpt() {
    return excerpt;
  }
}
