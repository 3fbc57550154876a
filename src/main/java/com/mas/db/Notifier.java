package com.mas.db;

import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Sends NOTIFY outside of the transactions that cause it, since PostgreSQL commits those that notify one after the
 * other, each with its flush to disk. What comes while one statement is under way goes with the next, equal ones once.
 */
final class Notifier {
  record Notice(String channel, String payload) {}

  private static final int MOST = 10_000;
  private static final String NOTIFY = "SELECT pg_notify(c, p) FROM unnest($1::text[], $2::text[]) AS n(c, p)";

  private final SqlClient client;
  private final Set<Notice> waiting = new LinkedHashSet<>();
  private boolean underWay;

  Notifier(SqlClient client) {
    this.client = client;
  }

  void tell(Collection<Notice> notices) {
    if (notices.isEmpty()) {
      return;
    }
    synchronized (this) {
      if (waiting.size() < MOST) {
        waiting.addAll(notices);
      }
      if (underWay) {
        return;
      }
      underWay = true;
    }
    send();
  }

  private void send() {
    String[] channels;
    String[] payloads;
    synchronized (this) {
      if (waiting.isEmpty()) {
        underWay = false;
        return;
      }
      channels = waiting.stream().map(Notice::channel).toArray(String[]::new);
      payloads = waiting.stream().map(Notice::payload).toArray(String[]::new);
      waiting.clear();
    }
    client.preparedQuery(NOTIFY).execute(Tuple.of(channels, (Object) payloads)).onComplete(sent -> send());
  }
}
