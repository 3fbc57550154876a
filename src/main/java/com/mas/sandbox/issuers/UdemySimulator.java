package com.mas.sandbox.issuers;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Route;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Udemy: client credentials of OAuth 2, then pages that name the address of the next one. */
public final class UdemySimulator extends IssuerSimulator {
  /** Opens nothing but this simulator. */
  public static final String CLIENT_ID = "udemy-sandbox";
  public static final String SECRET = "udemy-secret-1";
  private static final int NUMBER = 30;

  public UdemySimulator(Clock clock) {
    super("udemy", "U-", NUMBER, clock, "SQL Bootcamp", "Python for Everybody", "Statistics from Zero", "Excel Skills");
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/oauth/token", TOKEN, this::give).open(),
        Route.get("/api/v1/certificates", LIST, this::list).list("page"), certificates());
  }

  @Override
  public boolean admits(Exchange call) {
    return holds(call);
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    return unlessConfigured(configured, "UDEMY_BASE_URL",
        Map.of("UDEMY_BASE_URL", base, "UDEMY_CLIENT_ID", CLIENT_ID, "UDEMY_CLIENT_SECRET", SECRET));
  }

  private void give(Exchange call) {
    if ("client_credentials".equals(call.json().getValue("grant_type"))) {
      token(call, CLIENT_ID, SECRET);
    } else {
      call.json(400, new JsonObject().put("error", "unsupported_grant_type"));
    }
  }

  private void list(Exchange call) {
    int page = number(call, "page", 1, Integer.MAX_VALUE / 2_000, 1);
    int size = size(call, "page_size");
    Rows rows = rows(call, "completed_after", (page - 1) * size, size);
    boolean more = (long) page * size < rows.total();
    call.json(new JsonObject().put("count", rows.total()).put("next", more ? "http://" + call.header("Host") + "/"
        + name() + "/api/v1/certificates?page=" + (page + 1) + "&page_size=" + size : null)
        .put("results", rows.rows()));
  }

  @Override
  JsonObject shown(Issued of, String email, String certificate) {
    return new JsonObject().put("id", of.id()).put("completion_date", of.at().toString())
        .put("course", new JsonObject().put("id", of.hours()).put("title", of.title())
            .put("description", "All of " + of.title() + ".").put("category", "Data")
            .put("estimated_hours", of.hours()))
        .put("user", new JsonObject().put("email", email).put("display_name", of.name()))
        .put("certificate_url", certificate);
  }
}
