package com.mas.realtime.terminal.screen;

import java.util.HashMap;
import java.util.Map;

/**
 * Carries out controls and sequences. Those that ask the terminal something do nothing: the viewer's terminal answers.
 */
final class Controls {
  private static final int LONGEST_LINK = 2083;
  private static final Map<String, Mode> MODES = new HashMap<>();

  static {
    for (Mode mode : Mode.values()) {
      MODES.put(mode.number, mode);
    }
  }

  /** Cost of blanking or printing a single cell, where blanking it with its line costs 1. */
  private static final int BY_ITSELF = 8;

  private final Screen screen;
  private final Effort effort = new Effort();
  /** Number of all bytes so far. */
  long position;

  Controls(Screen screen) {
    this.screen = screen;
  }

  void execute(int b) {
    switch (b) {
      case 0x08 -> screen.backspace();
      case 0x09 -> screen.tab(1);
      case 0x0A, 0x0B, 0x0C -> {
        screen.lineFeed();
        if (screen.is(Mode.NEWLINE)) {
          screen.carriageReturn();
        }
      }
      case 0x0D -> screen.carriageReturn();
      case 0x0E -> screen.shift = 1;
      case 0x0F -> screen.shift = 0;
      default -> {}
    }
  }

  void escape(int intermediate, int b) {
    switch (intermediate) {
      case 0 -> escape(b);
      case '(' -> screen.charsets[0] = Charsets.of(b);
      case ')', '-' -> screen.charsets[1] = Charsets.of(b);
      case '*', '.' -> screen.charsets[2] = Charsets.of(b);
      case '+', '/' -> screen.charsets[3] = Charsets.of(b);
      case '#' -> {
        if (b == '8' && affords(whole())) {
          Erase.align(screen);
        }
      }
      default -> {}
    }
  }

  private void escape(int b) {
    switch (b) {
      case '7' -> screen.save();
      case '8' -> screen.restore();
      case 'D' -> screen.lineFeed();
      case 'E' -> {
        screen.lineFeed();
        screen.carriageReturn();
      }
      case 'H' -> screen.tabs.set(screen.x);
      case 'M' -> screen.reverseLineFeed();
      case 'c' -> {
        if (affords(2 * whole())) {
          screen.reset();
        }
      }
      case '=' -> screen.set(Mode.KEYPAD, true);
      case '>' -> screen.set(Mode.KEYPAD, false);
      case 'n' -> screen.shift = 2;
      case 'o' -> screen.shift = 3;
      default -> {}
    }
  }

  void csi(int prefix, int intermediate, int b, Parameters p) {
    if (!affords(intermediate != 0 ? 0 : prefix == '?' ? privateCost(b, p) : cost(b, p))) {
      return;
    }
    if (intermediate != 0) {
      special(prefix, intermediate, b, p);
    } else if (prefix == '?') {
      switch (b) {
        case 'h' -> modes(p, true);
        case 'l' -> modes(p, false);
        case 'J' -> Erase.inDisplay(screen, p.at(0), true);
        case 'K' -> Erase.inLine(screen, p.at(0), true);
        default -> {}
      }
    } else if (prefix == 0 && !cursor(b, p)) {
      plain(b, p);
    }
  }

  private boolean affords(long cells) {
    return cells == 0 || effort.affords(cells, position, whole());
  }

  private long whole() {
    return (long) screen.columns * screen.lines;
  }

  private long cost(int b, Parameters p) {
    return switch (b) {
      case 'J' -> p.at(0) == 3 ? 0 : whole();
      case 'L', 'M', 'S', 'T' -> (long) Math.min(p.count(0), screen.lines) * screen.columns;
      case 'b' -> BY_ITSELF * Math.min(p.count(0), whole());
      case '@', 'P', 'X', 'K', 'I', 'Z' -> screen.columns;
      default -> 0;
    };
  }

  private long privateCost(int b, Parameters p) {
    long cells = 0;
    for (int i = 0; i < p.size() && (b == 'h' || b == 'l'); i++) {
      cells += switch (p.at(i)) {
        case 47, 1047, 1049 -> whole();
        default -> 0;
      };
    }
    return b == 'J' ? (long) BY_ITSELF * whole() : b == 'K' ? (long) BY_ITSELF * screen.columns : cells;
  }

  private void special(int prefix, int intermediate, int b, Parameters p) {
    if (prefix != 0) {
      return;
    }
    switch (intermediate << 8 | b) {
      case ' ' << 8 | 'q' -> screen.cursorStyle = p.at(0) > 6 ? 0 : p.at(0);
      case '"' << 8 | 'q' -> screen.pen = p.at(0) == 1 ? screen.pen | Style.PROTECTED : screen.pen & ~Style.PROTECTED;
      case '!' << 8 | 'p' -> screen.softReset();
      default -> {}
    }
  }

