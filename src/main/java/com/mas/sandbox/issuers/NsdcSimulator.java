package com.mas.sandbox.issuers;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Route;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** NSDC: a login as JSON, then pages by their number. */
public final class NsdcSimulator extends IssuerSimulator {
  /** Opens nothing but this simulator. */
  public static final String CLIENT_ID = "nsdc-sandbox";
  public static final String SECRET = "nsdc-secret-1";
  private static final int NUMBER = 45;

  public NsdcSimulator(Clock clock) {
    super("nsdc", "N-", NUMBER, clock, "Data Entry Operator", "Retail Sales Associate", "Solar Panel Technician",
        "General Duty Assistant", "Field Technician");
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/auth", TOKEN, call -> token(call, CLIENT_ID, SECRET)).open(),
        Route.get("/credentials", LIST, this::list).list("page"), certificates());
  }

  @Override
  public boolean admits(Exchange call) {
    return holds(call);
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    return unlessConfigured(configured, "NSDC_BASE_URL",
        Map.of("NSDC_BASE_URL", base, "NSDC_CLIENT_ID", CLIENT_ID, "NSDC_CLIENT_SECRET", SECRET));
  }

  private void list(Exchange call) {
    int page = number(call, "page", 1, Integer.MAX_VALUE / 2_000, 1);
    int size = size(call, "per_page");
    Rows rows = rows(call, "since", (page - 1) * size, size);
    boolean more = (long) page * size < rows.total();
    call.json(new JsonObject().put("data", rows.rows()).put("pagination", new JsonObject().put("total", rows.total())
        .put("page", page).put("next_page_token", more ? "page_" + (page + 1) : null)));
  }

  @Override
  JsonObject shown(Issued of, String email, String certificate) {
    return new JsonObject().put("credential_id", of.id()).put("candidate_name", of.name()).put("candidate_email", email)
        .put("qualification_title", of.title()).put("qp_code", "SSC/Q" + (2_200 + of.hours())).put("sector", "IT-ITeS")
        .put("nsqf_level", 4).put("training_hours", new JsonObject().put("min", of.hours() / 2).put("max", of.hours()))
        .put("awarding_body", "Sector Skill Council").put("issue_date", of.at().toString().substring(0, 10))
        .put("certificate_url", certificate).put("occupation", of.title())
        .put("description", "Qualified as " + of.title() + ".");
  }
}
