package com.mas.sources;

import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.runs.Politeness;
import com.mas.runs.Slice;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the pages of one phase while a slice lasts: a page is asked for while its caller deals with the one before, and
 * handed over in the caller's order. Used by one thread at a time.
 *
 * @param <P> made of a page beside its caller, as soon as the page has come
 */
public final class Pages<T, P> {
  /**
   * Tells what came of asking for a page.
   *
   * @param page null when it cannot be had
   * @param trouble why it cannot, never {@link Trouble#OURS}; null when it can
   * @param why what the last attempt failed with; null when the page is there
   */
  public record Got<T>(Ask ask, Batch<T> page, Trouble trouble, RuntimeException why) {}

  private final Supplier<Connector.Session> session;
  private final Stage<T> stage;
  private final Politeness politeness;
  private final BiConsumer<Ask, UnreadableAnswer> unreadable;
  private final Function<Got<T>, P> made;
  private final Map<Ask, Future<P>> coming = new HashMap<>();

  /**
   * @param unreadable told of each answer that cannot be read; it is asked for {@link MirrorRules#TRIES} times
   * @param made called in the order in which the pages come, on a virtual thread
   */
  public Pages(Supplier<Connector.Session> session, Stage<T> stage, Politeness politeness,
      BiConsumer<Ask, UnreadableAnswer> unreadable, Function<Got<T>, P> made) {
    this.session = session;
    this.stage = stage;
    this.politeness = politeness;
    this.unreadable = unreadable;
    this.made = made;
  }

  /** Asks for a page that will be taken later, after a polite pause. Returns at once; twice is as once. */
  public void ahead(Ask ask) {
    coming.computeIfAbsent(ask, later -> Slice.beside(() -> {
      Slice.pause(politeness.next());
      return made.apply(read(ask));
    }));
  }

  /**
   * Waits for the page that was asked for ahead, or asks for it at once.
   *
   * @throws RuntimeException when our own side is in trouble, or as {@code made} fails
   */
  public P take(Ask ask) {
    Future<P> asked = coming.remove(ask);
    return asked == null ? made.apply(read(ask)) : Database.await(asked);
  }

  public boolean isComing(Ask ask) {
    return coming.containsKey(ask);
  }

  /** Returns how many pages were asked for and not taken yet. */
  public int coming() {
    return coming.size();
  }

  private Got<T> read(Ask ask) {
    for (int attempt = 1;; attempt++) {
      try {
        return new Got<>(ask, session.get().read(stage, ask), null, null);
      } catch (UnreadableAnswer e) {
        unreadable.accept(ask, e);
        if (attempt >= MirrorRules.TRIES) {
          return new Got<>(ask, null, Trouble.LAYOUT, e);
        }
        Slice.pause(politeness.next());
      } catch (FailureException e) {
        if (Trouble.of(e) == Trouble.OURS) {
          throw e;
        }
        return new Got<>(ask, null, Trouble.of(e), e);
      }
    }
  }
}
