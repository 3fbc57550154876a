package com.mas.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * A proxy before several servers on loopback: each connection goes to the next one that takes it, whatever cookies or
 * addresses say. Clients that open a connection per request, as those of Node.js do, so meet another server each time.
 */
public final class RoundRobinProxy implements AutoCloseable {
  private static final int BUFFER = 16 << 10;

  private final ServerSocket server;
  private final List<Integer> ports;
  private final IntPredicate ready;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RoundRobinProxy(ServerSocket server, List<Integer> ports, IntPredicate ready) {
    this.server = server;
    this.ports = List.copyOf(ports);
    this.ready = ready;
  }

  public static RoundRobinProxy start(List<Integer> ports) throws IOException {
    return start(ports, port -> true);
  }

  /** @param ready which ports get connections at the moment; those that are open stay */
  public static RoundRobinProxy start(List<Integer> ports, IntPredicate ready) throws IOException {
    RoundRobinProxy proxy =
        new RoundRobinProxy(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), ports, ready);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket client) {
    try (client; Socket backend = connect()) {
      open.add(backend);
      client.setTcpNoDelay(true);
      backend.setTcpNoDelay(true);
      Thread answers = Thread.ofVirtual().start(() -> copy(backend, client));
      copy(client, backend);
      answers.join();
      open.remove(backend);
    } catch (IOException down) {
      return; // none takes it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private Socket connect() throws IOException {
    IOException refused = new IOException("no server is ready");
    int first = turn.getAndIncrement();
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

  /** Until one side ends; then both do. */
  private static void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (from; to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException broken) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
