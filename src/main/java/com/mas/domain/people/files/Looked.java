package com.mas.domain.people.files;

import com.mas.domain.people.files.Pictures.Size;
import com.mas.domain.people.files.TypeRules.Verdict;
import com.mas.module.FileKind;
import com.mas.module.FileType;
import com.mas.outbound.store.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/**
 * Looks at an object, block by block: what it is, whether its kind takes it, its hash, and a small picture of it.
 *
 * @param found null when it is refused
 * @param refusal for a person; null when it is taken
 */
record Looked(Found found, String refusal) {
  private static final int BLOCK = 4 << 20;
  /** Bytes of a picture of which a small one is made. */
  private static final long MOST_PICTURE = 32L << 20;

  /** Runs what takes processor time beside the virtual threads. */
  interface Aside {
    <T> T run(Callable<T> work);
  }

  /**
   * @param name with an ending that its bytes deserve
   * @param width null but for pictures, as {@code height}
   * @param picture null where there is none
   */
  record Found(FileType type, String name, long bytes, String sha256, Integer width, Integer height, byte[] picture) {}

  private static Looked no(String refusal) {
    return new Looked(null, refusal);
  }

  static Looked at(ObjectStore store, String key, String name, FileKind kind, Aside aside) {
    OptionalLong told = store.size(key);
    if (told.isEmpty()) {
      return no("Its bytes are not there. Upload the file again.");
    }
    long size = told.getAsLong();
    if (size > kind.mostBytes()) {
      return no("The file has " + size + " bytes; at most " + kind.mostBytes() + " are taken.");
    }
    byte[] head = store.read(key, 0, TypeRules.HEAD);
    long from = Math.max(0, size - TypeRules.TAIL);
    byte[] tail = from == 0 && head.length == size ? head : store.read(key, from, TypeRules.TAIL);
    Verdict verdict = aside.run(() -> TypeRules.judge(head, tail, size, kind.types()));
    if (verdict.type() == null) {
      return no(verdict.refusal());
    }
    Size points = Pictures.size(verdict.type(), head);
    if (verdict.type().isImage() && (points == null || points.points() < 1)) {
      return no("The picture does not tell its size; it is broken. Save it again.");
    }
    if (points != null && points.points() > Pictures.MOST_POINTS) {
      return no("The picture has " + points.width() + " × " + points.height() + " points; at most "
          + Pictures.MOST_POINTS / 1_000_000 + " million are taken. Make it smaller.");
    }
    return whole(store, key, name, size, verdict.type(), head, points, aside);
  }

  private static Looked whole(ObjectStore store, String key, String name, long size, FileType type, byte[] head,
      Size points, Aside aside) {
    boolean pictured = points != null && size <= MOST_PICTURE;
    Path copy = pictured ? temporary() : null;
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      try (OutputStream out = pictured ? Files.newOutputStream(copy) : OutputStream.nullOutputStream()) {
        for (long at = 0; at < size;) {
          byte[] block = store.read(key, at, BLOCK);
          if (block.length == 0) {
            return no("Its bytes are not all there. Upload the file again.");
          }
          at += block.length;
          aside.run(() -> {
            hash.update(block);
            out.write(block);
            return null;
          });
        }
      }
      byte[] picture = pictured ? aside.run(() -> Pictures.small(type, copy, head)) : null;
      return new Looked(new Found(type, NameRules.of(name, type), size, HexFormat.of().formatHex(hash.digest()),
          points == null ? null : points.width(), points == null ? null : points.height(), picture), null);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      discard(copy);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("mas-picture-", ".part");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void discard(Path copy) {
    try {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
