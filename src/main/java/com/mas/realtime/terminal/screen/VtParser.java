package com.mas.realtime.terminal.screen;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes bytes apart into characters, controls and sequences, as the state machine of DEC's later terminals does. UTF-8
 * that is not valid is left out, as xterm.js does.
 */
final class VtParser {
  private static final int LONGEST_STRING = 8 << 10;
  private static final int LONGEST_UNFINISHED = 16 << 10;
  private static final byte[] NOTHING = {};

  private enum State {
    GROUND, ESCAPE, INTERMEDIATE, CSI, CSI_IGNORE, OSC, STRING, STRING_ESCAPE, OSC_ESCAPE
  }

  private final Screen screen;
  private final Controls controls;
  private State state = State.GROUND;
  private final Parameters parameters = new Parameters();
  private int prefix;
  private int intermediate;
  private final byte[] string = new byte[LONGEST_STRING];
  private int stringLength;
  private int introducer;
  private int code;
  private int missing;
  /** True if the character under way is not shown. */
  private boolean dropped;
  private int least;
  /** Start of the sequence or character under way in this piece of input; -1 in the ground state. */
  private int begun = -1;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

  VtParser(Screen screen) {
    this.screen = screen;
    this.controls = new Controls(screen);
  }

  /** Returns the bytes that another terminal needs before it can take those that come next. */
  byte[] unfinished() {
    if (unfinished.size() <= LONGEST_UNFINISHED) {
      return unfinished.size() == 0 ? NOTHING : withoutControls(unfinished.toByteArray());
    }
    // so much is no title: a picture or a paste, of no effect here
    return new byte[] {0x1B, (byte) (introducer == ']' ? 'P' : introducer), 'q'};
  }

