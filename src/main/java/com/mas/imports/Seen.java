package com.mas.imports;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Remembers in which row each key of a file was seen first: 13 bytes or so a key, by a hash of 64 bits under a secret
 * of this run. Two keys with one hash among a million happen once in 40 million files.
 */
final class Seen {
  private final long secret = ThreadLocalRandom.current().nextLong();
  private long[] hashes = new long[1 << 10];
  private int[] rows = new int[1 << 10];
  private int size;

  /** Returns the row in which the key was seen before; 0 when this is the first, which is remembered. */
  long first(String column, String key, long row) {
    if (size * 4L > hashes.length * 3L) {
      grow();
    }
    long hash = hash(column, key);
    int at = place(hash);
    if (hashes[at] != 0) {
      return rows[at];
    }
    hashes[at] = hash;
    rows[at] = (int) row;
    size++;
    return 0;
  }

  private void grow() {
    long[] before = hashes;
    int[] rowsBefore = rows;
    hashes = new long[before.length * 2];
    rows = new int[before.length * 2];
    for (int i = 0; i < before.length; i++) {
      if (before[i] != 0) {
        int at = place(before[i]);
        hashes[at] = before[i];
        rows[at] = rowsBefore[i];
      }
    }
  }

  /** Returns where the hash is, or where it goes. */
  private int place(long hash) {
    int at = (int) hash & hashes.length - 1;
    while (hashes[at] != 0 && hashes[at] != hash) {
      at = at + 1 & hashes.length - 1;
    }
    return at;
  }

  private long hash(String column, String key) {
    long hash = mix(secret ^ column.hashCode());
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
      hash ^= hash >>> 29;
    }
    long mixed = mix(hash);
    return mixed == 0 ? 1 : mixed;
  }

  private static long mix(long given) {
    long z = (given ^ given >>> 33) * 0xFF51AFD7ED558CCDL;
    z = (z ^ z >>> 33) * 0xC4CEB9FE1A85EC53L;
    return z ^ z >>> 33;
  }
}
