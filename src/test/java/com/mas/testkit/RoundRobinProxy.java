package com.mas.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * A proxy before several servers on loopback: each connection goes to the next one that takes it, whatever cookies or
 * addresses say. Clients that open a connection per request, as those of Node.js do, so meet another server each time.
 */
public final class RoundRobinProxy implements AutoCloseable {
  private final Forwarder forwarder;

  private RoundRobinProxy(Forwarder forwarder) {
    this.forwarder = forwarder;
  }

  public static RoundRobinProxy start(List<Integer> ports) throws IOException {
    return start(ports, port -> true);
  }

  /** @param ready which ports get connections at the moment; those that are open stay */
  public static RoundRobinProxy start(List<Integer> ports, IntPredicate ready) throws IOException {
    AtomicInteger turn = new AtomicInteger();
    return new RoundRobinProxy(Forwarder.at(InetAddress.getLoopbackAddress(),
        () -> connect(ports, turn.getAndIncrement(), ready)));
  }

  public int port() {
    return forwarder.port();
  }

  private static Socket connect(List<Integer> ports, int first, IntPredicate ready) throws IOException {
    IOException refused = new IOException("no server is ready");
    for (int tried = 0; tried < ports.size(); tried++) {
      int port = ports.get(Math.floorMod(first + tried, ports.size()));
      if (ready.test(port)) {
        try {
          return new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException down) {
          refused = down;
        }
      }
    }
    throw refused;
  }

  @Override
  public void close() throws IOException {
    forwarder.close();
  }
}
