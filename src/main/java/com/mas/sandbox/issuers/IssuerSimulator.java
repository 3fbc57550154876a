package com.mas.sandbox.issuers;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Given;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Holds what the issuers of the sandbox have in common: their credentials, certificates, tokens and switches. */
abstract class IssuerSimulator implements Simulator {
  /** The first row of a page has no address. */
  static final Kind NO_EMAIL = Kind.own("noEmail");
  /** The first row of a page is the last one of the page before. */
  static final Kind REPEATED = Kind.own("repeated");
  static final String LIST = "list";
  static final String TOKEN = "token";
  private static final int MOST = 1_000_000;
  private static final int MOST_ADDED = 1_000;
  private static final int MOST_ROWS = 1_000;
  private static final int TOKENS = 50;
  private static final int TOKEN_SECONDS = 300;

  private record Token(String text, Instant until) {}

  final Clock clock;
  private final String name;
  private final String prefix;
  private final int usual;
  private final String[] titles;
  private final List<Issued> added = new ArrayList<>();
  private final Kept<Token> tokens = new Kept<>(TOKENS);
  private int number;
  private boolean hasCertificates = true;
  private long given;

  IssuerSimulator(String name, String prefix, int usual, Clock clock, String... titles) {
    this.name = name;
    this.prefix = prefix;
    this.usual = usual;
    this.number = usual;
    this.clock = clock;
    this.titles = titles;
  }

  /** Returns a row as it is listed; without an address where that is null. */
  abstract JsonObject shown(Issued of, String email, String certificate);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<Kind> kinds() {
    return Kind.withLists(NO_EMAIL, REPEATED);
  }

  @Override
  public final void switches(Switches switches) {
    switches.on("PUT", "scale", this::scale).on("PUT", "credential", this::add);
  }

  final Route certificates() {
    return Route.get("/certificates/:file", "certificate", this::certificate).open();
  }

  // --- lists --------------------------------------------------------------------------------------------------------

  /** A page of the list, and how many rows there are. */
  record Rows(JsonArray rows, int total) {}

  /** Holds what is listed from a time on: a part of the fixed list, and of what was added. */
  private final class Listed {
    private final int first;
    private final List<Issued> more;

    Listed(int first, List<Issued> more) {
      this.first = first;
      this.more = more;
    }

    int total() {
      return number - first + more.size();
    }

    Issued at(int place) {
      int fixed = number - first;
      return place < fixed ? nth(first + place) : more.get(place - fixed);
    }
  }

  /** @param since parameter that has the time from which on is listed */
  final Rows rows(Exchange call, String since, int start, int asked) {
    Listed listed = listed(call.query(since));
    int total = listed.total();
    JsonArray rows = new JsonArray();
    int end = (int) Math.min(total, (long) start + asked);
    for (int at = start; at < end; at++) {
      Issued issued = listed.at(call.struck().at(at, total));
      boolean isFirst = at == start;
      if (isFirst && start > 0 && call.struck().has(REPEATED)) {
        rows.add(row(call, listed.at(start - 1), false));
      }
      rows.add(row(call, issued, isFirst && call.struck().has(NO_EMAIL)));
      if (call.struck().twice(at)) {
        rows.add(row(call, issued, false));
      }
    }
    return new Rows(rows, call.struck().total(total));
  }

  private JsonObject row(Exchange call, Issued of, boolean isNameless) {
    String certificate = of.certificate() == null
        ? "http://" + call.header("Host") + "/" + name + "/certificates/" + of.id() + ".pdf"
        : of.certificate().isEmpty() ? null : of.certificate();
    return shown(of, isNameless ? null : of.email(), certificate);
  }

