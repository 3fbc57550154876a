package com.mas.sandbox.kit;

import java.util.List;
import java.util.stream.Stream;

/**
 * A way to misbehave, by its word in the dialect. The constants are the dialect of all simulators; a provider adds
 * kinds that only it has by {@link #own}.
 */
public record Kind(String name, Effect effect, List<Field> fields) {
  /** Says how far a call comes that the fault strikes. */
  public enum Effect {
    /** The provider does nothing of what it was asked. */
    INSTEAD,
    /** The provider has done it, and its answer suffers. */
    AFTER,
    /** The rows of a list are not as they should be; only for simulators that have lists. */
    LIST,
    /** The simulator itself sees to it. */
    OWN
  }

  /** @param usual the value when nothing is said; null: it must be said */
  public record Field(String name, int least, int most, Integer usual) {}

  private static final int DAY_SECONDS = 86_400;
  private static final int LONGEST_DELAY_MS = 120_000;
  private static final int USUAL_DELAY_MS = 2_000;

  /** Answers an error in the provider's form; 429 and 503 carry {@code Retry-After} of {@code retryAfter} seconds. */
  public static final Kind STATUS =
      new Kind("status", Effect.INSTEAD, List.of(new Field("status", 400, 599, null), retryAfter()));

  /** Answers a page of HTML, as something between us and the provider does: of maintenance, of a login with 200. */
  public static final Kind MAINTENANCE =
      new Kind("maintenance", Effect.INSTEAD, List.of(new Field("status", 200, 599, 503), retryAfter()));

  /** Leads elsewhere, where nothing but the page of maintenance is. */
  public static final Kind REDIRECT =
      new Kind("redirect", Effect.INSTEAD, List.of(new Field("status", 300, 399, 302)));

  /** Gives no answer until the faults are changed; after two minutes the connection is closed. */
  public static final Kind HANG = new Kind("hang", Effect.INSTEAD, List.of());

  /** Closes the connection instead of an answer. */
  public static final Kind CLOSE = new Kind("close", Effect.INSTEAD, List.of());

  /** Ends the credentials that were shown: sessions are over, a key counts as expired. Once unless told otherwise. */
  public static final Kind EXPIRE = new Kind("expire", Effect.INSTEAD, List.of());

  /** Keeps the first byte back. */
  public static final Kind SLOW = new Kind("slow", Effect.AFTER, List.of(delay()));

  /** Sends the head at once and the body piece by piece. */
  public static final Kind SLOW_BODY = new Kind("slowBody", Effect.AFTER, List.of(delay()));

  /** Closes the connection after half of the body, though {@code Content-Length} promises all of it. */
  public static final Kind TRUNCATED = new Kind("truncated", Effect.AFTER, List.of());

  /** Closes the connection instead of an answer when all is done. */
  public static final Kind LOSE = new Kind("lose", Effect.AFTER, List.of());

  /** Says of the right body that it is plain text. */
  public static final Kind CONTENT_TYPE = new Kind("contentType", Effect.AFTER, List.of());

  /** Damages the body's bytes: it begins as it should and can be read by nobody. */
  public static final Kind GARBAGE = new Kind("garbage", Effect.AFTER, List.of());

  /** Puts so many megabytes of blanks before the body. */
  public static final Kind HUGE = new Kind("huge", Effect.AFTER, List.of(new Field("megabytes", 1, 1_024, 64)));

  public static final Kind UNORDERED = new Kind("unordered", Effect.LIST, List.of());

  /** Shows every tenth row twice, on top of the page's size. */
  public static final Kind DUPLICATE_ROWS = new Kind("duplicateRows", Effect.LIST, List.of());

  /** Shows at most so many rows, though more were asked for and follow. */
  public static final Kind SHORT_PAGE =
      new Kind("shortPage", Effect.LIST, List.of(new Field("rows", 0, 99, 10)));

  /** Tells a total that is wrong by so many. */
  public static final Kind WRONG_TOTAL =
      new Kind("wrongTotal", Effect.LIST, List.of(new Field("delta", -1_000_000, 1_000_000, 50)));

  private static final List<Kind> COMMON = List.of(STATUS, MAINTENANCE, REDIRECT, HANG, CLOSE, EXPIRE, SLOW,
      SLOW_BODY, TRUNCATED, LOSE, CONTENT_TYPE, GARBAGE, HUGE);

  private static final List<Kind> LISTS = List.of(UNORDERED, DUPLICATE_ROWS, SHORT_PAGE, WRONG_TOTAL);

  /** Returns a kind that only one provider has. */
  public static Kind own(String name, Field... fields) {
    return new Kind(name, Effect.OWN, List.of(fields));
  }

  /** Returns the dialect for a provider that answers no lists, with the provider's own kinds. */
  public static List<Kind> common(Kind... own) {
    return Stream.of(COMMON, List.of(own)).flatMap(List::stream).toList();
  }

  /** Returns the dialect for a provider that answers lists page by page, with the provider's own kinds. */
  public static List<Kind> withLists(Kind... own) {
    return Stream.of(COMMON, LISTS, List.of(own)).flatMap(List::stream).toList();
  }

  private static Field delay() {
    return new Field("delayMs", 1, LONGEST_DELAY_MS, USUAL_DELAY_MS);
  }

  private static Field retryAfter() {
    return new Field("retryAfter", 0, DAY_SECONDS, 1);
  }
}
