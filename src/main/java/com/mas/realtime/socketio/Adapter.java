package com.mas.realtime.socketio;

import com.mas.realtime.socketio.Authenticator.Admission;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Between the sockets of this node and those of all others. From any thread. */
interface Adapter {
  void publish(Namespace namespace, Broadcast whom, PacketWriter.Content content);

  /** An event to one socket of this node. */
  void send(Socket socket, PacketWriter.Content content);

  void disconnect(Namespace namespace, Broadcast whom, boolean closeConnection);

  /** The first socket of this node joined; done when the other nodes know. */
  Future<Void> entered(Namespace namespace, String room);

  /** Learns that the last socket of this node has left the room. */
  void left(Namespace namespace, String room);

  /** A new socket of this node. */
  void connected(Socket socket);

  /** Its rooms or data are other ones now. */
  void changed(Socket socket);

  /** @param recoverable whether its client may come back for what it misses */
  void disconnected(Socket socket, boolean recoverable);

  /** Null: there is nothing to go on with. */
  Future<Restored> restore(Namespace namespace, String pid, String offset, Admission admission);

  /**
   * Returns the position of this node's clients; null without recovery. It goes with each event, since clients take the
   * last string of any event for it.
   */
  String position();

  /** Runs it when everything that was published before has gone out to the sockets of this node. */
  void inOrder(Runnable task);

  void close();

  /**
   * A session that goes on.
   *
   * @param position where its client stood
   * @param rooms with the position when each was joined
   * @param missed to be sent first
   * @param resume then makes the socket one of this node, with what was published meanwhile
   * @param abandon if the client is gone again
   */
  record Restored(String id, String pid, String data, String position, Map<String, String> rooms,
      List<Encoded> missed, Consumer<Socket> resume, Runnable abandon) {}
}
