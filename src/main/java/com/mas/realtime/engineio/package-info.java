/**
 * Engine.IO 4: a connection with a client over long-polling or a WebSocket, whichever works, and a change from the one
 * to the other that loses nothing. Knows nothing of Socket.IO.
 *
 * <p>Reading order: {@link com.mas.realtime.engineio.EngineServer} is made once and mounted on each event loop;
 * {@code HttpDoor} takes the requests; {@link com.mas.realtime.engineio.EngineSession} is a client, whatever its
 * transport; {@code WebSocketHandler} and {@code FrameReader} are the WebSocket, {@code Payload} the polls;
 * {@code Relay} reaches sessions of other nodes; {@code Wheel} has all deadlines of a loop;
 * {@link com.mas.realtime.engineio.GatheringEpoll} are loops that a flood of packets wakes less often.
 *
 * <p>Invariants: a session lives on one event loop and is touched only there. Its id names its node and is a secret. A
 * message is encoded once for all that receive it. Everything a client can make large has a bound: payloads, what waits
 * for it, packets per second, the time of each step; whoever goes beyond it is cut off with its reason.
 */
package com.mas.realtime.engineio;
