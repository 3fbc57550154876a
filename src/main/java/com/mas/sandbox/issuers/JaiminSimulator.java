package com.mas.sandbox.issuers;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Route;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Jaimin: a key in a header, then parts of the list by the number of rows; asked about one, it says whether it is. */
public final class JaiminSimulator extends IssuerSimulator {
  /** Opens nothing but this simulator. */
  public static final String KEY = "jaimin-key-1";
  private static final int NUMBER = 27;

  public JaiminSimulator(Clock clock) {
    super("jaimin", "J-", NUMBER, clock, "Cloud Basics", "Network Support", "Office Automation");
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/api/certs", LIST, this::list).list("offset"),
        Route.post("/api/verify", "verify", this::verify), certificates());
  }

  @Override
  public boolean admits(Exchange call) {
    return KEY.equals(call.header("X-API-Key"));
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    return unlessConfigured(configured, "JAIMIN_BASE_URL", Map.of("JAIMIN_BASE_URL", base, "JAIMIN_API_KEY", KEY));
  }

  private void list(Exchange call) {
    int size = size(call, "limit");
    int offset = number(call, "offset", 0, Integer.MAX_VALUE / 2, 0);
    Rows rows = rows(call, "since", offset, size);
    int next = offset + size;
    boolean more = next < rows.total();
    call.json(new JsonObject().put("data", rows.rows()).put("meta", new JsonObject().put("total", rows.total())
        .put("has_more", more).put("next_offset", more ? next : null)));
  }

  private void verify(Exchange call) {
    JsonObject asked = call.json();
    Issued of = find(String.valueOf(asked.getValue("cert_id")));
    call.json(new JsonObject().put("verified", of != null && of.isGood() && of.email().toLowerCase(Locale.ROOT)
        .equals(String.valueOf(asked.getValue("trainee_email")))));
  }

  @Override
  JsonObject shown(Issued of, String email, String certificate) {
    return new JsonObject().put("cert_id", of.id()).put("trainee_email", email).put("trainee_name", of.name())
        .put("program_name", of.title()).put("program_code", "P-" + of.hours()).put("industry_sector", "IT")
        .put("skill_level", "beginner").put("duration_hours", of.hours())
        .put("completed_on", of.at().toString().substring(0, 10)).put("issued_by", "Jaimin Pvt Ltd")
        .put("certificate_url", certificate).put("role", "Learner").put("tags", new JsonArray().add("cloud"));
  }
}
