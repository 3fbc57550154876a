package com.mas.process.faults;

import com.mas.testkit.Forwarder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A way to a server on loopback on which each piece of data takes its time; none until it is told otherwise. */
final class SlowLink implements AutoCloseable {
  private final Forwarder forwarder;

  private SlowLink(Forwarder forwarder) {
    this.forwarder = forwarder;
  }

  static SlowLink to(int port) throws IOException {
    return to(port, "127.0.0.1");
  }

  /** @param address of this machine, at which it is reached */
  static SlowLink to(int port, String address) throws IOException {
    return new SlowLink(Forwarder.at(InetAddress.ofLiteral(address),
        () -> new Socket(InetAddress.getLoopbackAddress(), port)));
  }

  int port() {
    return forwarder.port();
  }

  void delay(long millis) {
    forwarder.delay(millis);
  }

  @Override
  public void close() throws IOException {
    forwarder.close();
  }
}
