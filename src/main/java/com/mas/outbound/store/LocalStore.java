package com.mas.outbound.store;

import com.mas.bus.Failure;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Client.Listed;
import com.mas.outbound.s3.S3Client.Listing;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.s3.S3Place;
import com.mas.outbound.s3.SigV4;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder: {@code objects/<key>}, {@code uploads/<id>/<number>.<md5>} with the parts that wait, and {@code arriving}
 * with what is not acknowledged yet. Any number of processes may use it at a time.
 */
public final class LocalStore implements ObjectStore {
  /** Name of the bucket that the folder is, for those who ask it over HTTP. */
  public static final String BUCKET = "files";
  /** Path below which nodes serve it. */
  public static final String MOUNT = "/s3/";
  /** Region in which its addresses are signed. */
  public static final String REGION = "local";
  /** Stands in an address for the host, where a node does not know by which name it is reached. */
  public static final String ANY_HOST = "files.invalid";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final Pattern UPLOAD = Pattern.compile("[0-9a-f-]{36}");
  private static final Pattern PART = Pattern.compile("(\\d{5})\\.([0-9a-f]{32})");
  private static final int DEEPEST = 8;
  private static final int BLOCK = 1 << 20;

  private final Path objects;
  private final Path uploads;
  private final Path arriving;
  private final SigV4.Keys keys;
  private final S3Place open;

  private LocalStore(Path folder, SigV4.Keys keys, String publicUrl) {
    this.objects = folder.resolve("objects");
    this.uploads = folder.resolve("uploads");
    this.arriving = folder.resolve("arriving");
    this.keys = keys;
    this.open = new S3Place((publicUrl.isEmpty() ? "http://" + ANY_HOST : publicUrl) + "/s3", REGION, BUCKET, true);
  }

  /**
   * Opens a folder, and makes it where it is not there.
   *
   * @param publicUrl by which browsers reach the server, without a slash at its end; empty: addresses have no host
   */
  public static LocalStore open(Path folder, String publicUrl) {
    try {
      // other accounts of the machine read no uploads: nothing below a folder that they cannot enter
      var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      for (String name : List.of("objects", "uploads", "arriving")) {
        Files.createDirectories(folder.resolve(name), ownerOnly);
      }
      String[] key = key(folder.resolve("key")).split("\\s+");
      return new LocalStore(folder, SigV4.Keys.of(key[0], key[1]), publicUrl);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder for files, " + folder + ", cannot be used", e);
    }
  }

