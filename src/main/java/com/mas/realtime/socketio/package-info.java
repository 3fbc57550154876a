/**
 * Socket.IO 5 on Engine.IO 4, as a library for any domain: unmodified {@code socket.io-client} 4.x works with it. It
 * knows nothing of what the events mean.
 *
 * <p>An example. A server is made once per process, its namespaces are declared, then it is mounted on each event loop
 * that takes HTTP requests (the HTTP verticle's mounts):
 *
 * <pre>{@code
 * SocketServer server = new SocketServer(vertx, EngineConfig.of("socketio", origins), SocketConfig.DEFAULT,
 * clock);
 * Namespace board = server.namespace("/board")
 *     .authenticate((handshake, auth) -> tokens.verify(auth.path("token").asText())      // a Future<Admission>
 *         .recover(no -> Future.failedFuture(new Refused("Please sign in.", null))))
 *     .onConnect(socket -> socket.join("board:" + ((User) socket.principal()).team()))
 *     .on("draw", (socket, arguments, ack) -> {
 *       JsonSlice stroke = arguments.slice(0);                       // as it came, checked, not rebuilt
 *       socket.to("board:" + stroke.member("team").text())           // the room without the sender
 *           .emit("drawn", stroke.with("team", "by", socket.id()));
 *       ack.send(Map.of("ok", true));                                // nothing happens if no answer is wanted
 *     })
 *     .onDisconnect((socket, reason) -> log.info("{} left: {}", socket.id(), reason));
 * server.open();
 * Mounts mounts = vertx -> Map.of("/socket.io/", server.mount());
 * board.to("board:red").except("board:muted").emit("hello", Map.of("at", now), new byte[] {1, 2, 3});
 * board.socket(id).emitWithAck(Duration.ofSeconds(5), "still there?").onSuccess(answer -> …);
 * }</pre>
 *
 * <p>Handlers run on the event loop of their socket, in the order of arrival, and must not block; everything that sends
 * may be called from any thread. Arguments are slices of what came, strings, byte arrays and buffers (binary), trees,
 * records, maps. A broadcast is encoded once, whatever the number of receivers.
 *
 * <p>Reading order: {@link com.mas.realtime.socketio.SocketServer} → {@link com.mas.realtime.socketio.Namespace} →
 * {@link com.mas.realtime.socketio.Socket} → {@link com.mas.realtime.socketio.Broadcast}; inside, {@code Connection}
 * takes the packets ({@code Packet}, {@code JsonScan}, {@link com.mas.realtime.socketio.Args}), {@code Entry} admits a
 * client to a namespace, {@code PacketWriter} encodes, an {@code Adapter} is between the nodes: {@code ClusterAdapter}
 * numbers what this node publishes, {@code Peers} knows the other nodes and their rooms, {@code Arrivals} sees that
 * nothing from them is missing, {@code Recovery} lets a client go on where it was.
 *
 * <p>Invariants: what is not of the protocol closes the connection, and nothing a client sends costs more than its
 * size: nesting, attachments, rooms, namespaces, pending answers and what waits for admission are bounded. A client is
 * asked for its right to connect at each CONNECT, recoveries too. When that right ends, its socket gets
 * {@code token-expiring} a minute before, then {@code token-expired} and the disconnect, unless {@code Socket.renew}
 * came in time.
 *
 * <p>Why recovery is exact: an event reaches a room's log before any client, and each carries its node's position, the
 * number of the last packet of every node that all its sockets have been sent. So what a client hands back tells what
 * it has, whatever connection or node broke, and what its rooms' logs have beyond that is what it missed. Nodes that
 * were gone before one began have no number there; its beginning, in the time of the logs, stands for all of them.
 */
package com.mas.realtime.socketio;
