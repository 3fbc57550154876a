package com.mas.realtime.terminal.screen;

/** Modes of DECSET and SM; each is off or at its default after a reset. */
enum Mode {
  CURSOR_KEYS("?1"), REVERSE("?5"), ORIGIN("?6"), WRAP("?7"), BLINK("?12"), VISIBLE("?25"), REVERSE_WRAP("?45"),
  KEYPAD("?66"),
  MOUSE_X10("?9"), MOUSE_PRESS("?1000"), MOUSE_DRAG("?1002"), MOUSE_MOVE("?1003"), FOCUS("?1004"), MOUSE_UTF8("?1005"),
  MOUSE_SGR("?1006"), MOUSE_URXVT("?1015"), MOUSE_PIXELS("?1016"), ALTERNATE_SCROLL("?1007"), PASTE("?2004"),
  INSERT("4"), NEWLINE("20");

  final String number;

  Mode(String number) {
    this.number = number;
  }

  boolean byDefault() {
    return this == WRAP || this == VISIBLE;
  }
}
