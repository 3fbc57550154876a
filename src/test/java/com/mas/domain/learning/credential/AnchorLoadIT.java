package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Puts many credentials into the log at once. Few by default; {@code scripts/prove anchor} has the measure. */
class AnchorLoadIT {
  private static final int ENTRIES = Integer.getInteger("credential.entries", 5_000);
  private static final int SECONDS = Integer.getInteger("credential.seconds", 60);
  @AutoClose private static final Registry registry = new Registry();

  @Test
  void allThatWaitAreInOneTree() {
    for (int round = 0; round < 2; round++) { // the first is by code that has never run
      registry.execute("INSERT INTO credential.entries (number, leaf) SELECT nextval('credential.entry_number'),"
          + " sha256(int8send(i)) FROM generate_series(1, ?) i", ENTRIES);
      registry.execute("ANALYZE credential.entries");
      long begun = System.nanoTime();
      assertEquals(ENTRIES, registry.anchor());
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf("anchor: %,d credentials in one tree, %.2f s%n", ENTRIES, seconds);
      assertEquals(ENTRIES, registry.number("SELECT size FROM credential.anchors WHERE number = ?", round));
      assertTrue(round == 0 || seconds <= SECONDS, seconds + " s");
    }
    assertEquals(0, registry.number("SELECT count(*) FROM credential.entries WHERE anchor IS NULL"));
  }
}
