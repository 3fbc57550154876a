package com.mas.proof;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Names bytes by what they are, as IPFS does: CIDv1 under the profile {@code unixfs-v1-2025} (raw leaves of 1 MiB, 1024
 * links at a node, SHA-256). Another profile gives other names to the same bytes; these compare with their like only.
 */
public final class Cid {
  static final int CHUNK = 1 << 20;
  private static final int WIDTH = 1024;
  private static final int RAW = 0x55;
  private static final int DAG_PB = 0x70;
  private static final int SHA2_256 = 0x12;
  private static final int DIGEST_BYTES = 32;
  static final int BYTES_OF_NAME = 4 + DIGEST_BYTES;
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  /** The value of a UnixFS node's first field that makes it a file. */
  private static final int FILE = 2;

  /**
   * Part of a file under a name of its own.
   *
   * @param content bytes of the file in it
   * @param stored bytes of its block and of all blocks below
   */
  private record Node(byte[] cid, long content, long stored) {}

  private Cid() {}

  public static String of(byte[] bytes) {
    try {
      return of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads to the end, and keeps one chunk of it at a time. */
  public static String of(InputStream in) throws IOException {
    List<Node> level = new ArrayList<>();
    for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0 || level.isEmpty(); chunk = in.readNBytes(CHUNK)) {
      level.add(new Node(cid(RAW, chunk), chunk.length, chunk.length));
    }
    while (level.size() > 1) {
      List<Node> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += WIDTH) {
        above.add(parent(level.subList(i, Math.min(level.size(), i + WIDTH))));
      }
      level = above;
    }
    return Multibase.base32(level.getFirst().cid);
  }

  /** Returns the name of a file of one block, as bytes. */
  static byte[] leaf(byte[] block) {
    return cid(RAW, block);
  }

  private static byte[] cid(int codec, byte[] block) {
    byte[] cid = new byte[BYTES_OF_NAME];
    cid[0] = 1;
    cid[1] = (byte) codec;
    cid[2] = SHA2_256;
    cid[3] = DIGEST_BYTES;
    System.arraycopy(Sha256.of(block), 0, cid, 4, DIGEST_BYTES);
    return cid;
  }

  private static Node parent(List<Node> children) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    long content = children.stream().mapToLong(Node::content).sum();
    number(data, 1, FILE);
    number(data, 3, content);
    long below = 0;
    for (Node child : children) {
      ByteArrayOutputStream link = new ByteArrayOutputStream();
      field(link, 1, child.cid);
      field(link, 2, new byte[0]); // the name, which is empty and there
      number(link, 3, child.stored);
      field(block, 2, link.toByteArray());
      number(data, 4, child.content);
      below += child.stored;
    }
    field(block, 1, data.toByteArray()); // links stand first, against the order of their numbers
    byte[] bytes = block.toByteArray();
    return new Node(cid(DAG_PB, bytes), content, below + bytes.length);
  }

  private static void field(ByteArrayOutputStream to, int number, byte[] bytes) {
    varint(to, (long) number << 3 | BYTES);
    varint(to, bytes.length);
    to.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream to, int number, long value) {
    varint(to, (long) number << 3 | VARINT);
    varint(to, value);
  }

  static void varint(ByteArrayOutputStream to, long value) {
    long rest = value;
    for (; rest > 0x7F; rest >>>= 7) {
      to.write((int) (rest & 0x7F | 0x80));
    }
    to.write((int) rest);
  }
}
