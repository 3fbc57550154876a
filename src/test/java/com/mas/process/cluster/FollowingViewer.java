package com.mas.process.cluster;

import com.mas.process.WatchingClient;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches a shell that counts, and connects again when its connection ends, as the page does. It looks at its screen
 * often enough to see each line before that has left it.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each counter has one thread that writes it
final class FollowingViewer implements AutoCloseable {
  /** Command for the shell: some twenty lines a second until the file is there, then how many there were. */
  static final String COUNTING = "i=0; while [ ! -e %s ]; do i=$((i+1)); printf 'n-%%06d.\\n' $i; sleep 0.05; done; "
      + "printf 'end-%%06d.\\n' $i";
  private static final Pattern LINE = Pattern.compile("(?m)^n-(\\d{6})\\.$");
  private static final Pattern END = Pattern.compile("(?m)^end-(\\d{6})\\.$");
  private static final long LOOK_NANOS = 40_000_000;

  private final WatchingClient client;
  private final String base;
  private final BitSet seen = new BitSet();
  private final List<String> faults = new ArrayList<>();
  private final Thread thread;
  private volatile boolean over;
  private volatile int moves;

  FollowingViewer(String base, String page) {
    this.base = base;
    client = new WatchingClient(base, page);
    thread = Thread.ofVirtual().start(this::follow);
  }

  private void follow() {
    boolean lost = false;
    while (!over) {
      if (lost || client.isClosed()) {
        try {
          client.connect(base);
          lost = false;
          moves++;
        } catch (CompletionException refused) {
          lost = true;
        }
      }
      look(client.text());
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Numbers that stand one below the other differ by one, whatever is being drawn. */
  private synchronized void look(String text) {
    Matcher line = LINE.matcher(text);
    for (int before = 0; line.find();) {
      int number = Integer.parseInt(line.group(1));
      if (before != 0 && number != before + 1 && faults.size() < 10) {
        faults.add(number + " stands below " + before);
      }
      seen.set(number);
      before = number;
    }
  }

  WatchingClient client() {
    return client;
  }

  /** Returns how often it has connected again. */
  int moves() {
    return moves;
  }

  boolean hasSeenTheEnd() {
    return END.matcher(client.text()).find();
  }

  /** Returns in words what was lost or stood in a wrong place; a test accepts only an empty list. */
  synchronized List<String> faults() {
    look(client.text());
    Matcher end = END.matcher(client.text());
    int count = end.find() ? Integer.parseInt(end.group(1)) : 0;
    List<String> all = new ArrayList<>(faults);
    if (seen.cardinality() != count) {
      all.add(seen.cardinality() + " of " + count + " lines seen, the first one missing " + seen.nextClearBit(1));
    }
    return all;
  }

  synchronized int seen() {
    return seen.cardinality();
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
    client.close();
  }
}
