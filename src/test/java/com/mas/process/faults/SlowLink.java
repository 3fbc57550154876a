package com.mas.process.faults;

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

/** A way to a server on loopback on which each piece of data takes its time; none until it is told otherwise. */
final class SlowLink implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile long delayMillis;

  private SlowLink(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  static SlowLink to(int port) throws IOException {
    return to(port, "127.0.0.1");
  }

  /** @param address of this machine, at which it is reached */
  static SlowLink to(int port, String address) throws IOException {
    SlowLink link = new SlowLink(new ServerSocket(0, 1024, InetAddress.ofLiteral(address)), port);
    Thread.ofVirtual().start(link::accept);
    return link;
  }

  int port() {
    return server.getLocalPort();
  }

  void delay(long millis) {
    delayMillis = millis;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket client) {
    try (client; Socket behind = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(client);
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      Thread answers = Thread.ofVirtual().start(() -> copy(behind, client));
      copy(client, behind);
      answers.join();
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
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
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
