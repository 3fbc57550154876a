package com.mas.proof;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tree of hashes as RFC 6962 has it: leaves and nodes are hashed under different prefixes, so that no node passes for
 * a leaf, and the odd one of a level moves up as it is. Immutable.
 */
public final class MerkleTree {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /** Hashes by level, the leaves first; the last level has the root alone. */
  private final List<List<byte[]>> levels = new ArrayList<>();

  private MerkleTree(List<byte[]> leaves) {
    List<byte[]> level = leaves;
    levels.add(level);
    while (level.size() > 1) {
      List<byte[]> above = new ArrayList<>(level.size() / 2 + 1);
      for (int i = 0; i < level.size(); i += 2) {
        above.add(i + 1 < level.size() ? node(level.get(i), level.get(i + 1)) : level.get(i));
      }
      levels.add(above);
      level = above;
    }
  }

  /** @param leaves hashes by {@link #leaf}, one at the least */
  public static MerkleTree of(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree has leaves");
    }
    return new MerkleTree(List.copyOf(leaves));
  }

  /** Returns the hash of what a leaf stands for. */
  public static byte[] leaf(byte[] data) {
    MessageDigest sha = Sha256.digest();
    sha.update(LEAF);
    return sha.digest(data);
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest sha = Sha256.digest();
    sha.update(NODE);
    sha.update(left);
    return sha.digest(right);
  }

  public byte[] root() {
    return levels.getLast().getFirst().clone();
  }

  public int size() {
    return levels.getFirst().size();
  }

  /** Returns the hashes beside the way from a leaf to the root, the lowest first. */
  public List<byte[]> path(int index) {
    List<byte[]> path = new ArrayList<>();
    int at = index;
    for (List<byte[]> level : levels.subList(0, levels.size() - 1)) {
      int beside = at ^ 1;
      if (beside < level.size()) {
        path.add(level.get(beside));
      }
      at >>= 1;
    }
    return path;
  }

  /**
   * Returns whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2).
   *
   * @param leaf hash by {@link #leaf}
   * @param size leaves of the tree
   */
  public static boolean verifies(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long at = index;
    long last = size - 1;
    byte[] hash = leaf;
    for (byte[] beside : path) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = node(beside, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = node(hash, beside);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && MessageDigest.isEqual(hash, root);
  }

  /**
   * Returns on which side of the way each hash of a path stands.
   *
   * @return true: to the left
   */
  public static boolean[] sides(long index, long size) {
    boolean[] left = new boolean[Long.SIZE];
    int length = 0;
    long at = index;
    for (long last = size - 1; last > 0; last >>= 1) {
      if ((at & 1) == 1 || at < last) {
        left[length++] = (at & 1) == 1;
      }
      at >>= 1;
    }
    return Arrays.copyOf(left, length);
  }
}
