package com.mas.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Says which of the ports that a start needs are taken, before anything is started that would have to stop again. */
final class Ports {
  private Ports() {}

  /**
   * Fails when somebody listens where this process would, or two settings name one port; port 0 is free.
   *
   * @throws IllegalStateException names each such port and its setting
   */
  static void check(Settings settings, boolean withHttp) {
    Map<String, InetSocketAddress> needed = new LinkedHashMap<>();
    if (withHttp) {
      needed.put("PORT", new InetSocketAddress(settings.http().host(), settings.http().port()));
    }
    if (settings.sandbox().on()) {
      needed.put("SANDBOX_PORT", new InetSocketAddress("127.0.0.1", settings.sandbox().port()));
    }
    List<String> taken = new ArrayList<>();
    List<ServerSocket> held = new ArrayList<>();
    needed.forEach((setting, address) -> {
      if (address.getPort() != 0 && isTaken(address, held)) {
        taken.add(setting + " " + address.getPort() + " is taken, perhaps by a server that still runs: stop it, or set "
            + setting + " to another port, or to 0 for any that is free");
      }
    });
    held.forEach(Ports::close);
    if (!taken.isEmpty()) {
      throw new IllegalStateException(String.join("; ", taken) + ".");
    }
  }

  /**
   * Takes a port for a moment; leaves other failures, such as an address that this machine does not have, to the start
   * that meets them.
   *
   * @param held what is taken; two settings cannot have one port
   */
  private static boolean isTaken(InetSocketAddress address, List<ServerSocket> held) {
    try {
      ServerSocket probe = new ServerSocket();
      held.add(probe);
      probe.setReuseAddress(true); // a connection of a server that has just ended is nobody's
      probe.bind(address);
      return false;
    } catch (BindException e) {
      return !Objects.toString(e.getMessage()).contains("assign");
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(ServerSocket probe) {
    try {
      probe.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
