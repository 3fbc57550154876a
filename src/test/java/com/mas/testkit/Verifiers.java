package com.mas.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Independent verifiers of credentials, in their own process: {@code @digitalbazaar/vc} and verifier-core. */
public final class Verifiers {
  private static final int SECONDS = 120;

  private Verifiers() {}

  /**
   * Says what they think of one credential.
   *
   * @param bySuite what the reference library says of each proof, by its suite: "accepted", or why not
   * @param whole what it says of the document as it is
   * @param core what the verifier of the Digital Credentials Consortium says of the document as it is
   * @param status whether the reference library found the status good; null for none
   */
  public record Verdict(Map<String, String> bySuite, String whole, String core, Boolean status) {
    public boolean isAcceptedByAll() {
      return bySuite.values().stream().allMatch("accepted"::equals) && bySuite.size() == 2
          && "accepted".equals(whole) && "accepted".equals(core);
    }

    public boolean isRefusedByAll() {
      return bySuite.values().stream().noneMatch("accepted"::equals) && !"accepted".equals(whole)
          && !"accepted".equals(core);
    }
  }

  /** @param local documents that the verifiers may fetch, by their addresses */
  public static List<Verdict> ask(Path folder, Map<String, JsonNode> local, List<? extends JsonNode> credentials)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("node", "credentials.mjs"));
    for (Map.Entry<String, JsonNode> each : local.entrySet()) {
      command.addAll(List.of("--local", each.getKey() + "=" + file(folder, each.getValue())));
    }
    for (JsonNode credential : credentials) {
      command.add(file(folder, credential).toString());
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (String line : NodeJs.run(SECONDS, Map.of(), command.toArray(String[]::new)).lines().toList()) {
      JsonNode said = Json.MAPPER.readTree(line);
      Map<String, String> bySuite = new LinkedHashMap<>();
      said.get("digitalbazaar").properties().forEach(each -> bySuite.put(each.getKey(), each.getValue().asText()));
      verdicts.add(new Verdict(bySuite, said.get("whole").asText(), said.get("core").asText(),
          said.get("status").isNull() ? null : said.get("status").asBoolean()));
    }
    return verdicts;
  }

  private static Path file(Path folder, JsonNode document) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "credential", ".json"), document.toString());
  }
}