  private Listed listed(String since) {
    Instant from;
    try {
      from = since == null ? Instant.MIN : Instant.parse(since);
    } catch (DateTimeException e) {
      from = Instant.MIN;
    }
    int low = 0;
    int high = number;
    while (low < high) {
      int middle = (low + high) / 2;
      if (nth(middle).at().isBefore(from)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    Instant earliest = from;
    return new Listed(low, added.stream().filter(each -> !each.at().isBefore(earliest)).toList());
  }

  private Issued nth(int place) {
    return Issued.nth(place, number, prefix, titles, hasCertificates);
  }

  final Issued find(String id) {
    for (Issued each : added) {
      if (each.id().equals(id)) {
        return each;
      }
    }
    String n = id != null && id.startsWith(prefix) ? id.substring(prefix.length()) : "";
    return n.matches("[1-9][0-9]{0,6}") && Integer.parseInt(n) <= number ? nth(Integer.parseInt(n) - 1) : null;
  }

  /** Returns a number of the query; another one where it is none. */
  static int number(Exchange call, String parameter, int least, int most, int usual) {
    String text = call.query(parameter);
    return text != null && text.matches("[0-9]{1,9}") ? Math.clamp(Integer.parseInt(text), least, most) : usual;
  }

  static int size(Exchange call, String parameter) {
    return call.struck().rows(number(call, parameter, 1, MOST_ROWS, 20));
  }

  private void certificate(Exchange call) {
    Issued of = find(call.path("file").replaceFirst("\\.pdf$", ""));
    if (of == null) {
      refuse(call, 404);
    } else {
      call.send(200, "application/pdf", of.pdf(name));
    }
  }

  // --- tokens -------------------------------------------------------------------------------------------------------

  final void token(Exchange call, String id, String secret) {
    JsonObject asked = call.json();
    if (!id.equals(asked.getValue("client_id")) || !secret.equals(asked.getValue("client_secret"))) {
      call.json(401, new JsonObject().put("error", "invalid_client"));
      return;
    }
    String token = name + "-token-" + ++given;
    tokens.add(new Token(token, clock.instant().plusSeconds(TOKEN_SECONDS)));
    call.json(new JsonObject().put("access_token", token).put("token_type", "Bearer")
        .put("expires_in", TOKEN_SECONDS));
  }

  final boolean holds(Exchange call) {
    String shown = call.header("Authorization");
    Instant now = clock.instant();
    return shown != null && tokens.newestFirst()
        .anyMatch(token -> shown.equals("Bearer " + token.text) && now.isBefore(token.until));
  }

  @Override
  public void expire() {
    tokens.clear();
  }

  @Override
  public final void refuse(Exchange call, int status) {
    String error = switch (status) {
      case 401 -> "invalid_token";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 429 -> "too_many_requests";
      default -> "error";
    };
    call.send(status, "application/json", Buffer.buffer(new JsonObject().put("error", error).encode()));
  }

  @Override
  public final void reset() {
    number = usual;
    hasCertificates = true;
    added.clear();
    tokens.clear();
    given = 0;
  }

  @Override
  public final Map<String, Kept.Held> held() {
    return Map.of("added", new Kept.Held(added.size(), MOST_ADDED), "tokens", tokens.held());
  }

  static Map<String, String> unlessConfigured(Function<String, String> configured, String address,
      Map<String, String> settings) {
    return configured.apply(address).isEmpty() ? new LinkedHashMap<>(settings) : Map.of();
  }

  // --- switches -----------------------------------------------------------------------------------------------------

  private JsonObject scale(Switches.Asked asked) {
    Given body = asked.body("credentials", "certificates");
    number = body.whole("credentials", 0, MOST, null);
    hasCertificates = body.whole("certificates", 0, 1, 1) == 1;
    return new JsonObject().put("credentials", number).put("certificates", hasCertificates);
  }

  private JsonObject add(Switches.Asked asked) {
    Given body = asked.body("id", "email", "name", "title", "hours", "certificate", "good");
    if (added.size() >= MOST_ADDED) {
      throw new Given.Refused("", "would be more than " + MOST_ADDED);
    }
    Issued issued = new Issued(body.text("id"), body.text("email"),
        body.has("name") ? body.text("name") : "Asha Kulkarni", body.text("title"), body.whole("hours", 0, 100_000, 10),
        clock.instant(), body.has("certificate") ? body.text("certificate") : "",
        body.whole("good", 0, 1, 1) == 1);
    added.add(issued);
    return shown(issued, issued.email(), issued.certificate());
  }
}
