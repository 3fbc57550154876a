package com.mas.sandbox;

import com.mas.bus.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A mail server that delivers to nobody: SMTP on a loopback port of its own, and what came in over HTTP. Keeps the last
 * {@value #KEPT} mails of at most {@value #MAX_MAIL} bytes.
 */
final class MailSimulator {
  static final int KEPT = 200;
  static final int MAX_MAIL = 512 * 1024;
  static final int COUNTED = 100_000;
  private static final int MAX_RECIPIENTS = 50;

  private final Vertx vertx;
  private final Clock clock;
  private final Deque<ReceivedMail> mails = new ArrayDeque<>();
  private final Map<String, Integer> perRecipient = new HashMap<>();
  private long received;
  private NetServer server;

  MailSimulator(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  Future<NetServer> listen(String host) {
    server = vertx.createNetServer().connectHandler(socket -> new Conversation(socket).begin());
    return server.listen(0, host);
  }

  int port() {
    return server.actualPort();
  }

  /**
   * {@code GET /messages?to=…}: the newest first; {@code DELETE /messages}: forgets them. {@code GET /counts}: how many
   * came since the start, and how many of them to the same recipient; of the first {@value #COUNTED} recipients. With
   * {@code ?to=…} only those to such addresses.
   */
  Router router() {
    Router router = Router.router(vertx);
    router.get("/messages").handler(this::list);
    router.delete("/messages").handler(context -> {
      mails.clear();
      list(context);
    });
    router.get("/counts").handler(context -> context.response().putHeader("Content-Type", "application/json")
        .end(Json.write(counts(context.request().getParam("to")))));
    return router;
  }

  private record Counts(long received, int recipients, int mostPerRecipient) {}

  private Counts counts(String to) {
    List<Integer> each = perRecipient.entrySet().stream().filter(one -> to == null || one.getKey()
        .contains(to.toLowerCase(Locale.ROOT))).map(Map.Entry::getValue).toList();
    return new Counts(to == null ? received : each.stream().mapToLong(Integer::longValue).sum(), each.size(),
        each.stream().max(Integer::compare).orElse(0));
  }

  private void list(RoutingContext context) {
    String to = context.request().getParam("to");
    List<ReceivedMail> shown = mails.stream().filter(mail -> to == null || mail.to()
        .contains(to.toLowerCase(Locale.ROOT))).toList();
    context.response().putHeader("Content-Type", "application/json").end(Json.write(shown));
  }

  private final class Conversation {
    private final NetSocket socket;
    private final RecordParser lines = RecordParser.newDelimited("\r\n").maxRecordSize(MAX_MAIL);
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";
    private StringBuilder data;

    Conversation(NetSocket socket) {
      this.socket = socket;
    }

    void begin() {
      lines.handler(this::line);
      lines.exceptionHandler(tooLong -> socket.close());
      socket.exceptionHandler(broken -> { });
      socket.handler(lines);
      say("220 sandbox");
    }

    private void line(Buffer bytes) {
      String line = bytes.toString();
      if (data == null) {
        command(line);
      } else if (line.equals(".")) {
        keep();
      } else if (data.length() + line.length() > MAX_MAIL) {
        say("552 too large");
        socket.close();
      } else {
        data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
      }
    }

    private void command(String line) {
      String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO", "HELO" -> say("250 sandbox");
        case "MAIL" -> {
          recipients.clear();
          sender = address(line);
          say("250 ok");
        }
        case "RCPT" -> {
          if (recipients.size() < MAX_RECIPIENTS) {
            recipients.add(address(line).toLowerCase(Locale.ROOT));
            say("250 ok");
          } else {
            say("452 too many recipients");
          }
        }
        case "DATA" -> {
          data = recipients.isEmpty() ? null : new StringBuilder();
          say(data == null ? "503 no recipient" : "354 go on, end with a dot");
        }
        case "RSET" -> {
          recipients.clear();
          say("250 ok");
        }
        case "NOOP" -> say("250 ok");
        case "QUIT" -> {
          say("221 bye");
          socket.close();
        }
        default -> say("500 unknown");
      }
    }

    private void keep() {
      mails.addFirst(ReceivedMail.of(++received, clock.instant(), sender, recipients, data.toString()));
      if (mails.size() > KEPT) {
        mails.removeLast();
      }
      recipients.stream().filter(to -> perRecipient.size() < COUNTED || perRecipient.containsKey(to))
          .forEach(to -> perRecipient.merge(to, 1, Integer::sum));
      data = null;
      recipients.clear();
      say("250 kept as " + received);
    }

    private void say(String line) {
      socket.write(line + "\r\n");
    }

    private static String address(String line) {
      int from = line.indexOf('<');
      int to = line.indexOf('>', from + 1);
      return from < 0 || to < 0 ? "" : line.substring(from + 1, to);
    }
  }
}