  private boolean cursor(int b, Parameters p) {
    int n = p.count(0);
    switch (b) {
      case 'A' -> screen.moveLines(-n);
      case 'B', 'e' -> screen.moveLines(n);
      case 'C', 'a' -> screen.moveColumns(n);
      case 'D' -> screen.moveColumns(-n);
      case 'E' -> {
        screen.moveLines(n);
        screen.carriageReturn();
      }
      case 'F' -> {
        screen.moveLines(-n);
        screen.carriageReturn();
      }
      case 'G', '`' -> screen.moveColumns(n - 1 - screen.x);
      case 'H', 'f' -> screen.moveTo(p.count(1) - 1, n - 1);
      case 'I' -> screen.tab(n);
      case 'Z' -> screen.backTab(n);
      case 'd' -> screen.moveTo(screen.x, n - 1);
      case 's' -> screen.save();
      case 'u' -> screen.restore();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void plain(int b, Parameters p) {
    int n = p.count(0);
    switch (b) {
      case '@' -> Erase.insertCharacters(screen, n);
      case 'J' -> Erase.inDisplay(screen, p.at(0), false);
      case 'K' -> Erase.inLine(screen, p.at(0), false);
      case 'L' -> Erase.insertLines(screen, n);
      case 'M' -> Erase.deleteLines(screen, n);
      case 'P' -> Erase.deleteCharacters(screen, n);
      case 'S' -> screen.grid.scrollUp(screen.top, screen.bottom, n, Style.erased(screen.pen));
      case 'T' -> screen.grid.scrollDown(screen.top, screen.bottom, n, Style.PLAIN);
      case 'X' -> Erase.characters(screen, n);
      case 'b' -> Repetition.repeat(screen, n);
      case 'g' -> clearTabs(p.at(0));
      case 'h', 'l' -> {
        for (int i = 0; i < p.size(); i++) {
          mode(MODES.get(Integer.toString(p.at(i))), b == 'h');
        }
      }
      case 'm' -> Sgr.apply(screen, p);
      case 'r' -> screen.region(p.count(0) - 1, p.at(1));
      default -> {}
    }
  }

  private void clearTabs(int how) {
    if (how == 0) {
      screen.tabs.clear(screen.x);
    } else if (how == 3) {
      screen.tabs.clear();
    }
  }

  private void modes(Parameters p, boolean on) {
    for (int i = 0; i < p.size(); i++) {
      switch (p.at(i)) {
        case 47, 1047 -> screen.alternate(on);
        case 1048 -> saveOrRestore(on);
        case 1049 -> {
          if (on) {
            screen.save();
          }
          screen.alternate(on);
          if (!on) {
            screen.restore(); // also when it was left before: programs that fail leave it twice
          }
        }
        default -> mode(MODES.get("?" + p.at(i)), on);
      }
    }
  }

  private void saveOrRestore(boolean on) {
    if (on) {
      screen.save();
    } else {
      screen.restore();
    }
  }

  private void mode(Mode mode, boolean on) {
    if (mode != null) {
      screen.set(mode, on);
    }
  }

  /** @param text null when it was too long */
  void osc(String text) {
    if (text == null) {
      return;
    }
    int semicolon = text.indexOf(';');
    String number = semicolon < 0 ? text : text.substring(0, semicolon);
    String rest = semicolon < 0 ? "" : text.substring(semicolon + 1);
    switch (number) {
      case "0", "2" -> screen.title(rest);
      case "4" -> indexed(rest.split(";"));
      case "8" -> link(rest);
      case "10", "11", "12" -> setColour(number, rest);
      case "104" -> {
        for (String index : rest.split(";")) {
          if (index.isEmpty()) {
            screen.palette.keySet().removeIf(key -> key.startsWith("4;"));
          } else {
            screen.palette("4;" + index, null);
          }
        }
      }
      case "110", "111", "112" -> screen.palette(number.substring(1), null);
      default -> {}
    }
  }

  private void indexed(String[] pairs) {
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (pairs[i].matches("\\d{1,3}")) {
        setColour("4;" + Integer.parseInt(pairs[i]), pairs[i + 1]);
      }
    }
  }

  private void setColour(String key, String colour) {
    if (!colour.isEmpty() && !colour.equals("?") && colour.length() <= 32 && colour.matches("[#:/,.\\w ]+")) {
      screen.palette(key, colour);
    }
  }

  private void link(String rest) {
    int semicolon = rest.indexOf(';');
    String uri = semicolon < 0 ? "" : rest.substring(semicolon + 1);
    boolean none = uri.isEmpty() || rest.length() > LONGEST_LINK;
    Row.Link link = none ? null : new Row.Link(rest.substring(0, semicolon), uri);
    screen.penExtra = new Row.Extra("", screen.penExtra.underline(), link);
  }
}
