package com.mas.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis of our own, for when no {@code REDIS_URL} is set. Its data stay below the data folder between starts; a crash
 * loses at most about a second. It stops with this process.
 */
public final class EmbeddedRedis extends EmbeddedServer {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

  private static final String VERSION = "7.0.15";
  private static final String ESCAPE = "REDIS_URL";
  private static final String PROGRAM = "redis-server";
  private static final String STOP_SIGNAL = "TERM";
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final int ANSWER_MILLIS = 1000;
  private static final String ASIDE = "damaged-";
  /** Matches what the server says when it cannot read its files, and then ends. */
  private static final Pattern DAMAGED =
      Pattern.compile("(?i)append.only file|AOF|bad file format|RDB|short read|checksum|manifest");

  private final String url;

  private EmbeddedRedis(ServerFolder folder, Keeper keeper) throws IOException {
    super("Redis", folder, keeper, STOP_SIGNAL);
    this.url = "redis://:" + folder.password() + "@127.0.0.1:" + port();
  }

  /**
   * Starts the server on {@code dataFolder/redis} and returns when it answers.
   *
   * @param port 0: the port of the last start, or a random one when that is taken
   * @throws IOException saying what to do about it: another process has the folder, the port is taken, or the server
   *     did not start
   */
  public static EmbeddedRedis start(Path dataFolder, int port) throws IOException {
    return start(dataFolder, port, dataFolder.resolve("bin"), true);
  }

  /**
   * Starts as {@link #start(Path, int)} does.
   *
   * @param binaries where the program is unpacked; may be shared by many data folders and processes
   * @param durable false: nothing is written to disk
   */
  public static EmbeddedRedis start(Path dataFolder, int port, Path binaries, boolean durable) throws IOException {
    long begin = System.nanoTime();
    Path program = Binaries.program("redis-server-" + VERSION + "-linux-" + Binaries.machine(ESCAPE),
        binaries.toAbsolutePath().resolve("redis-" + VERSION), PROGRAM).toRealPath();
    ServerFolder folder = ServerFolder.claim(dataFolder.resolve("redis"), ESCAPE);
    try {
      Path data = folder.resolve("data");
      String found = Files.exists(data) ? "existing data" : "new data";
      Files.createDirectories(data);
      if (stopLeftover(data)) {
        found += ", a server left running was stopped";
      }
      String password = folder.password();
      folder.write("redis.conf", configuration(password, durable));
      Keeper.Again start = wished -> Launch.of(folder, wished, STOP_SIGNAL,
          chosen -> List.of(program.toString(), folder.resolve("redis.conf").toString(),
              "--port", Integer.toString(chosen), "--dir", data.toString()),
          (child, chosen) -> answers(chosen, password));
      Keeper.Again whatever = wished -> launched(folder, data, start, wished);
      Launch launch = whatever.launch(port);
      EmbeddedRedis started = new EmbeddedRedis(folder, new Keeper("Redis", launch, whatever));
      log.info("Redis {} ready on port {} in {} ms: {}; process {}", VERSION, launch.port(),
          (System.nanoTime() - begin) / 1_000_000, found, launch.child().pid());
      return started;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw new IOException("embedded Redis: " + e.getMessage(), e);
    }
  }

  /** Starts it, without its data when these are damaged: they hold only what may be lost. */
  private static Launch launched(ServerFolder folder, Path data, Keeper.Again start, int port) throws IOException {
    try {
      return start.launch(port);
    } catch (IOException e) {
      if (!DAMAGED.matcher(String.valueOf(e.getMessage())).find()) {
        throw e;
      }
      folder.removeAll(ASIDE);
      Path aside = folder.resolve(ASIDE + ProcessHandle.current().pid());
      Files.move(data, aside);
      Files.createDirectories(data);
      folder.account().handOver(data.getParent());
      log.warn("Redis could not read its data; they are put aside as {}, and it begins with none. It had said: {}",
          aside, e.getMessage());
      return start.launch(port);
    }
  }

  /**
   * Returns the content of the configuration file. The password is there because every user of the machine can read a
   * command line.
   */
  private static String configuration(String password, boolean durable) {
    return """
        bind 127.0.0.1
        requirepass %s
        set-proc-title no
        appendonly %s
        appendfsync everysec
        save ""
        maxmemory 256mb
        maxmemory-policy allkeys-lru
        """.formatted(password, durable ? "yes" : "no");
  }

  /** Stops a server that a killed owner left running, since two servers would write into one file. */
  private static boolean stopLeftover(Path data) throws IOException {
    boolean stopped = false;
    for (long pid : ChildProcess.serving(PROGRAM, data)) {
      stopped |= ChildProcess.stopOrphan(pid, PROGRAM, data, STOP_PATIENCE, STOP_SIGNAL, "KILL");
    }
    return stopped;
  }

  /** Tells our own server by its password, so an answer from a stranger on the port is not taken for it. */
  private static boolean answers(int port, String password) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), ANSWER_MILLIS);
      socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 64);
      return "+OK".equals(reader.readLine()) && "+PONG".equals(reader.readLine());
    } catch (IOException notYet) {
      return false;
    }
  }

  /** {@code redis://:password@127.0.0.1:port}; secret, as it carries the password. */
  public String url() {
    return url;
  }
}