  /** Reads the folder's id and secret, or makes them; of several nodes that do so at once, one wins. */
  private static String key(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      Path made = Files.createTempFile(file.getParent(), "key", ".new"); // its owner alone may read it
      Files.writeString(made, UUID.randomUUID() + " " + HexFormat.of().formatHex(secret) + "\n");
      try {
        Files.createLink(file, made);
      } catch (FileAlreadyExistsException another) {
        // was quicker
      } finally {
        Files.delete(made);
      }
    }
    return Files.readString(file).strip();
  }

  /** Returns who signs addresses of this folder, and recognizes them. */
  public SigV4 signer() {
    return SigV4.s3(keys, REGION);
  }

  /** Returns the name of a file that nobody else has; it is put somewhere, or deleted, by whoever asked. */
  public Path arriving() {
    return arriving.resolve(UUID.randomUUID().toString());
  }

  /** Makes an object of a file that has arrived; one of the same key is replaced. */
  public void put(String key, Path arrived) {
    Path target = file(key);
    run(() -> {
      Files.createDirectories(target.getParent());
      move(arrived, target);
      return null;
    });
  }

  /** Takes a file that has arrived as a part; false when there is no such upload (any more). */
  public boolean putPart(String key, String upload, int number, String md5, Path arrived) {
    Path folder = folder(key, upload);
    return folder != null && run(() -> {
      String name = "%05d.%s".formatted(number, md5);
      try {
        move(arrived, folder.resolve(name));
      } catch (NoSuchFileException aborted) {
        return false;
      }
      for (Path other : Walk.files(folder)) { // those of the same number that it takes the place of
        String its = other.getFileName().toString();
        if (its.startsWith(name.substring(0, 6)) && !its.equals(name)) {
          Files.deleteIfExists(other);
        }
      }
      return true;
    });
  }

  /** Returns the file of an object; empty where there is none. */
  public Optional<Path> find(String key) {
    Path file = file(key);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
  }

  /** Returns bytes that are free on the disk. */
  public long free() {
    return objects.toFile().getUsableSpace();
  }

  /** Deletes what has been arriving since before; nobody waits for it any more. */
  public int sweep(Instant before) {
    return run(() -> {
      int deleted = 0;
      for (Path each : Walk.files(arriving)) {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          empty(each);
          deleted += Files.deleteIfExists(each) ? 1 : 0;
        }
      }
      return deleted;
    });
  }

  @Override
  public String begin(String key) {
    file(key);
    String upload = UUID.randomUUID().toString();
    return run(() -> {
      Path made = Files.createDirectory(arriving.resolve(upload));
      Files.writeString(made.resolve("key"), key);
      Files.move(made, uploads.resolve(upload), StandardCopyOption.ATOMIC_MOVE);
      return upload;
    });
  }

  @Override
  public Optional<List<Part>> parts(String key, String upload) {
    Path folder = folder(key, upload);
    return folder == null ? Optional.empty() : run(() -> {
      TreeMap<Integer, Path> newest = new TreeMap<>();
      for (Path each : Walk.files(folder)) {
        Matcher name = PART.matcher(each.getFileName().toString());
        if (name.matches()) { // two of one number are there for a moment, or for ever after a kill
          newest.merge(Integer.valueOf(name.group(1)), each, (one, other) -> age(one) >= age(other) ? one : other);
        }
      }
      List<Part> parts = new ArrayList<>();
      for (Map.Entry<Integer, Path> each : newest.entrySet()) {
        parts.add(new Part(each.getKey(), each.getValue().getFileName().toString().substring(6),
            Files.size(each.getValue())));
      }
      return Optional.of(List.copyOf(parts));
    });
  }

  private static long age(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException gone) {
      return Long.MIN_VALUE;
    }
  }

  @Override
  public boolean complete(String key, String upload, List<Part> parts) {
    Path folder = folder(key, upload);
    return folder != null && run(() -> {
      Path whole = arriving();
      try {
        try (FileChannel out = FileChannel.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          for (Part part : parts) {
            try (FileChannel in = FileChannel.open(folder.resolve("%05d.%s".formatted(part.number(), part.etag())))) {
              for (long at = 0, size = in.size(); at < size;) {
                at += in.transferTo(at, Math.min(size - at, PART_BYTES), out);
              }
            }
          }
          out.force(true);
        }
        put(key, whole);
      } catch (NoSuchFileException done) { // by another attempt, at the same moment
        return !Files.exists(folder) && find(key).isPresent();
      } finally {
        Files.deleteIfExists(whole);
      }
      discard(folder);
      return true;
    });
  }

  @Override
  public void abort(String key, String upload) {
    Path folder = folder(key, upload);
    if (folder != null) {
      run(() -> {
        discard(folder);
        return null;
      });
    }
  }

  @Override
  public Part putPart(String key, String upload, int number, byte[] bytes) {
    String md5 = Walk.md5(bytes);
    if (!putPart(key, upload, number, md5, written(bytes))) {
      throw Failure.NOT_FOUND.with("There is no such upload.");
    }
    return new Part(number, md5, bytes.length);
  }

  @Override
  public void put(String key, byte[] bytes) {
    put(key, written(bytes));
  }

  @Override
  public OptionalLong size(String key) {
    return run(() -> {
      try {
        return find(key).isPresent() ? OptionalLong.of(Files.size(file(key))) : OptionalLong.empty();
      } catch (NoSuchFileException gone) {
        return OptionalLong.empty();
      }
    });
  }

  @Override
  public byte[] read(String key, long from, int bytes) {
    Path file = find(key).orElseThrow(() -> Failure.NOT_FOUND.with("There is no such object."));
    return run(() -> {
      try (FileChannel in = FileChannel.open(file)) {
        ByteBuffer read = ByteBuffer.allocate(Math.clamp(in.size() - from, 0, Math.min(bytes, PART_BYTES)));
        while (read.hasRemaining() && in.read(read, from + read.position()) > 0) {
          // until all of it is there
        }
        byte[] got = new byte[read.flip().remaining()];
        read.get(got);
        return got;
      }
    });
  }

  @Override
  public void delete(String key) {
    Path file = file(key);
    run(() -> Files.deleteIfExists(file));
  }

  @Override
  public Listing list(String after) {
    return run(() -> {
      List<Listed> found = new ArrayList<>();
      Walk.collect(objects, "", after, found);
      boolean more = found.size() > S3Client.PAGE;
      List<Listed> page = more ? found.subList(0, S3Client.PAGE) : found;
      return new Listing(List.copyOf(page), more ? page.getLast().key() : "");
    });
  }

  @Override
  public String address(String method, String key, Map<String, String> query, Instant now, Duration valid) {
    String address = S3Client.presign(open, keys, method, key, query, now, valid);
    return address.startsWith("http://" + ANY_HOST) ? address.substring(7 + ANY_HOST.length()) : address;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String identity() {
    return keys.id();
  }

  /** Fails with INVALID for a key that could lead anywhere else. */
  private Path file(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length > DEEPEST || !Stream.of(parts).allMatch(each -> KEY.matcher(each).matches())) {
      throw Failure.INVALID.with("The key of an object has letters, digits, dots, dashes and slashes.");
    }
    return objects.resolve(key);
  }

  /** Returns the folder of an upload of this key; null where there is none. */
  private Path folder(String key, String upload) {
    if (!UPLOAD.matcher(upload).matches()) {
      return null;
    }
    Path folder = uploads.resolve(upload);
    return run(() -> {
      try {
        return Files.readString(folder.resolve("key")).equals(key) ? folder : null;
      } catch (NoSuchFileException none) {
        return null;
      }
    });
  }

  private Path written(byte[] bytes) {
    Path file = arriving();
    return run(() -> {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          out.write(left.slice(left.position(), Math.min(BLOCK, left.remaining())));
          left.position(Math.min(left.limit(), left.position() + BLOCK));
        }
        out.force(true);
      }
      return file;
    });
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Takes the folder away at once, so that half of it is never found; then its files. */
  private void discard(Path folder) throws IOException {
    Path gone = arriving();
    try {
      Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException already) {
      return;
    }
    empty(gone);
    Files.deleteIfExists(gone);
  }

  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      for (Path each : Walk.files(folder)) {
        Files.deleteIfExists(each);
      }
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T run(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder for files failed", e);
    }
  }
}