  /** Controls within a sequence have been executed already. */
  private static byte[] withoutControls(byte[] bytes) {
    int length = 0;
    for (byte b : bytes) {
      if (b < 0 || b >= 0x20 || b == 0x1B) {
        bytes[length++] = b;
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  void feed(byte[] bytes, int from, int to) {
    begun = unfinished.size() > 0 ? from : -1;
    int i = from;
    while (i < to) {
      int b = bytes[i] & 0xFF;
      if (state == State.GROUND && missing == 0) {
        if (b >= 0x20 && b < 0x7F) {
          int start = i;
          do {
            i++;
          } while (i < to && bytes[i] >= 0x20 && bytes[i] < 0x7F);
          screen.printAscii(bytes, start, i);
          controls.position += i - start;
          continue;
        }
        if (b >= 0x80 || b == 0x1B) {
          begun = i;
        }
      }
      if (missing > 0) {
        if ((b & 0xC0) == 0x80) {
          i++;
          controls.position++;
          proceed(b);
        } else {
          missing = 0; // the byte starts something new
          dropped = false;
          settle();
          continue;
        }
      } else {
        i++;
        controls.position++;
        take(b);
      }
      if (state == State.GROUND && missing == 0) {
        settle();
      }
    }
    if (begun >= 0 && unfinished.size() <= LONGEST_UNFINISHED) {
      unfinished.write(bytes, begun, to - begun);
    }
  }

  private void settle() {
    begun = -1;
    unfinished.reset();
  }

  private void proceed(int b) {
    code = code << 6 | b & 0x3F;
    boolean drop = dropped;
    dropped &= missing > 1;
    if (--missing == 0 && (!drop || code < 0xA0) && code >= least && code <= Character.MAX_CODE_POINT
        && (code < 0xD800 || code > 0xDFFF)) {
      printOrControl(code);
    }
  }

  private void printOrControl(int character) {
    if (character < 0xA0) {
      state = State.ESCAPE;
      enter();
      escape(character - 0x40);
    } else {
      screen.print(character);
    }
  }

  private void take(int b) {
    if (b == 0x18 || b == 0x1A) {
      state = State.GROUND;
      screen.printed = 0;
      return;
    }
    switch (state) {
      case GROUND -> ground(b);
      case ESCAPE, INTERMEDIATE -> {
        if (b == 0x1B) {
          enter();
          state = State.ESCAPE;
        } else if (b < 0x20) {
          execute(b);
        } else if (b < 0x7F) {
          escape(b);
        } else if (b > 0x7F) {
          abort(b);
        }
      }
      case CSI, CSI_IGNORE -> {
        if (b == 0x1B) {
          enter();
          state = State.ESCAPE;
        } else if (b < 0x20) {
          execute(b);
        } else if (b < 0x7F) {
          csi(b);
        } else if (b > 0x7F && state == State.CSI) {
          abort(b);
        }
      }
      case OSC, STRING -> string(b);
      case OSC_ESCAPE, STRING_ESCAPE -> {
        boolean wasOsc = state == State.OSC_ESCAPE;
        if (wasOsc) {
          controls.osc(text());
        }
        screen.printed = 0;
        state = State.ESCAPE;
        enter();
        if (b == '\\') {
          state = State.GROUND;
        } else {
          take(b);
        }
      }
    }
  }

  /** Ends the sequence by a character that cannot be part of it, and drops that too. */
  private void abort(int b) {
    state = State.GROUND;
    ground(b);
    dropped = missing > 0;
  }

  private void ground(int b) {
    if (b == 0x1B) {
      enter();
      state = State.ESCAPE;
    } else if (b < 0x20) {
      execute(b);
    } else if (b >= 0xC2 && b <= 0xF4) {
      missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
      least = missing == 1 ? 0x80 : missing == 2 ? 0x800 : 0x10000;
      code = b & (0x3F >> missing);
    }
  }

  private void execute(int b) {
    controls.execute(b);
    screen.printed = 0; // only what was printed just before can be repeated
  }

  private void enter() {
    parameters.clear();
    prefix = 0;
    intermediate = 0;
    stringLength = 0;
  }

  private void escape(int b) {
    if (b < 0x30) {
      intermediate = b;
      state = State.INTERMEDIATE;
      return;
    }
    State next = State.GROUND;
    if (state == State.INTERMEDIATE) {
      controls.escape(intermediate, b);
      screen.printed = 0;
    } else {
      switch (b) {
        case '[' -> next = State.CSI;
        case ']' -> next = State.OSC;
        case 'P', 'X', '^', '_' -> next = State.STRING;
        default -> {
          controls.escape(0, b);
          screen.printed = 0;
        }
      }
    }
    introducer = b;
    state = next;
  }

  private void csi(int b) {
    if (b >= 0x40) {
      State was = state;
      state = State.GROUND;
      if (was == State.CSI) {
        controls.csi(prefix, intermediate, b, parameters);
        screen.printed = 0;
      }
    } else if (b >= 0x3C) {
      if (parameters.isEmpty() && prefix == 0) {
        prefix = b;
      } else {
        state = State.CSI_IGNORE;
      }
    } else if (b >= 0x30) {
      if (intermediate == 0) {
        parameters.add(b);
      } else {
        state = State.CSI_IGNORE;
      }
    } else {
      intermediate = b;
    }
  }

  private void string(int b) {
    if (b == 0x1B) {
      state = state == State.OSC ? State.OSC_ESCAPE : State.STRING_ESCAPE;
    } else if (b == 0x07 && state == State.OSC) {
      state = State.GROUND;
      controls.osc(text());
      screen.printed = 0;
    } else if (b >= 0x20 && state == State.OSC) {
      if (stringLength < LONGEST_STRING) {
        string[stringLength] = (byte) b;
      }
      stringLength++;
    }
  }

  /** Null when it was too long to keep. */
  private String text() {
    return stringLength > LONGEST_STRING ? null : new String(string, 0, stringLength, StandardCharsets.UTF_8);
  }
}
