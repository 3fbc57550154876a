package com.mas.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Files of one server below the data folder: its data, {@code server.log} of this run and of the one before, and {@code
 * lock}, {@code port} and {@code password}. Claimed by one process at a time.
 */
final class ServerFolder implements AutoCloseable {
  private static final int SECRET_BYTES = 24;
  private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(10);
  /** Below the range from which Linux takes ports for outgoing connections, so that a kept port stays free. */
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;

  /** Closing any channel on a locked file drops the JVM's lock on it, so a second claim must not even open the file. */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;
  private final RunAs account;

  private ServerFolder(Path path, FileChannel lock, RunAs account) {
    this.path = path;
    this.lock = lock;
    this.account = account;
  }

  /** @param escape the setting that makes do without this folder, for the message when another process has it */
  static ServerFolder claim(Path folder, String escape) throws IOException {
    Files.createDirectories(folder);
    Path path = folder.toRealPath();
    if (!CLAIMED.add(path)) {
      throw inUse(path, ProcessHandle.current().pid() + " (this one)", escape);
    }
    FileChannel lock = null;
    try {
      lock = FileChannel.open(path.resolve("lock"),
          StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        ByteBuffer owner = ByteBuffer.allocate(20);
        lock.read(owner, 0);
        String pid = new String(owner.array(), 0, owner.position(), StandardCharsets.US_ASCII).strip();
        throw inUse(path, pid.isEmpty() ? "(just starting)" : pid, escape);
      }
      lock.truncate(0);
      lock.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      RunAs account = RunAs.ownerOf(path);
      account.handOver(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      return new ServerFolder(path, lock, account);
    } catch (IOException | RuntimeException e) {
      if (lock != null) {
        lock.close();
      }
      CLAIMED.remove(path);
      throw e;
    }
  }

  private static IOException inUse(Path path, String owner, String escape) {
    return new IOException(path + " is in use by process " + owner + "; stop it or set " + escape);
  }

  RunAs account() {
    return account;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  Path log() {
    return resolve("server.log");
  }

  /** Begins a new log; the last run's is kept beside it, so that neither grows for ever. */
  void turnLog() throws IOException {
    if (Files.exists(log())) {
      Files.move(log(), resolve("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(log());
    account.handOver(path);
  }

  /** The port of the last start if it is still free, else a random free one. */
  int choosePort() throws IOException {
    Path file = resolve("port");
    if (Files.exists(file)) {
      String kept = Files.readString(file).strip();
      if (kept.matches("\\d{4,5}") && isFree(Integer.parseInt(kept))) {
        return Integer.parseInt(kept);
      }
    }
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no free port between " + FIRST_PORT + " and " + LAST_PORT);
  }

  void keepPort(int port) throws IOException {
    write("port", port + "\n");
  }

  static boolean isFree(int port) {
    if (port > 0xFFFF) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The server's password, made at the first call: 192 random bits in hexadecimal, readable by the account only. */
  String password() throws IOException {
    Path file = resolve("password");
    if (!Files.exists(file)) {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      write("password", HexFormat.of().formatHex(secret) + "\n");
    }
    return Files.readString(file).strip();
  }

  /** Replaces a small file as a whole, readable by the account only. */
  void write(String name, String content) throws IOException {
    Path unfinished = resolve(name + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      file.write(StandardCharsets.UTF_8.encode(content));
      file.force(true); // a password lost in a power cut would lock us out of the data
    }
    Files.move(unfinished, resolve(name), StandardCopyOption.ATOMIC_MOVE);
    account.handOver(path);
  }

  /**
   * Removes the children whose names begin so. Whoever made them may have been killed a moment ago, and its own
   * children may be writing, or tidying up, still: so it is tried until it works.
   */
  void removeAll(String prefix) throws IOException {
    List<Path> doomed;
    try (Stream<Path> children = Files.list(path)) {
      doomed = children.filter(child -> child.getFileName().toString().startsWith(prefix)).toList();
    }
    for (Path child : doomed) {
      if (!ChildProcess.await(REMOVAL_LIMIT, () -> isRemoved(child))) {
        throw new IOException("cannot remove " + child + ": remove it");
      }
    }
  }

  private static boolean isRemoved(Path tree) {
    try {
      Binaries.delete(tree);
      return true;
    } catch (IOException | UncheckedIOException changing) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
    CLAIMED.remove(path);
  }
}
