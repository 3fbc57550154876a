package com.mas.sandbox.graphy;

/** Chance without memory: the same question always gets the same answer, in every process. */
final class Dice {
  private static final long SEED = 0x6d61732d73616e64L;

  private Dice() {}

  /** A number in [0, bound) that depends on nothing but the three keys; evenly spread. */
  static int roll(int bound, long who, long what, long why) {
    long z = mix(mix(mix(SEED + who) + what) + why);
    return (int) Long.remainderUnsigned(z, bound);
  }

  // SplitMix64: neighbours in, strangers out
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
