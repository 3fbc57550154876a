package com.mas.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the vectors of Certificate Transparency, and laws over trees of all small sizes. */
class MerkleTreeTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final List<byte[]> LEAVES = Stream.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
      "606162636465666768696a6b6c6d6e6f").map(HEX::parseHex).map(MerkleTree::leaf).toList();
  private static final List<String> ROOTS = List.of(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static List<String> path(int leaf, int size) {
    return MerkleTree.of(LEAVES.subList(0, size)).path(leaf).stream().map(HEX::formatHex).toList();
  }

  @Test
  void rootsAreThoseOfTheStandardsVectors() {
    for (int size = 1; size <= LEAVES.size(); size++) {
      assertEquals(ROOTS.get(size - 1), HEX.formatHex(MerkleTree.of(LEAVES.subList(0, size)).root()));
    }
  }

  @Test
  void pathsAreThoseOfTheStandardsVectors() {
    assertEquals(List.of(), path(0, 1));
    assertEquals(List.of("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"), path(0, 8));
    assertEquals(List.of("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"), path(5, 8));
    assertEquals(List.of("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"), path(2, 3));
    assertEquals(List.of("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"), path(1, 5));
  }

  @Test
  void everyPathLeadsToItsRootAndNowhereElse() {
    Random random = new Random(6962);
    for (int size = 1; size <= 40; size++) {
      List<byte[]> leaves = IntStream.range(0, size).mapToObj(i -> MerkleTree.leaf(new byte[] {(byte) i})).toList();
      MerkleTree tree = MerkleTree.of(leaves);
      for (int i = 0; i < size; i++) {
        List<byte[]> path = tree.path(i);
        assertTrue(MerkleTree.verifies(leaves.get(i), i, size, path, tree.root()), i + " of " + size);
        assertEquals(path.size(), MerkleTree.sides(i, size).length);
        assertArrayEquals(tree.root(), walked(leaves.get(i), path, MerkleTree.sides(i, size)));
        assertFalse(MerkleTree.verifies(leaves.get(i), size == 1 ? 1 : (i + 1) % size, size, path, tree.root()));
        assertFalse(MerkleTree.verifies(MerkleTree.leaf(new byte[] {1, 2}), i, size, path, tree.root()));
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(new byte[32]);
        assertFalse(MerkleTree.verifies(leaves.get(i), i, size, longer, tree.root()));
        if (!path.isEmpty()) {
          List<byte[]> changed = new ArrayList<>(path.stream().map(byte[]::clone).toList());
          changed.get(random.nextInt(changed.size()))[random.nextInt(32)] ^= 1;
          assertFalse(MerkleTree.verifies(leaves.get(i), i, size, changed, tree.root()));
          assertFalse(MerkleTree.verifies(leaves.get(i), i, size, path.subList(1, path.size()), tree.root()));
        }
      }
    }
  }

  /** Walks as somebody does who knows the sides alone. */
  private static byte[] walked(byte[] leaf, List<byte[]> path, boolean[] left) {
    byte[] hash = leaf;
    for (int i = 0; i < left.length; i++) {
      hash = left[i] ? MerkleTree.node(path.get(i), hash) : MerkleTree.node(hash, path.get(i));
    }
    return hash;
  }
}
