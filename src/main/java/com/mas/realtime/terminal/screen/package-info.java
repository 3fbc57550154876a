/**
 * A terminal without a window: bytes of a program go in, the screen it has drawn can be asked for.
 *
 * <p>{@link com.mas.realtime.terminal.screen.Screen} is the whole of it for others: {@code write} takes output in any
 * pieces, {@code dump} gives an escape sequence stream that draws the same screen, scrollback, modes and title in
 * another terminal (xterm.js), even from the middle of a sequence. Inside, {@code VtParser} is the DEC state machine,
 * {@code Screen} what the sequences do, {@code Grid} one buffer of {@code Row}s, {@code Reflow} a change of width,
 * {@code Style} a cell's colours and attributes in one {@code long}, {@code ScreenDump} the way out.
 *
 * <p>Invariants: any split of the input gives the same screen; a dump of what a dump has drawn is the same dump; no
 * input makes it grow beyond its rows, its scrollback and a few kilobytes. Not thread-safe. Where programs differ it
 * does what
 * xterm.js does, since that is what viewers run.
 *
 * <p>Why not a library: the one of quality for the JVM (JediTerm's core) is published outside Maven Central, keeps text
 * as strings with locks for its own widget, and can not write its state as a stream; the others lack the alternate
 * screen, true
 * colour or scroll regions.
 */
package com.mas.realtime.terminal.screen;
