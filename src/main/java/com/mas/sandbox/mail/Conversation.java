package com.mas.sandbox.mail;

import com.mas.sandbox.kit.Calls;
import com.mas.sandbox.kit.Faults;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Slowly;
import com.mas.sandbox.kit.Struck;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** One connection of a mail client. */
final class Conversation {
  /** Names all that can be struck: the greeting, commands, the dot that ends a mail, and {@code other} commands. */
  static final Set<String> WORDS =
      new TreeSet<>(List.of("greeting", "ehlo", "auth", "mail", "rcpt", "data", "end", "other"));

  private static final int MAX_RECIPIENTS = 50;
  private static final long HANG_MS = 120_000;
  private static final String CREDENTIALS = '\0' + MailSimulator.USER + '\0' + MailSimulator.PASSWORD;

  /** Keeps a mail, and returns its number. */
  interface Keeper {
    long keep(String sender, List<String> recipients, String raw);
  }

  private final Vertx vertx;
  private final NetSocket socket;
  private final Faults faults;
  private final Calls calls;
  private final Keeper keeper;
  private final RecordParser lines = RecordParser.newDelimited("\r\n").maxRecordSize(MailSimulator.MAX_MAIL);
  private final List<String> recipients = new ArrayList<>();
  private String sender = "";
  private StringBuilder data;
  private boolean isLoggedIn;
  private boolean isOver;

  Conversation(Vertx vertx, NetSocket socket, Faults faults, Calls calls, Keeper keeper) {
    this.vertx = vertx;
    this.socket = socket;
    this.faults = faults;
    this.calls = calls;
    this.keeper = keeper;
  }

  /** @param over is told when the connection has ended */
  void begin(Handler<Void> over) {
    lines.handler(this::line);
    lines.exceptionHandler(tooLong -> socket.close());
    socket.exceptionHandler(broken -> {});
    socket.closeHandler(closed -> {
      isOver = true;
      over.handle(null);
    });
    socket.handler(lines);
    call("greeting", "connected");
  }

  private void line(Buffer bytes) {
    String line = bytes.toString();
    if (data == null) {
      String verb = line.split("[ :]", 2)[0].toLowerCase(Locale.ROOT);
      String word = verb.equals("helo") ? "ehlo" : WORDS.contains(verb) ? verb : "other";
      call(word, line);
    } else if (line.equals(".")) {
      call("end", line);
    } else if (data.length() + line.length() > MailSimulator.MAX_MAIL) {
      socket.write("552 too large\r\n");
      socket.close();
    } else {
      data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
  }

  private void call(String word, String line) {
    Calls.Entry entry = calls.begin(word, null, word.equals("auth") ? "AUTH" : line, null);
    Struck struck = faults.strike(word, 0);
    if (struck.has(Kind.HANG)) {
      long limit = vertx.setTimer(HANG_MS, late -> socket.close());
      faults.changed().onSuccess(changed -> {
        if (vertx.cancelTimer(limit)) {
          act(word, line, struck, entry);
        }
      });
    } else if (struck.has(Kind.SLOW)) {
      vertx.setTimer(struck.value(Kind.SLOW), late -> act(word, line, struck, entry));
    } else {
      act(word, line, struck, entry);
    }
  }

  private void act(String word, String line, Struck struck, Calls.Entry entry) {
    if (isOver) {
      entry.end(0);
    } else if (struck.has(Kind.CLOSE)) {
      socket.close();
      entry.end(0);
    } else if (struck.has(Kind.STATUS) || struck.has(Kind.EXPIRE)) {
      int status = struck.has(Kind.STATUS) ? struck.value(Kind.STATUS) : 535;
      data = null;
      socket.write(status + " refused by the sandbox\r\n");
      entry.end(status);
    } else {
      String reply = reply(word, line);
      entry.end(Integer.parseInt(reply.substring(0, 3)));
      answer(reply + "\r\n", struck);
    }
  }

  private String reply(String word, String line) {
    return switch (word) {
      case "greeting" -> "220 sandbox";
      case "ehlo" -> "250-sandbox\r\n250 AUTH PLAIN";
      case "auth" -> logIn(line);
      case "mail" -> {
        recipients.clear();
        sender = address(line);
        yield isLoggedIn ? "250 ok" : "530 log in first";
      }
      case "rcpt" -> {
        if (recipients.size() >= MAX_RECIPIENTS) {
          yield "452 too many recipients";
        }
        recipients.add(address(line).toLowerCase(Locale.ROOT));
        yield "250 ok";
      }
      case "data" -> {
        data = recipients.isEmpty() || !isLoggedIn ? null : new StringBuilder();
        yield data == null ? "503 no recipient" : "354 go on, end with a dot";
      }
      case "end" -> {
        long number = keeper.keep(sender, List.copyOf(recipients), data.toString());
        data = null;
        recipients.clear();
        yield "250 kept as " + number;
      }
      default -> other(line);
    };
  }

  private String logIn(String line) {
    String[] words = line.split(" ");
    String shown;
    try {
      shown = words.length == 3 && words[1].equalsIgnoreCase("PLAIN")
          ? new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8) : "";
    } catch (IllegalArgumentException e) {
      shown = "";
    }
    isLoggedIn = shown.equals(CREDENTIALS);
    return isLoggedIn ? "235 welcome" : "535 wrong user or password";
  }

  private String other(String line) {
    switch (line.toUpperCase(Locale.ROOT)) {
      case "QUIT" -> {
        return "221 bye";
      }
      case "RSET" -> {
        recipients.clear();
        return "250 ok";
      }
      case "NOOP" -> {
        return "250 ok";
      }
      default -> {
        return "500 unknown";
      }
    }
  }

  private void answer(String reply, Struck struck) {
    Buffer bytes = Buffer.buffer(reply);
    if (struck.has(Kind.LOSE)) {
      socket.close();
    } else if (struck.has(Kind.TRUNCATED)) {
      socket.write(bytes.slice(0, bytes.length() / 2)).onComplete(written -> socket.close());
    } else if (struck.has(Kind.GARBAGE)) {
      socket.write("\u0000\u00ff garbage\r\n");
    } else if (struck.has(Kind.HUGE)) {
      Slowly.blanks(socket, struck.value(Kind.HUGE)).onComplete(written -> socket.close());
    } else if (struck.has(Kind.SLOW_BODY)) {
      Slowly.write(vertx, socket, bytes, struck.value(Kind.SLOW_BODY));
    } else if (reply.startsWith("221")) {
      socket.end(bytes);
    } else {
      socket.write(bytes);
    }
  }

  private static String address(String line) {
    int from = line.indexOf('<');
    int to = line.indexOf('>', from + 1);
    return from < 0 || to < 0 ? "" : line.substring(from + 1, to);
  }
}
