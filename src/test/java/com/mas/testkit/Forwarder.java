package com.mas.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Forwards the connections to a port of this machine, byte for byte, until either side ends; then both do. */
public final class Forwarder implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  /** Opens the connection to which one of a client is forwarded. */
  @FunctionalInterface
  public interface Behind {
    /** @throws IOException when there is nobody who takes it: the client sees its connection close */
    Socket connect() throws IOException;
  }

  private final ServerSocket server;
  private final Behind behind;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile long delayMillis;

  private Forwarder(ServerSocket server, Behind behind) {
    this.server = server;
    this.behind = behind;
  }

  /** @param address of this machine, at which it is reached, on a free port */
  public static Forwarder at(InetAddress address, Behind behind) throws IOException {
    Forwarder forwarder = new Forwarder(new ServerSocket(0, 1024, address), behind);
    Thread.ofVirtual().start(forwarder::accept);
    return forwarder;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Holds back each piece of data for so long, from now on. */
  public void delay(long millis) {
    delayMillis = millis;
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
    try (client; Socket there = behind.connect()) {
      open.add(there);
      client.setTcpNoDelay(true);
      there.setTcpNoDelay(true);
      Thread answers = Thread.ofVirtual().start(() -> copy(there, client));
      copy(client, there);
      answers.join();
      open.remove(there);
    } catch (IOException down) {
      return; // the client sees its connection close
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (from; to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (delayMillis > 0) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
        }
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
