package com.mas.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own, for when no {@code DATABASE_URL} is set. Its data stay below the data folder between starts
 * and survive a {@code kill -9} of this process or of the server. It stops with this process.
 */
public final class EmbeddedPostgres extends EmbeddedServer {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final String VERSION = "18.6.0";
  private static final String MAJOR = "18";
  private static final String PROGRAM = "postgres";
  private static final String ESCAPE = "DATABASE_URL";
  /** Begins the name of a database that is being made, or was when its maker was killed. */
  private static final String UNFINISHED = "data.unfinished-";
  private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
  private static final String PID_FILE = "postmaster.pid";
  private static final int LONGEST_PID_FILE = 16 << 10;
  /** More than Linux ever gives. */
  private static final int NO_PID = Integer.MAX_VALUE;
  private static final Duration PID_FILE_LIMIT = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  /** Fast shutdown, then immediate shutdown, which leaves the log to be replayed. */
  private static final String[] STOP_SIGNALS = {"INT", "QUIT"};

  /** Settings for a small server with a solid-state disk; nothing here weakens durability. */
  private static final List<String> SETTINGS = List.of(
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "max_connections=200",
      "shared_buffers=256MB",
      "effective_cache_size=1GB",
      "random_page_cost=1.1",
      "max_wal_size=2GB",
      "checkpoint_timeout=15min",
      "jit=off",
      "timezone=UTC",
      "log_timezone=UTC",
      "log_checkpoints=off",
      "log_min_messages=log", // a statement's errors go to its client; here they would only pile up, with personal data
      "log_min_error_statement=panic");

  /** Settings for data that need not outlive the process. */
  private static final List<String> FLEETING = List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");

  private final String url;

  private EmbeddedPostgres(ServerFolder folder, Keeper keeper) throws IOException {
    super("PostgreSQL", folder, keeper, STOP_SIGNALS);
    this.url = "postgresql://postgres:" + folder.password() + "@127.0.0.1:" + port() + "/postgres";
  }

  /**
   * Starts the server on {@code dataFolder/postgres}, making the database there at the first start, and returns when it
   * accepts connections.
   *
   * @param port 0: the port of the last start, or a random one when that is taken
   * @throws IOException saying what to do about it: another process has the folder, the port is taken, the data are of
   *     another major version, or the server did not start
   */
  public static EmbeddedPostgres start(Path dataFolder, int port) throws IOException {
    return start(dataFolder, port, dataFolder.resolve("bin"), true);
  }

  /**
   * Starts as {@link #start(Path, int)} does.
   *
   * @param binaries where the programs are unpacked; may be shared by many data folders and processes
   * @param durable false: faster, and the data may be lost with the machine
   */
  public static EmbeddedPostgres start(Path dataFolder, int port, Path binaries, boolean durable) throws IOException {
    long begin = System.nanoTime();
    String machine = Binaries.machine(ESCAPE).equals("arm64") ? "arm_64" : "x86_64";
    Path home = Binaries.archive("postgres-linux-" + machine + ".txz",
        binaries.toAbsolutePath().resolve("postgres-" + VERSION)).toRealPath();
    ServerFolder folder = ServerFolder.claim(dataFolder.resolve("postgres"), ESCAPE);
    try {
      Path data = folder.resolve("data");
      String found = Files.exists(data) ? stopLeftover(data) : initialise(home, folder, data);
      List<String> settings = new ArrayList<>(SETTINGS);
      if (!durable) {
        settings.addAll(FLEETING);
      }
      Keeper.Again start = wished -> Launch.of(folder, wished, STOP_SIGNALS[0],
          chosen -> command(home, data, chosen, settings), (child, chosen) -> saysReady(data, child.pid()));
      Launch launch = start.launch(port);
      EmbeddedPostgres started = new EmbeddedPostgres(folder, new Keeper("PostgreSQL", launch, wished -> {
        stopLeftover(data);
        return start.launch(wished);
      }));
      log.info("PostgreSQL {} ready on port {} in {} ms: {}; process {}{}", VERSION, launch.port(),
          (System.nanoTime() - begin) / 1_000_000, found, launch.child().pid(),
          ChildProcess.diesWithUs() ? "" : ", which may outlive a kill -9 as there is no setpriv here");
      return started;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw new IOException("embedded PostgreSQL: " + e.getMessage(), e);
    }
  }

