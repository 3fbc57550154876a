/**
 * Shared terminals: a host shares a shell, viewers see it and may be given the keyboard.
 *
 * <p>Two halves. On virtual threads {@code TerminalContract} → {@code TerminalVerticle} → {@code TerminalService},
 * {@code
 * RecordingService} → their repositories: who may reach a session, and what was recorded. On event loops {@code
 * TerminalSockets} (a request becomes a socket) → {@code TerminalRelay} (the sessions of this node) → {@code Session}:
 * its {@code Log} of encoded frames, which {@code Reader}s follow at their own pace, its {@link
 * com.mas.realtime.terminal.screen.Screen}, the {@code HostSocket} and {@code ViewerSocket}s, {@code KeyboardRules},
 * the
 * {@code Recorder}. {@code Peers} and {@code Cluster} carry the log to nodes where viewers are and keystrokes back.
 *
 * <p>Invariants:
 * <ul>
 * <li>Every reader gets frames unchanged and in order; one that can not keep up gets the current screen and goes on
 * from
 * there. A reader that takes less than 2 MB/s makes the host wait once, for two seconds at most and never below 2 MB/s;
 * after that it is left behind.
 * <li>A session holds at most 8 MB of frames, whoever is slow, and one screen with 500 lines above it.
 * <li>Who may type is decided on the host's node, with each chunk.
 * <li>The host's node can die: the host's program draws the whole screen when it connects again, anywhere.
 * <li>Tokens are random, stored as SHA-256, and never part of an address.
 * </ul>
 *
 * <p>Close codes: see {@code Closing}. Messages of {@code terminal.v1}: the server says {@code hello}, {@code size} and
 * {@code state} (see {@code Messages}); a viewer {@code ask} and {@code release}; a host {@code size} (columns, lines),
 * {@code grant} (viewer, seconds), {@code deny} (viewer), {@code revoke}, {@code mark} (label) and {@code end}. A
 * frame is
 * at most 64 kB.
 */
package com.mas.realtime.terminal;
