package com.mas;

import com.mas.boot.Boot;
import com.mas.boot.LastResort;
import com.mas.boot.Settings;
import com.mas.log.QuietStart;
import java.nio.file.Path;
import java.time.Clock;

/**
 * {@code serve} (the default) runs until it is told to stop; {@code stores} runs only PostgreSQL, Redis and the
 * sandbox, for nodes that share them; {@code rehearse} starts, stops at once and exits, which warms caches and proves
 * the settings.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    LastResort.endOnBrokenVm();
    System.getProperties().putIfAbsent("logback.configurationFile", "conf/logback.xml");
    String mode = args.length == 0 ? "serve" : args[0];
    try {
      Settings settings = Settings.read(Path.of("conf/application.yaml"), System.getenv());
      switch (mode) {
        case "serve" -> stopWithTheProcess(Boot.start(settings, Clock.systemUTC()));
        case "stores" -> stopWithTheProcess(Boot.storesOnly(settings, Clock.systemUTC()));
        case "rehearse" -> {
          Boot.start(settings, Clock.systemUTC()).close();
          System.exit(0);
        }
        default -> throw new IllegalArgumentException("unknown mode " + mode
            + "; there are serve, stores and rehearse");
      }
    } catch (Exception e) {
      System.err.println(Boot.explain(e));
      System.exit(1);
    }
  }

  /**
   * SIGTERM and Ctrl-C drain and exit with 0; without the halt the JVM would report the signal. A stop that takes
   * longer than it may ends with {@value LastResort#BROKEN}.
   */
  private static void stopWithTheProcess(Boot boot) {
    LastResort resort = boot.watchStop(() -> Runtime.getRuntime().halt(LastResort.BROKEN));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      resort.stopping();
      boot.close();
      resort.stopped();
      Runtime.getRuntime().halt(0);
    }, "shutdown"));
    System.out.println(boot.greeting());
    QuietStart.over();
  }
}
