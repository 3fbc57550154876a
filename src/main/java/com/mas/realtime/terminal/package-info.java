/**
 * Shared terminals: a host shares a shell, viewers see it and may be given the keyboard.
 *
 * <p>Two halves. On virtual threads {@code TerminalContract} → {@code TerminalVerticle} → {@code TerminalService},
 * {@code RecordingService} → their repositories: who may reach a session, and what was recorded. On event loops {@code
 * TerminalSockets} (a request becomes a socket) → {@code TerminalRelay} (the sessions of this node) → {@code Session}:
 * its {@code Log} of encoded frames, which an {@code Audience} of {@code Reader}s follows, each at its own pace, its
 * {@link com.mas.realtime.terminal.screen.Screen}, the {@code HostSocket} and {@code ViewerSocket}s, {@code
 * SharedKeyboard} → {@code KeyboardRules}, the {@code Tape} → {@code Recorder} with the node's {@code RecordedBytes}.
 * {@code SessionNodes} and {@code Cluster} carry the log to nodes where viewers are and keystrokes back.
 *
 * <p>Invariants:
 * <ul>
 * <li>Every reader gets frames unchanged and in order; one that can not keep up gets the current screen and goes on
 * from there. A host may write 16 MB a second whoever watches and however slowly, and more while those who watch take
 * it: whoever takes less than 4 MB a second for a quarter of a second has no say in it.
 * <li>A session holds at most 8 MB of frames, whoever is slow, all of a node 128 MB and half a one each, and a viewer
 * has a quarter of one under way at most; a session has one screen with 500 lines above it.
 * <li>What is recorded is bounded: how fast by account and node; how much by session, account, its day, tenant and
 * all together, in the transaction that stores it ({@code QuotaRules}). The session goes on unrecorded, and says so.
 * <li>Who may type is decided on the host's node, with each chunk.
 * <li>The host's node can die: the host's program draws the whole screen when it connects again, anywhere.
 * <li>Tokens are random, stored as SHA-256, and never part of an address.
 * </ul>
 *
 * <p>Close codes: see {@code Closing}. Messages of {@code terminal.v1}: the server says {@code hello}, {@code size} and
 * {@code state}, to a host also {@code typing} (see {@code Messages}); a viewer {@code ask}, {@code release} and {@code
 * pass} (viewer: who gets the keyboard from its holder); a host {@code size} (columns, lines), {@code grant} (viewer,
 * seconds), {@code deny} (viewer), {@code revoke}, {@code mark} (label) and {@code end}. A frame is at most 64 kB.
 */
package com.mas.realtime.terminal;
