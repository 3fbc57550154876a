package com.mas.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps the log to warnings until the server is ready, when {@code QUIET_START=true} is in the environment, as
 * {@code scripts/run} sets it for a terminal: what a person has to know comes last and is not pushed away.
 */
public final class QuietStart extends Filter<ILoggingEvent> {
  private static volatile boolean quiet = "true".equals(System.getenv("QUIET_START"));

  /** Lets everything be logged from now on. */
  public static void over() {
    quiet = false;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return quiet && !event.getLevel().isGreaterOrEqual(Level.WARN) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
