package com.mas.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the bytes of the bodies that are being read or bound. Nobody takes it all: each address has a share, and a
 * reserve is for bodies of up to {@link #SMALL} bytes, which large ones cannot take. Small ones that the reserve has no
 * room for take of the rest. Of one event loop.
 */
public final class BodyBudget {
  static final int SMALL = 64 << 10;
  static final long RESERVE = 8 << 20;
  /** Bytes that each body counts beside its own: a client may begin many and send nothing. */
  static final int EACH = 1 << 10;
  private static final int LARGEST_AT_ONCE = 6;
  private static final int SHARES_OF_RESERVE = 8;

  private final long most;
  private final long share;
  private final Map<String, Tally> tallies = new HashMap<>();
  private long inReserve;
  private long inRest;

  /** @param largest body that the server takes, in bytes; an address may have one of it, and the node six */
  BodyBudget(long largest) {
    this.share = largest + SMALL;
    this.most = LARGEST_AT_ONCE * share;
  }

  /** Counts the bodies of one address. */
  private static final class Tally {
    private int bodies;
    private long inReserve;
    private long inRest;
  }

  /**
   * Begins to count a body, which takes no room yet.
   *
   * @param address of the client, or of its network
   * @param announced length in bytes, 0 if it is not known
   */
  Held begin(String address, long announced) {
    Tally tally = tallies.computeIfAbsent(address, each -> new Tally());
    tally.bodies++;
    return new Held(address, tally, announced > SMALL);
  }

  /** One body. Whoever begins it releases it. */
  public final class Held {
    private final String address;
    private final Tally tally;
    private boolean large;
    private boolean over;
    private long counted;

    private Held(String address, Tally tally, boolean large) {
      this.address = address;
      this.tally = tally;
      this.large = large;
    }

    /** Counts more bytes of it, maybe none, and once {@link #EACH}. False when there is no room for them. */
    public boolean add(int bytes) {
      long more = counted == 0 ? bytes + EACH : bytes;
      if (!large && !(counted + more <= SMALL + EACH && inReserve + more <= RESERVE
          && tally.inReserve + more <= RESERVE / SHARES_OF_RESERVE)) {
        more += counted;
        take(-counted);
        large = true;
      }
      if (large && (inRest + more > most || tally.inRest + more > share)) {
        return false;
      }
      take(more);
      return true;
    }

    private void take(long bytes) {
      counted += bytes;
      if (large) {
        inRest += bytes;
        tally.inRest += bytes;
      } else {
        inReserve += bytes;
        tally.inReserve += bytes;
      }
    }

    /** Gives back all that was counted; a second time does nothing. */
    public void release() {
      if (!over) {
        over = true;
        take(-counted);
        tally.bodies--;
        if (tally.bodies == 0) {
          tallies.remove(address);
        }
      }
    }
  }
}
