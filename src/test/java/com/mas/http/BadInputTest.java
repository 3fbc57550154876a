package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends what a careless or hostile client sends. */
class BadInputTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();

  private static Reply create(String body) {
    return server.ask("POST", "/api/things").token(server.tokens.of(Role.ADMIN)).json(body).reply();
  }

  private static Reply free(String body) {
    return server.ask("POST", "/api/free").json(body).reply();
  }

  private static String paths(Reply reply) {
    assertEquals(400, reply.status(), reply::text);
    assertEquals("invalid", reply.code());
    return StreamSupport.stream(reply.json().path("errors").spliterator(), false)
        .map(error -> error.path("path").asText()).sorted().collect(Collectors.joining(" "));
  }

  private static void assertMalformed(String words, Reply reply) {
    assertEquals(400, reply.status(), reply::text);
    String message = reply.json().path("message").asText();
    assertTrue(message.contains(words), message);
    assertFalse(reply.text().contains("fasterxml") || reply.text().contains("Exception"), reply::text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "limit=ten|/limit", "limit=1&limit=2|/limit",
      "limit=99999999999999999999|/limit", "limit=1.5|/limit", "limit=%201|/limit",
      "state=NEW&state=OTHER|/state", "search=a|/search", "search=aaaaaaaaaaaaaaaaaaaaa|/search", "search=a;b|/search",
      "search=ab%00|/search", "since=yesterday|/since", "since=2026-01-31|/since", "owner=1|/owner",
      "owner=00000000-0000-4000-8000-00000000000g|/owner", "email=a@b|/email", "price=-1|/price",
      "price=1e999999999|/price",
      "price=NaN|/price", "sold=2|/sold", "sold=maybe|/sold", "limit=ten&sold=2&x=1|/limit /sold",
      "search=' OR 1=1 --&owner=';DROP TABLE users|/owner",
  })
  void wrongParametersAreNamed(String query, String expected) {
    assertEquals(expected, paths(server.ask("GET", "/api/things?" + query.replace(" ", "%20")).reply()));
  }

  /** Every client of the earlier systems sends these, and nothing of it can be misread. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "search=|null", "limit=|20", "limit=500|100", "limit=0|1", "sold=1|true", "sold=no|false", "state=new|[NEW]",
      "owner=&email=&since=|null",
  })
  void queriesAreTakenAsClientsWriteThem(String query, String expected) {
    Reply reply = server.ask("GET", "/api/things?" + query).reply();
    assertEquals(200, reply.status(), reply::text);
    assertNull(reply.header("x-ignored-parameters"));
    JsonNode heard = reply.json().at("/data/0");
    String name = query.contains("limit") ? "limit" : query.substring(0, query.indexOf('='));
    assertEquals(expected, heard.path(name).isMissingNode() ? "null" : heard.path(name).toString().replace("\"", ""));
  }

  @Test
  void parametersThatNobodyKnowsArePassedOverAndNamed() {
    Reply reply = server.ask("GET", "/api/things?limit=3&utm=1&_=171234&Limit=9&%3Cb%3E=1").reply();
    assertEquals(200, reply.status(), reply::text);
    assertEquals(3, reply.json().at("/data/0/limit").asInt());
    assertEquals("utm, _, Limit", reply.header("x-ignored-parameters"));
  }

  @Test
  void aBrokenPercentEncodingIsRefused() {
    assertTrue(server.raw("GET /api/things?search=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .startsWith("HTTP/1.1 400"));
    assertTrue(server.raw("PUT /api/things/%e HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .startsWith("HTTP/1.1 400"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{}|/kind /name", "{\"name\":\"\",\"kind\":\"NEW\"}|/name", "{\"name\":7,\"kind\":\"NEW\"}|/name",
      "{\"name\":null,\"kind\":\"NEW\"}|/name", "{\"name\":\"a\",\"kind\":\"new\"}|/kind",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"admin\":true}|/admin",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"owner\":\"x\"}|/owner",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"email\":\"x\"}|/email", "{\"name\":\"a\",\"kind\":\"NEW\",\"tags\":{}}|/tags",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"tags\":[{\"label\":1}]}|/tags/0/label",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"tags\":[{\"label\":\"b\",\"more\":1}]}|/tags/0/more",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"tags\":[{},{}]}|/tags/0/label /tags/1/label",
      "{\"name\":\"a\\u0000b\",\"kind\":\"NEW\"}|/name", "{\"name\":\"\\ud800\u00a8\",\"kind\":\"NEW\"}|/name",
      "{\"name\":\"a\\uDFFF\",\"kind\":\"NEW\"}|/name", "{\"name\":\"\\udc00\\ud800\",\"kind\":\"NEW\"}|/name",
  })
  void wrongBodiesAreNamedPlaceByPlace(String body, String expected) {
    assertEquals(expected, paths(create(body)));
  }

  /** Words of the library were put together without a place, with two blanks, or with a pattern nobody can read. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{}|/name is required, and 1 more.",
      "{\"name\":\"\",\"kind\":\"NEW\"}|/name must not be empty.",
      "{\"name\":7,\"kind\":\"NEW\"}|/name must be text.",
      "{\"name\":\"a\",\"kind\":\"new\"}|/kind must be one of NEW, OLD.",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"admin\":true}|/admin is not known here.",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"email\":\"x\"}|/email must be an e-mail address.",
      "{\"name\":\"a\",\"kind\":\"NEW\",\"owner\":\"x\"}|/owner must be a UUID.",
  })
  void whatIsWrongIsSaidInOneSentenceWithItsPlace(String body, String words) {
    Reply reply = create(body);
    assertEquals("Invalid request: " + words, reply.json().path("message").asText());
    reply.json().path("errors").forEach(error -> assertTrue(error.path("path").asText().startsWith("/")
        && !error.path("message").asText().isBlank() && !error.path("message").asText().contains("pattern"),
        error::toString));
  }

  /** Clients send null for what they have not, and send back what they have read. */
  @Test
  void nullIsAbsenceInANewThingAndWhatIsReadMayBeSentBack() {
    Reply made = create("{\"name\":\"" + UUID.randomUUID() + "\",\"kind\":\"NEW\",\"owner\":null,\"email\":null,"
        + "\"tags\":null}");
    assertEquals(201, made.status(), made::text);
    ObjectNode thing = (ObjectNode) made.json().path("data");
    String path = "/api/things/" + thing.path("id").asText();
    Reply renamed = server.ask("PUT", path).token(server.tokens.of(Role.ADMIN))
        .json(thing.deepCopy().put("name", "another").toString()).reply();
    assertEquals("/made", paths(renamed), "its answer has no such member");
    thing.remove("made");
    renamed = server.ask("PUT", path).token(server.tokens.of(Role.ADMIN)).json(thing.put("name", "another").toString())
        .reply();
    assertEquals(200, renamed.status(), renamed::text);
    assertEquals("/owner", paths(create("{\"name\":\"a\",\"kind\":\"NEW\",\"owner\":\"\"}")));
  }

  private static Reply form(String form) {
    return server.ask("POST", "/api/things").token(server.tokens.of(Role.ADMIN))
        .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        .bytes(form.getBytes(StandardCharsets.UTF_8)).reply();
  }

  @Test
  void formsAreReadByTheSchemaOfTheJson() {
    Reply made = form("name=a+b%20" + UUID.randomUUID() + "&kind=NEW&owner=&email=asha%40learner.org");
    assertEquals(201, made.status(), made::text);
    assertTrue(made.json().at("/data/name").asText().startsWith("a b "), made::text);
    assertEquals("/admin /kind", paths(form("name=a&admin=true")));
    assertEquals("/name", paths(form("name=a&name=b&kind=NEW")));
    assertMalformed("percent", form("name=%zz&kind=NEW"));
    assertMalformed("200 parameters", form("a=1&".repeat(300)));
  }

  @Test
  void anEscapedBackslashBeforeU0000IsNotThatCharacter() {
    assertEquals(200, free("{\"text\":\"\\\\u0000\"}").status());
  }

  @Test
  void bothHalvesOfASurrogatePairAreACharacter() {
    assertEquals(200, free("{\"text\":\"\\ud83d\\ude00 \ud83d\ude00 \ud55c\"}").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"a\"", "7", "null", "true"})
  void aBodyThatIsNoObjectIsRefused(String body) {
    assertEquals(400, create(body).status());
  }

  @Test
  void aMissingBodyIsRefusedWhereOneIsNeeded() {
    assertMalformed("needs a JSON body", server.ask("POST", "/api/things").token(server.tokens.of(Role.ADMIN)).reply());
    assertMalformed("needs a JSON body", create("  "));
    assertEquals(200, server.ask("POST", "/api/free").reply().status());
  }

  @Test
  void malformedJsonIsRefusedWithItsPosition() {
    assertMalformed("line 1, column", create("{\"name\":"));
    assertMalformed("line 2, column", create("{\"name\":\n'a'}"));
    assertMalformed("Malformed JSON", create("{\"name\":\"a\"} {}"));
    assertMalformed("Malformed JSON", create("{\"name\":NaN}"));
    assertMalformed("Malformed JSON", create("\u0000"));
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    byte[] body = "{\"text\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    body[9] = (byte) 0xff;
    Reply reply = server.ask("POST", "/api/free").header("Content-Type", "application/json").bytes(body).reply();
    assertEquals(400, reply.status());
  }

  /** A parser that guesses the encoding would read them; what looks for characters in bytes would not. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "x-UTF-16LE-BOM"})
  void jsonInOtherEncodingsIsRefused(String encoding) {
    byte[] body = "{\"text\":\"a\\u0000b\"}".getBytes(Charset.forName(encoding));
    Reply reply = server.ask("POST", "/api/free").header("Content-Type", "application/json").bytes(body).reply();
    assertEquals(400, reply.status());
    assertTrue(reply.json().path("detail").asText().contains("UTF-8"), () -> reply.json().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2B294277-01-01T00:00:00Z", "%2B999999999-12-31T00:00:00Z", "-0001-01-01T00:00:00Z",
      "0000-12-31T00:00:00Z", "0001-01-01T00:00:00%2B01:00", "9999-12-31T23:59:59-01:00"})
  void timesThatTheDatabaseDoesNotKnowAreRefused(String since) {
    Reply reply = server.ask("GET", "/api/things?since=" + since).reply();
    assertEquals(400, reply.status());
    assertEquals("/since", reply.json().at("/errors/0/path").asText());
    assertEquals(200, server.ask("GET", "/api/things?since=9999-12-31T23:59:59Z").reply().status());
    assertEquals(200, server.ask("GET", "/api/things?since=0001-01-01T00:00:00Z").reply().status());
  }

  @Test
  void aNameUsedTwiceIsRefused() {
    assertMalformed("twice", free("{\"text\":\"a\",\"text\":\"b\"}"));
  }

  @Test
  void deepNestingIsRefused() {
    assertEquals(200, free("{\"extra\":{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}}").status());
    assertMalformed("nested deeper than 64", free("{\"extra\":{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}}"));
    assertMalformed("nested deeper than 64", free("{\"extra\":{\"a\":" + "[".repeat(500_000)));
  }

  @Test
  void hugeNumbersAreRefused() {
    assertEquals(400, free("{\"extra\":{\"a\":" + "9".repeat(5000) + "}}").status());
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    Reply reply = free("{\"text\":\"" + "a".repeat(EdgeServer.MOST_BYTES) + "\"}");
    assertEquals(413, reply.status());
    assertEquals("too_large", reply.code());
    assertEquals(200, free("{\"text\":\"" + "a".repeat(900_000) + "\"}").status());
  }

  @Test
  void aChunkedBodyOverTheLimitIsRefused() {
    String chunk = "10000\r\n" + "a".repeat(0x10000) + "\r\n";
    String answer = server.raw(
        "POST /api/free HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(17) + "0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=a",
      "application/json; charset=iso-8859-1", "application/jsonp", ""})
  void otherMediaTypesAreRefused(String type) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Reply reply = server.ask("POST", "/api/free").header("Content-Type", type).bytes(body).reply();
    assertEquals(415, reply.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"",
      "application/json; charset=utf8", "application/json;charset=UTF8",
      "application/merge-patch+json"})
  void jsonUnderItsOtherNamesIsTaken(String type) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    assertEquals(200, server.ask("POST", "/api/free").header("Content-Type", type).bytes(body).reply().status());
  }

  @Test
  void anInjectedHeaderDoesNotComeBack() {
    for (String id : new String[] {"a b", "a%0d%0aSet-Cookie:x", "<script>", "a".repeat(65), "${jndi:ldap://x}"}) {
      Reply reply = server.ask("GET", "/api/things").header("X-Request-Id", id).reply();
      assertEquals(36, reply.header("x-request-id").length());
    }
    String folded = server.raw(
        "GET /api/things HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Request-Id: a\r\n Set-Cookie: x=1\r\n\r\n");
    assertFalse(folded.toLowerCase(Locale.ROOT).contains("set-cookie"), folded);
    String split = server.raw("GET /api/x%0d%0aSet-Cookie:%20x=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertTrue(split.startsWith("HTTP/1.1 404"), split);
    assertFalse(split.toLowerCase(Locale.ROOT).contains("set-cookie"), split);
  }

  @Test
  void aBrokenTraceIsNotCarried() {
    JsonNode who = server.ask("GET", "/api/things/mine").token(server.tokens.of(Role.USER))
        .header("traceparent", "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").reply().json();
    assertTrue(who.at("/data/traceparent").isMissingNode() || who.at("/data/traceparent").isNull());
  }

  @Test
  void oversizedHeadersAndLinesAreRefused() {
    String header = server.raw("GET /api/things HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(20_000) + "\r\n\r\n");
    assertTrue(header.matches("(?s)HTTP/1.. 431.*"), header);
    String line = server.raw("GET /api/things?" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(line.matches("(?s)HTTP/1.. 414.*"), line);
  }

  @Test
  void requestsThatCouldBeReadInTwoWaysAreReadInOneOrRefused() {
    assertTrue(server.raw(
        "POST /api/free HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\n\r\n0\r\n\r\n")
        .startsWith("HTTP/1.1 400"),
        "a length beside chunks is refused, as RFC 9112 section 6.3 allows");
    assertTrue(server.raw("POST /api/free HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n"
        + "Connection: close\r\nContent-Type: application/json\r\n\r\n0\r\n\r\n").startsWith("HTTP/1.1 400"),
        "chunks that are not the last coding");
    assertTrue(server.raw(
        "POST /api/free HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 4\r\nConnection: close\r\n\r\n{}")
        .startsWith("HTTP/1.1 400"));
    assertTrue(server.raw("POST /api/free HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\nConnection: close\r\n\r\n{}")
        .startsWith("HTTP/1.1 400"));
  }

  @Test
  void aRequestNamesItsHostOnceAndItsCodingClearly() {
    for (String head : new String[] {"Connection: close\r\n", "Host: a\r\nHost: b\r\nConnection: close\r\n",
        "Host: a\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n",
        "Host: a\r\nTransfer-Encoding: identity, chunked\r\nConnection: close\r\n"}) {
      for (String path : new String[] {"/api/free", "/health/live", "/socket/"}) {
        String answer = server.raw("POST " + path + " HTTP/1.1\r\n" + head
            + "Content-Type: application/json\r\n\r\n0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), path + " " + head + answer);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "-1\r\n", "0x4\r\n", "fffffffffffffffff\r\n", "4\r\n{}  x\r\n", ";a\r\n"})
  void brokenChunksAreRefused(String chunk) {
    String rest = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n"
        + chunk + "\r\n0\r\n\r\n";
    String answer = server.raw("POST /api/free" + rest);
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertEquals(0, answer.lastIndexOf("HTTP/1.1"), "one answer: " + answer);
    assertTrue(answer.contains("connection: close") && answer.contains("The chunks of the body are broken."), answer);
    String early = server.raw("POST /raw/x" + rest); // this is answered before its body is read
    assertTrue(early.startsWith("HTTP/1.1 200"), early);
    assertEquals(0, early.lastIndexOf("HTTP/1.1"), "one answer: " + early);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "PATCH"})
  void pagesAreForReading(String method) {
    for (String path : new String[] {"/health/live", "/health/ready", "/metrics", "/openapi.json"}) {
      Reply reply = server.ask(method, path).reply();
      assertEquals(405, reply.status(), path);
      assertEquals("GET, HEAD", reply.header("allow"));
    }
  }

  @Test
  void manyParametersAreRefused() {
    assertMalformed("200 parameters", server.ask("GET", "/api/things?" + "a=1&".repeat(300)).reply());
  }

  /** A frame of a few bytes could be a megabyte inside, and what one read brings would be taken in whole. */
  @Test
  void noWebSocketIsCompressed() {
    WebSocketClient client = server.vertx.createWebSocketClient(new WebSocketClientOptions()
        .setTryUsePerFrameCompression(true).setTryUsePerMessageCompression(true));
    WebSocket socket = EdgeServer.get(client.connect(server.port(), "127.0.0.1", "/socket/"));
    assertFalse(socket.headers().contains("Sec-WebSocket-Extensions"), () -> socket.headers().toString());
    EdgeServer.get(client.close());
  }
}
