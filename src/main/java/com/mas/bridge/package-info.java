/**
 * The event bus for other languages: a TCP server with the frames of the Vert.x TCP event bus bridge, off by default.
 *
 * <p>A frame is four bytes of length, the highest first, and so many bytes of JSON. The client sends {@code ping},
 * {@code send} (address, body, replyAddress), {@code register} and {@code unregister} (address); the server sends
 * {@code pong}, {@code message} (address, body, and replyAddress when it waits for an answer) and {@code err}
 * (address, failureCode, message). The first {@code send} goes to {@code bridge.login} with the body
 * {@code {"key": …}}; nothing but {@code ping} is heard before. What is asked has the body of its request in the
 * contract. What is asked of a registered address comes as {@code {"call": …, "body": …}} and is answered by a
 * {@code send} to its replyAddress with {@code {"body": …}}, or {@code {"failure": {"code", "message"}}}, where the
 * code is one of {@link com.mas.bus.Failure}'s.
 *
 * <p>Reading order: {@link com.mas.bridge.BridgeKeys} (who may what) → {@link com.mas.bridge.BridgeVerticle} →
 * {@code BridgeConnection} → {@code BridgeRules}.
 *
 * <p>Invariants: an address that the key does not name is neither asked nor answered. A stored request that a worker
 * has not answered when it goes is tried again, at this worker's successor: a worker must be idempotent. Connections,
 * frames, what is under way and what waits to be written are bounded.
 */
package com.mas.bridge;
