package com.mas.realtime.terminal.screen;

/** Select graphic rendition: numbers to colours and attributes, and back. */
final class Sgr {
  private Sgr() {}

  static void apply(Screen screen, Parameters p) {
    for (int i = 0; i < p.size();) {
      int next = i + 1;
      while (p.isSub(next)) {
        next++;
      }
      int n = p.at(i);
      if (n == 38 || n == 48 || n == 58) {
        next = Math.max(next, colour(screen, p, i, next));
      } else if (n == 4 && next > i + 1) {
        screen.pen = Style.withUnderline(screen.pen, p.at(i + 1) > 5 ? 1 : p.at(i + 1));
      } else {
        simple(screen, n);
      }
      i = next;
    }
  }

  private static void simple(Screen screen, int n) {
    long pen = screen.pen;
    if (n == 59 || n == 0) {
      screen.penExtra = new Row.Extra("", 0, screen.penExtra.link());
    }
    screen.pen = switch (n) {
      case 0 -> pen & Style.PROTECTED;
      case 1 -> pen | Style.BOLD;
      case 2 -> pen | Style.DIM;
      case 3 -> pen | Style.ITALIC;
      case 4 -> Style.withUnderline(pen, 1);
      case 5 -> pen | Style.BLINK;
      case 7 -> pen | Style.INVERSE;
      case 8 -> pen | Style.HIDDEN;
      case 9 -> pen | Style.STRIKE;
      case 21 -> Style.withUnderline(pen, 2);
      case 22 -> pen & ~(Style.BOLD | Style.DIM);
      case 23 -> pen & ~Style.ITALIC;
      case 24 -> Style.withUnderline(pen, 0);
      case 25 -> pen & ~Style.BLINK;
      case 27 -> pen & ~Style.INVERSE;
      case 28 -> pen & ~Style.HIDDEN;
      case 29 -> pen & ~Style.STRIKE;
      case 39 -> Style.withFore(pen, 0);
      case 49 -> Style.withBack(pen, 0);
      case 53 -> pen | Style.OVERLINE;
      case 55 -> pen & ~Style.OVERLINE;
      default -> {
        if (n >= 30 && n <= 37) {
          yield Style.withFore(pen, Style.INDEXED | n - 30);
        } else if (n >= 40 && n <= 47) {
          yield Style.withBack(pen, Style.INDEXED | n - 40);
        } else if (n >= 90 && n <= 97) {
          yield Style.withFore(pen, Style.INDEXED | n - 82);
        } else if (n >= 100 && n <= 107) {
          yield Style.withBack(pen, Style.INDEXED | n - 92);
        }
        yield pen;
      }
    };
  }

  /**
   * Takes {@code 38;5;n}, {@code 38;2;r;g;b}, and the same with colons and an optional colour space; answers the next
   * index.
   */
  private static int colour(Screen screen, Parameters p, int i, int nextMain) {
    boolean colons = p.isSub(i + 1);
    int kind = p.at(i + 1);
    int colour;
    int next;
    if (kind == 5) {
      colour = Style.INDEXED | p.at(i + 2) & 0xFF;
      next = i + 3;
    } else if (kind == 2) {
      int first = colons && nextMain - i >= 6 ? i + 3 : i + 2;
      colour = Style.RGB | (p.at(first) & 0xFF) << 16 | (p.at(first + 1) & 0xFF) << 8 | p.at(first + 2) & 0xFF;
      next = first + 3;
    } else {
      return nextMain;
    }
    if (!colons && next > p.size()) {
      return p.size();
    }
    switch (p.at(i)) {
      case 38 -> screen.pen = Style.withFore(screen.pen, colour);
      case 48 -> screen.pen = Style.withBack(screen.pen, colour);
      default -> screen.penExtra = new Row.Extra("", colour, screen.penExtra.link());
    }
    return colons ? nextMain : next;
  }

  /** The sequence that gives this style, from whatever it was. */
  static String of(long style, int underlineColour) {
    StringBuilder text = new StringBuilder("\033[0");
    flag(text, style, Style.BOLD, ";1");
    flag(text, style, Style.DIM, ";2");
    flag(text, style, Style.ITALIC, ";3");
    if (Style.underline(style) == 1) {
      text.append(";4");
    } else if (Style.underline(style) > 1) {
      text.append(";4:").append(Style.underline(style));
    }
    flag(text, style, Style.BLINK, ";5");
    flag(text, style, Style.INVERSE, ";7");
    flag(text, style, Style.HIDDEN, ";8");
    flag(text, style, Style.STRIKE, ";9");
    flag(text, style, Style.OVERLINE, ";53");
    colour(text, Style.fore(style), 30);
    colour(text, Style.back(style), 40);
    if (underlineColour != 0) {
      colour(text, underlineColour, 50);
    }
    return text.append('m').toString();
  }

  private static void flag(StringBuilder text, long style, long flag, String number) {
    if ((style & flag) != 0) {
      text.append(number);
    }
  }

  private static void colour(StringBuilder text, int colour, int base) {
    int value = colour & 0xFFFFFF;
    if ((colour & Style.RGB) != 0) {
      text.append(';').append(base + 8);
      String separator = base == 50 ? ":" : ";";
      text.append(separator).append(2).append(base == 50 ? "::" : ";").append(value >> 16).append(separator)
          .append(value >> 8 & 0xFF)
          .append(separator).append(value & 0xFF);
    } else if ((colour & Style.INDEXED) != 0) {
      if (value < 8 && base < 50) {
        text.append(';').append(base + value);
      } else if (value < 16 && base < 50) {
        text.append(';').append(base + 60 + value - 8);
      } else {
        text.append(';').append(base + 8).append(base == 50 ? ":5:" : ";5;").append(value);
      }
    }
  }
}
