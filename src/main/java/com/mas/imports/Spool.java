package com.mas.imports;

import com.mas.imports.FileRules.Format;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/** The file of an import, fetched from the database onto this node's disk for as long as it is read. */
final class Spool implements Closeable {
  private static final String PREFIX = "mas-import-";
  /** Files of this age were left by a process that was killed. */
  private static final Duration LEFT = Duration.ofHours(2);

  private final Path file;
  private final byte[] head;
  private final boolean utf8;
  private final boolean isProtected;

  private Spool(Path file, byte[] head, boolean utf8, boolean isProtected) {
    this.file = file;
    this.head = head;
    this.utf8 = utf8;
    this.isProtected = isProtected;
  }

  /** Fetches it part by part. Call on a virtual thread. */
  static Spool fetch(ImportRepository files, UUID id, int parts) throws IOException {
    sweep();
    Path file = Files.createTempFile(PREFIX, ".part");
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] head = new byte[0];
      Utf8 utf8 = new Utf8();
      boolean isProtected = false;
      Format format = Format.TEXT;
      for (int number = 0; number < parts; number++) {
        byte[] part = files.part(id, number);
        if (number == 0) {
          head = Arrays.copyOf(part, Math.min(part.length, FileRules.HEAD));
          format = FileRules.format(head);
        }
        utf8.look(part);
        isProtected |= format == Format.OLE && FileRules.isProtected(part);
        out.write(part);
      }
      return new Spool(file, head, utf8.isValid(), isProtected);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  Path file() {
    return file;
  }

  byte[] head() {
    return head;
  }

  /** Returns whether all of it is valid UTF-8. */
  boolean isUtf8() {
    return utf8;
  }

  boolean isProtected() {
    return isProtected;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }

  private static void sweep() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*.part")) {
      for (Path each : left) {
        if (Files.getLastModifiedTime(each).toMillis() < System.currentTimeMillis() - LEFT.toMillis()) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Validates bytes as they come; a character may be cut between two parts. */
  private static final class Utf8 {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer chars = CharBuffer.allocate(8 << 10);
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean valid = true;

    void look(byte[] part) {
      if (!valid) {
        return;
      }
      ByteBuffer bytes = ByteBuffer.allocate(rest.remaining() + part.length).put(rest).put(part).flip();
      while (valid) {
        chars.clear();
        var result = decoder.decode(bytes, chars, false);
        valid = !result.isError();
        if (result.isUnderflow()) {
          break;
        }
      }
      rest = bytes.slice();
    }

    boolean isValid() {
      return valid && !rest.hasRemaining();
    }
  }
}
