/**
 * The command-line host, {@code scripts/terminal-host}: a shell on a pseudo-terminal, its output to the person's own
 * terminal and
 * to a relay. Needs a JDK and Linux, nothing else; part of the server's jar, used by nothing in it.
 *
 * <p>{@code TerminalHost} (the arguments, and the order of things) → {@code Account} (logs in, opens the session) →
 * {@code
 * Pty} (the shell) and {@code LocalTerminal} (the person) → {@code RelayLink} (the socket, which comes back by itself)
 * → {@code
 * Menu} (who watches, who may type). {@code Libc} is the few functions of the C library.
 *
 * <p>It draws every screen that it sends on a {@link com.mas.realtime.terminal.screen.Screen} of its own, so that
 * after a lost
 * connection any relay node gets the whole screen first.
 */
package com.mas.realtime.terminal.host;
