package com.mas.sandbox.mail;

import com.mas.sandbox.kit.Desk;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import com.mas.sandbox.kit.Tally;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A mail server that delivers to nobody: SMTP on a loopback port of its own, for whoever logs in. Each command is a
 * call, by the words of {@link Conversation#WORDS}, so that each can be made to fail.
 */
public final class MailSimulator implements Simulator {
  public static final String USER = "sandbox";
  public static final String PASSWORD = "sandbox-mail-password";
  static final int MAX_MAIL = 512 * 1024;
  private static final int KEPT = 200;
  private static final long MOST_BYTES = 16L << 20;
  private static final int COUNTED = 100_000;

  private final Vertx vertx;
  private final Clock clock;
  private final String host;
  private final Kept<ReceivedMail> mails = new Kept<>(KEPT, MOST_BYTES, mail -> 2 * mail.raw().length());
  private final Tally perRecipient = new Tally(COUNTED);
  private long received;
  private int connections;
  private NetServer server;

  public MailSimulator(Vertx vertx, Clock clock, String host) {
    this.vertx = vertx;
    this.clock = clock;
    this.host = host;
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public List<Route> routes() {
    return List.of();
  }

  @Override
  public Set<String> words() {
    return Conversation.WORDS;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(Kind.STATUS, Kind.HANG, Kind.CLOSE, Kind.EXPIRE, Kind.SLOW, Kind.SLOW_BODY, Kind.TRUNCATED,
        Kind.LOSE, Kind.GARBAGE, Kind.HUGE);
  }

  /**
   * Shows the newest mail first, decoded; counts those since the start, how many went to the same recipient, and the
   * connections that are open.
   */
  @Override
  public void switches(Switches switches) {
    switches.on("GET", "messages", asked -> list(asked.query("to")))
        .on("DELETE", "messages", asked -> {
          mails.clear();
          return list(null);
        })
        .on("GET", "counts", asked -> counts(asked.query("to")));
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("SMTP_HOST").isEmpty()) {
      settings.put("SMTP_HOST", "127.0.0.1");
      settings.put("SMTP_PORT", Integer.toString(server.actualPort()));
      settings.put("SMTP_USER", USER);
      settings.put("SMTP_PASSWORD", PASSWORD);
      settings.put("SMTP_TLS", "off");
    }
    return settings;
  }

  /** Says that nothing is here over HTTP but the switches. */
  @Override
  public void refuse(Exchange call, int status) {
    call.json(status, new JsonObject().put("message", "Mail is taken by SMTP."));
  }

  @Override
  public void reset() {
    mails.clear();
    perRecipient.clear();
    received = 0;
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("mails", mails.held(), "recipients", perRecipient.held());
  }

  @Override
  public Future<?> open(Desk desk) {
    server = vertx.createNetServer().connectHandler(socket -> {
      connections++;
      new Conversation(vertx, socket, desk.faults(), desk.calls(), this::keep).begin(over -> connections--);
    });
    return server.listen(0, host);
  }

  private long keep(String sender, List<String> recipients, String raw) {
    mails.add(ReceivedMail.of(++received, clock.instant(), sender, recipients, raw));
    recipients.forEach(perRecipient::add);
    return received;
  }

  private JsonObject list(String to) {
    JsonArray shown = new JsonArray();
    mails.newestFirst().filter(mail -> to == null || mail.to().contains(to.toLowerCase(Locale.ROOT)))
        .forEach(mail -> shown.add(mail.toJson()));
    return new JsonObject().put("messages", shown);
  }

  private JsonObject counts(String to) {
    List<Integer> each = perRecipient.all().entrySet().stream()
        .filter(one -> to == null || one.getKey().contains(to.toLowerCase(Locale.ROOT))).map(Map.Entry::getValue)
        .toList();
    return new JsonObject()
        .put("received", to == null ? received : each.stream().mapToLong(Integer::longValue).sum())
        .put("connections", connections).put("recipients", each.size())
        .put("mostPerRecipient", each.stream().max(Integer::compare).orElse(0));
  }
}