  private static List<String> command(Path home, Path data, int port, List<String> settings) {
    List<String> command = new ArrayList<>(
        List.of(home.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  private static String initialise(Path home, ServerFolder folder, Path data) throws IOException {
    folder.removeAll(UNFINISHED);
    Path unfinished = folder.resolve(UNFINISHED + ProcessHandle.current().pid());
    folder.password();
    folder.turnLog();
    ChildProcess initdb = ChildProcess.start(List.of(home.resolve("bin/initdb").toString(),
        "-D", unfinished.toString(), "-U", "postgres", "-A", "scram-sha-256",
        "--pwfile", folder.resolve("password").toString(),
        "-c", "scram_iterations=1", // stretching is for passwords that people choose, not for 192 random bits
        "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        folder.account(), "TERM", folder.log());
    if (!ChildProcess.await(INITDB_LIMIT, () -> !initdb.isAlive())) {
      initdb.stop(STOP_PATIENCE, "TERM");
    }
    if (initdb.exitCode() != 0) {
      throw new IOException("initdb failed with code " + initdb.exitCode() + ":\n" + Files.readString(folder.log()));
    }
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    return "new data";
  }

  /** Clears the way on data that exist: what a killed owner left running, or a pid file that would mislead. */
  private static String stopLeftover(Path data) throws IOException {
    String major = Files.readString(data.resolve("PG_VERSION")).strip();
    if (!major.equals(MAJOR)) {
      throw new IOException(data + " was written by PostgreSQL " + major + " and this build carries " + MAJOR
          + ": dump it with the old build and restore it, or move it away");
    }
    Path pidFile = data.resolve(PID_FILE);
    boolean filled = ChildProcess.await(PID_FILE_LIMIT, () -> !isEmpty(pidFile)); // it may have been made just now
    boolean stopped = false;
    for (long pid : ChildProcess.serving(PROGRAM, data)) {
      stopped |= ChildProcess.stopOrphan(pid, PROGRAM, data, STOP_PATIENCE, STOP_SIGNALS);
    }
    long named = pid(lines(pidFile).stream().findFirst().orElse(""));
    ChildProcess.await(STOP_PATIENCE, () -> !ChildProcess.isEnding(named) || ChildProcess.waitsToBeReaped(named));
    boolean stale = Files.exists(pidFile) && invalidate(data, !filled);
    return stopped ? "existing data, a server left running was stopped"
        : stale ? "existing data, a stale pid file was made invalid" : "existing data";
  }

  /**
   * PostgreSQL takes a stale pid file over, and learns from it whether backends have outlived their postmaster. But it
   * refuses one that is empty, and one whose pid is not free: another process's by now, or of one that was killed and
   * not reaped. There it gets the pid of none. The file is never removed, and is written where it was read: a server
   * that has made one of its own meanwhile keeps that.
   */
  private static boolean invalidate(Path data, boolean isEmpty) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(data.resolve(PID_FILE).toFile(), "rw")) {
      byte[] bytes = new byte[(int) Math.min(file.length(), LONGEST_PID_FILE)];
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      String first = text.lines().findFirst().orElse("");
      boolean isTaken = ChildProcess.isAnother(pid(first), PROGRAM, data) || ChildProcess.isEnding(pid(first));
      if (isTaken || isEmpty && bytes.length == 0) {
        file.seek(0);
        String invalid = NO_PID + (isTaken ? text.substring(first.length()) : "\n");
        file.write(invalid.getBytes(StandardCharsets.ISO_8859_1));
        return true;
      }
      return false;
    } catch (FileNotFoundException gone) {
      return false;
    }
  }

  private static long pid(String line) {
    return line.matches("\\d{1,10}") ? Long.parseLong(line) : NO_PID;
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException gone) {
      return false;
    }
  }

  /** The postmaster writes its state into the eighth line of its pid file; no connection need be made to learn it. */
  private static boolean saysReady(Path data, long pid) {
    List<String> lines = lines(data.resolve(PID_FILE));
    return lines.size() >= 8 && lines.getFirst().equals(Long.toString(pid)) && lines.get(7).strip().equals("ready");
  }

  private static List<String> lines(Path pidFile) {
    try {
      return Files.readAllLines(pidFile);
    } catch (IOException gone) {
      return List.of();
    }
  }

  /** {@code postgresql://user:password@127.0.0.1:port/database}; secret, as it carries the password. */
  public String url() {
    return url;
  }
}
