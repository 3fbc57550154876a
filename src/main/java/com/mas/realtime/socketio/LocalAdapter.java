package com.mas.realtime.socketio;

import com.mas.realtime.socketio.Authenticator.Admission;
import io.vertx.core.Future;

/** One node, without recovery: nothing to tell anybody, nothing to keep. */
final class LocalAdapter implements Adapter {
  @Override
  public void publish(Namespace namespace, Broadcast whom, PacketWriter.Content content) {
    namespace.deliver(whom, content.packet(Packet.EVENT, namespace.name(), -1, null));
  }

  @Override
  public void send(Socket socket, PacketWriter.Content content) {
    socket.write(content.packet(Packet.EVENT, socket.namespace().name(), -1, null), false);
  }

  @Override
  public void disconnect(Namespace namespace, Broadcast whom, boolean closeConnection) {
    namespace.forEach(whom, socket -> socket.disconnect(closeConnection));
  }

  @Override
  public Future<Void> entered(Namespace namespace, String room) {
    return Future.succeededFuture();
  }

  @Override
  public void left(Namespace namespace, String room) {}

  @Override
  public void connected(Socket socket) {}

  @Override
  public void changed(Socket socket) {}

  @Override
  public void disconnected(Socket socket, boolean recoverable) {}

  @Override
  public Future<Restored> restore(Namespace namespace, String pid, String offset, Admission admission) {
    return Future.succeededFuture();
  }

  @Override
  public String position() {
    return null;
  }

  @Override
  public void inOrder(Runnable task) {
    task.run();
  }

  @Override
  public void close() {}
}
