package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Asks the simulator what a real Moodle 4.3 was recorded to answer, and reads it by the product's client. */
class TranscriptsIT {
  @AutoClose private static final MoodleWorld world = new MoodleWorld();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path FOLDER = Path.of("src/test/resources/domain/moodle/transcripts");
  private static final int ALL = 136;
  private static final Map<Integer, String> SITES = Map.of(115, "maintenance", 116, "maintenance", 117, "restOff",
      118, "webServicesOff", 119, "webServicesOff");
  private static final Map<Integer, String> ACCOUNTS = Map.of(120, "asha.k suspended", 121, "asha.k suspended",
      122, "bilal.m mustChangePassword", 123, "bilal.m unconfirmed");

  record Transcript(int number, String name, JsonNode request, JsonNode response) {
    List<String[]> fields(String where) {
      List<String[]> fields = new ArrayList<>();
      request.path(where).forEach(pair -> fields.add(new String[] {pair.get(0).asText(), pair.get(1).asText()}));
      return fields;
    }

    boolean isRest() {
      return request.get("path").asText().endsWith("server.php");
    }

    @Override
    public String toString() {
      return number + " " + name;
    }
  }

  private static List<Transcript> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).map(TranscriptsIT::read)
          .sorted(Comparator.comparingInt(Transcript::number)).toList();
    }
  }

  private static Transcript read(Path file) {
    try {
      JsonNode json = Json.MAPPER.readTree(file.toFile());
      return new Transcript(Integer.parseInt(file.getFileName().toString().replaceFirst("-.*", "")),
          json.get("name").asText(), json.get("request"), json.get("response"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void allAreThere() throws IOException {
    assertEquals(ALL, transcripts().size());
  }

  @TestFactory
  Stream<DynamicTest> theSimulatorAnswersAsTheRealOneDid() throws IOException {
    return transcripts().stream().map(each -> DynamicTest.dynamicTest(each.toString(), () -> {
      stage(each);
      HttpResponse<String> answer = send(each);
      assertEquals(each.response.get("status").intValue(), answer.statusCode());
      String type = answer.headers().firstValue("content-type").orElse("");
      each.response.get("headers").properties().forEach(header -> assertEquals(header.getValue().asText(),
          answer.headers().firstValue(header.getKey()).orElse(null), header.getKey()));
      if (each.response.has("json")) {
        assertTrue(type.startsWith("application/json"), type);
        assertEquals(tokens(each.response.get("json"), answer.body()),
            Json.MAPPER.readTree(answer.body()).toString());
      } else {
        assertEquals(each.response.get("text").asText(), answer.body());
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> theClientReadsThemAsTheyAreMeant() throws IOException {
    return transcripts().stream().filter(each -> each.isRest() && !each.request.has("raw")
        && each.fields("form").stream().anyMatch(field -> field[0].equals("moodlewsrestformat"))
        && each.fields("form").stream().anyMatch(field -> field[0].equals("wsfunction"))
        && each.fields("form").stream().anyMatch(field -> field[0].equals("wstoken")))
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> {
          stage(each);
          Map<String, String> form = new LinkedHashMap<>();
          each.fields("form").forEach(field -> form.put(field[0], real(field[1])));
          String token = form.remove("wstoken");
          String function = form.remove("wsfunction");
          form.remove("moodlewsrestformat");
          JsonNode recorded = each.response.path("json");
          if (recorded.has("errorcode") || each.response.get("status").intValue() == 403) {
            Refused refused = assertThrows(Refused.class,
                () -> world.node.on(() -> world.node.client.call(token, function, form, false)));
            assertEquals(recorded.path("errorcode").asText("accessexception"), refused.code());
          } else {
            assertEquals(recorded.toString(),
                world.node.on(() -> world.node.client.call(token, function, form, false)).toString());
          }
        }));
  }

  /** Brings the simulator into the state in which this was recorded; what was made there stays made. */
  private static void stage(Transcript of) {
    int n = of.number;
    boolean isMaking = n >= 102 && n <= 112 || n == 127;
    if (!isMaking || n == 102 || n == 127) {
      world.sandbox.reset("moodle");
    }
    String chapter = n >= 82 && n <= 97 || n == 132 || n == 133 || n == 136 ? "caps" : n == 113 || n == 114 ? "complete"
        : n >= 128 && n <= 130 ? "afterTask" : n >= 124 && n <= 127 ? "debug" : "plain";
    world.sandbox("PUT", "site", "{\"state\":\"%s\",\"chapter\":\"%s\"}".formatted(SITES.getOrDefault(n, "well"),
        chapter));
    if (ACCOUNTS.containsKey(n)) {
      String[] account = ACCOUNTS.get(n).split(" ");
      world.sandbox("PUT", "account",
          "{\"username\":\"%s\",\"state\":\"%s\"}".formatted(account[0], account[1]));
    }
    // the recording had made these before
    if (n == 103 || n == 104) {
      make(102);
    } else if (n == 105) {
      make(102, 104);
    } else if (n == 107 || n == 127) {
      make(106);
      world.sandbox("PUT", "site", "{\"chapter\":\"" + chapter + "\"}");
    } else if (n >= 110 && n <= 112) {
      make(102, 104, 106);
    }
  }

  private static void make(int... numbers) {
    world.sandbox.reset("moodle");
    world.sandbox("PUT", "site", "{\"chapter\":\"plain\"}");
    for (int number : numbers) {
      try {
        send(transcripts().get(number - 1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static HttpResponse<String> send(Transcript of) {
    String query = of.fields("query").isEmpty() ? "" : "?" + encoded(of.fields("query"));
    HttpRequest.Builder request = HttpRequest.newBuilder(
        URI.create(world.sandbox.url("moodle") + of.request.get("path").asText() + query));
    of.request.get("headers").properties()
        .forEach(header -> request.header(header.getKey(), real(header.getValue().asText())));
    String body = of.request.has("raw") ? real(of.request.get("raw").asText()) : encoded(of.fields("form"));
    request.method(of.request.get("method").asText(), of.request.get("method").asText().equals("GET")
        ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(List<String[]> fields) {
    return fields.stream().map(field -> URLEncoder.encode(field[0], StandardCharsets.UTF_8) + "="
        + URLEncoder.encode(real(field[1]), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
  }

  /** Puts the simulator's tokens in the place of the recorded ones. */
  private static String real(String text) {
    String real = text;
    for (String alias : List.of("svc", "asha", "adm", "ip", "off")) {
      if (real.contains("<token:" + alias + ">")) {
        real = real.replace("<token:" + alias + ">", world.sandbox("GET", "tokens", null).getString(alias));
      }
    }
    return real.replace("<token:exp>", "f".repeat(32));
  }

  /** Puts tokens in, which were not recorded as they are; of those that have no name any will do. */
  private static String tokens(JsonNode recorded, String answer) {
    Matcher token = Pattern.compile("\"token\":\"([0-9a-f]{32})\"").matcher(answer);
    return real(recorded.toString()).replace("<32-hex-token>", token.find() ? token.group(1) : "no token");
  }
}
