package com.mas.realtime.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Client.Listing;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.s3.S3Place;
import com.mas.outbound.s3.SigV4;
import com.mas.outbound.store.LocalStore;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The folder for files, asked by our client of object stores and by browsers, over real HTTP. */
@ExtendWith(VertxExtension.class)
class StoreIT {
  private static final Duration MINUTES = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private final TurnableClock clock = TurnableClock.at("2026-03-02T10:00:00Z");
  private final HttpClient browser = HttpClient.newHttpClient();
  private LocalStore store;
  private String server;
  private S3Place place;
  private S3Client client;

  @BeforeEach
  void listen(Vertx vertx) {
    store = LocalStore.open(folder, "");
    StoreHandler handler = new StoreHandler(vertx, store, clock);
    HttpServer listening = join(vertx.createHttpServer(new HttpServerOptions().setCompressionSupported(true))
        .requestHandler(handler::handle).listen(0, "127.0.0.1"));
    server = "http://127.0.0.1:" + listening.actualPort();
    place = new S3Place(server + "/s3", LocalStore.REGION, LocalStore.BUCKET, true);
    client = client(vertx, store.signer().keys());
  }

  @AfterEach
  void close() {
    browser.close();
  }

  private S3Client client(Vertx vertx, SigV4.Keys keys) {
    return S3Client.of(new HttpCaller(vertx, clock, new Random(1), S3Client.polite("Test", place)), place, keys, clock);
  }

  @Test
  void anObjectIsPutReadListedAndDeleted() {
    byte[] bytes = bytes(3_000_000, 1);
    assertEquals(Failure.NOT_FOUND, refused(client.read("a/none", 0, 10)).failure());
    assertTrue(join(client.head("a/none")).isEmpty());
    S3Client.Head put = join(client.put("a/b.pdf", bytes, "application/pdf"));
    S3Client.Head head = join(client.head("a/b.pdf")).orElseThrow();
    assertEquals(3_000_000, head.bytes());
    assertEquals(put.etag(), head.etag());
    assertArrayEquals(bytes, join(client.read("a/b.pdf", 0, S3Client.MOST_BYTES)));
    assertArrayEquals(Arrays.copyOfRange(bytes, 100, 110), join(client.read("a/b.pdf", 100, 10)));
    assertEquals(0, join(client.read("a/b.pdf", 3_000_000, 10)).length);
    join(client.put("a/b.pdf", new byte[0], "application/pdf"));
    assertEquals(0, join(client.head("a/b.pdf")).orElseThrow().bytes());
    join(client.delete("a/b.pdf"));
    join(client.delete("a/b.pdf"));
    assertTrue(join(client.head("a/b.pdf")).isEmpty());
  }

  @Test
  void aListingGoesPageByPageInTheOrderOfKeys() {
    List<String> keys = new ArrayList<>(List.of("a-b/1", "a/1", "a/b/c/2", "a0", "b"));
    for (int i = 0; i < 1_200; i++) {
      keys.add("many/%04d".formatted(i));
    }
    keys.forEach(each -> store.put(each, new byte[] {1}));
    List<String> listed = new ArrayList<>();
    String after = "";
    do {
      Listing page = join(client.list("", after));
      page.objects().forEach(each -> listed.add(each.key()));
      after = page.next();
    } while (!after.isEmpty());
    assertEquals(keys.stream().sorted().toList(), listed);
    assertEquals(List.of("a/1", "a/b/c/2"),
        join(client.list("a/", "")).objects().stream().map(S3Client.Listed::key).toList());
  }

  @Test
  void anUploadInPartsIsOneObject() {
    byte[] first = bytes(6 << 20, 1);
    byte[] second = bytes(1_000, 2);
    String upload = join(client.begin("video/1", "video/webm"));
    Part two = join(client.putPart("video/1", upload, 2, second));
    join(client.putPart("video/1", upload, 1, bytes(6 << 20, 9)));
    Part one = join(client.putPart("video/1", upload, 1, first));
    assertEquals(List.of(one, two), join(client.parts("video/1", upload)).orElseThrow());
    assertTrue(join(client.parts("video/2", upload)).isEmpty(), "an upload is of its key alone");
    assertTrue(join(client.head("video/1")).isEmpty());
    assertTrue(join(client.complete("video/1", upload, List.of(one, two))).isPresent());
    assertTrue(join(client.complete("video/1", upload, List.of(one, two))).isEmpty());
    assertEquals((6 << 20) + 1_000, join(client.head("video/1")).orElseThrow().bytes());
    assertArrayEquals(second, join(client.read("video/1", 6 << 20, 2_000)));
    assertTrue(join(client.parts("video/1", upload)).isEmpty());
    assertEquals(Failure.NOT_FOUND, refused(client.putPart("video/1", upload, 1, second)).failure());
  }

  @Test
  void wrongPartsMakeNoObject() {
    String upload = join(client.begin("video/1", "video/webm"));
    Part small = join(client.putPart("video/1", upload, 1, bytes(1_000, 1)));
    Part last = join(client.putPart("video/1", upload, 2, bytes(1_000, 2)));
    assertTrue(refused(client.complete("video/1", upload, List.of(small, last))).getMessage()
        .contains("EntityTooSmall"));
    assertTrue(refused(client.complete("video/1", upload, List.of(last, small))).getMessage()
        .contains("InvalidPartOrder"));
    assertTrue(refused(client.complete("video/1", upload, List.of(new Part(3, last.etag(), 1)))).getMessage()
        .contains("InvalidPart"));
    assertTrue(join(client.head("video/1")).isEmpty());
    join(client.abort("video/1", upload));
    join(client.abort("video/1", upload));
    assertTrue(join(client.parts("video/1", upload)).isEmpty());
  }

  @Test
  void manyAtOnceAreEachTheirOwn() {
    String upload = join(client.begin("video/1", "video/webm"));
    join(Future.all(Stream.iterate(1, number -> number + 1).limit(8)
        .map(number -> client.putPart("video/1", upload, number, bytes(5 << 20, number))).toList()));
    List<Part> parts = join(client.parts("video/1", upload)).orElseThrow();
    assertEquals(8, parts.size());
    List<Future<?>> both = List.of(client.complete("video/1", upload, parts),
        client.complete("video/1", upload, parts));
    join(Future.join(both));
    assertEquals(40 << 20, join(client.head("video/1")).orElseThrow().bytes());
    for (int number = 1; number <= 8; number++) {
      assertArrayEquals(bytes(5 << 20, number), join(client.read("video/1", (long) (number - 1) * (5 << 20), 5 << 20)));
    }
  }

  @Test
  void whoeverHasNoSignatureHasNothing(Vertx vertx) throws Exception {
    store.put("a/b", bytes(10, 1));
    assertEquals(403, get(server + "/s3/files/a/b").statusCode());
    assertEquals(Failure.PROVIDER_UNAUTHENTICATED,
        refused(client(vertx, SigV4.Keys.of(store.signer().keys().id(), "wrong")).head("a/b")).failure());
    assertEquals(Failure.PROVIDER_UNAUTHENTICATED,
        refused(client(vertx, SigV4.Keys.of("nobody", "wrong")).read("a/b", 0, 1)).failure());
    String url = server + address("GET", "a/b", Map.of());
    assertEquals(200, get(url).statusCode());
    assertEquals(403, get(url.replace("/a/b", "/a/c")).statusCode());
    assertEquals(403, get(url + "&x-most-bytes=1").statusCode());
    assertEquals(403, browser.send(HttpRequest.newBuilder(URI.create(url)).DELETE().build(), BodyHandlers.ofString())
        .statusCode());
    clock.set(clock.instant().plus(MINUTES));
    HttpResponse<String> expired = get(url);
    assertEquals(403, expired.statusCode());
    assertTrue(expired.body().contains("Request has expired"), expired::body);
  }

  @Test
  void otherAccountsOfTheMachineReadNoUploads() throws Exception {
    for (String name : List.of("objects", "uploads", "arriving")) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))));
    }
  }

  @Test
  void noKeyLeadsOutOfTheFolder() throws Exception {
    for (String key : List.of("../key", "a/../../key", "..", "a//b", "/etc/passwd", "a/.hidden", "a\\b", "a\u0000b",
        "x".repeat(200), "a/b/c/d/e/f/g/h/i")) {
      assertEquals(Failure.INVALID, assertThrows(FailureException.class, () -> store.put(key, new byte[1])).failure(),
          key);
      assertEquals(400, get(server + address("GET", key, Map.of())).statusCode(), key);
    }
    assertTrue(Files.exists(folder.resolve("key")));
  }

  @Test
  void aBrowserSavesWhatItFetchesAndRunsNothing() throws Exception {
    store.put("a/b", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> got = get(server + address("GET", "a/b", Map.of("response-content-type", "application/pdf",
        "response-content-disposition", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf")));
    assertEquals("attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf", header(got, "content-disposition"));
    assertEquals("application/pdf", header(got, "content-type"));
    assertEquals("default-src 'none'; sandbox; frame-ancestors 'none'", header(got, "content-security-policy"));
    assertEquals("*", header(got, "access-control-allow-origin"));
    HttpResponse<String> plain = get(server + address("GET", "a/b", Map.of()));
    assertEquals("attachment", header(plain, "content-disposition"));
    assertEquals("application/octet-stream", header(plain, "content-type"));
    HttpResponse<String> split = get(server + address("GET", "a/b",
        Map.of("response-content-type", "text/html\r\nset-cookie: a=b")));
    assertEquals("application/octet-stream", header(split, "content-type"));
  }

  @Test
  void rangesAreWhatWasAskedFor() throws Exception {
    byte[] bytes = bytes(100_000, 4);
    store.put("a/b", bytes);
    String url = server + address("GET", "a/b", Map.of());
    assertRange(url, "bytes=0-9", 206, 0, 10, bytes);
    assertRange(url, "bytes=99990-", 206, 99_990, 100_000, bytes);
    assertRange(url, "bytes=-5", 206, 99_995, 100_000, bytes);
    assertRange(url, "bytes=-500000", 206, 0, 100_000, bytes);
    assertRange(url, "bytes=50-999999999999", 206, 50, 100_000, bytes);
    assertRange(url, "bytes=0-1,5-6", 200, 0, 100_000, bytes);
    assertRange(url, "lines=0-1", 200, 0, 100_000, bytes);
    assertEquals(416, get(url, "range", "bytes=100000-").statusCode());
    assertEquals(416, get(url, "range", "bytes=9-3").statusCode());
    String etag = header(get(url), "etag");
    assertEquals(304, get(url, "if-none-match", etag).statusCode());
    assertEquals(200, get(url, "range", "bytes=0-9", "if-range", "\"other\"").statusCode());
    assertEquals(206, get(url, "range", "bytes=0-9", "if-range", etag, "accept-encoding", "gzip").statusCode());
  }

  private void assertRange(String url, String range, int status, int from, int to, byte[] whole) throws Exception {
    HttpResponse<byte[]> got = browser.send(HttpRequest.newBuilder(URI.create(url)).header("range", range)
        .header("accept-encoding", "gzip").build(), BodyHandlers.ofByteArray());
    assertEquals(status, got.statusCode(), range);
    assertArrayEquals(Arrays.copyOfRange(whole, from, to), got.body(), range);
    assertEquals("", header(got, "content-encoding").replace("identity", ""));
  }

  @Test
  void aBrowserOfAnotherOriginMaySendAPartAndReadItsTag() throws Exception {
    String upload = store.begin("video/1");
    String url = server + address("PUT", "video/1", Map.of("partNumber", "1", "uploadId", upload,
        "x-most-bytes", "1000"));
    HttpResponse<String> asked = browser.send(HttpRequest.newBuilder(URI.create(url))
        .method("OPTIONS", BodyPublishers.noBody()).header("origin", "https://app.example")
        .header("access-control-request-method", "PUT").header("access-control-request-headers", "content-type")
        .build(), BodyHandlers.ofString());
    assertEquals(204, asked.statusCode());
    assertTrue(header(asked, "access-control-allow-methods").contains("PUT"));
    assertEquals("content-type", header(asked, "access-control-allow-headers"));
    HttpResponse<String> sent = put(url, bytes(1_000, 1), "x-forwarded-for", "10.0.0.1");
    assertEquals(200, sent.statusCode(), sent::body);
    assertTrue(header(sent, "access-control-expose-headers").contains("ETag"));
    assertEquals("\"" + store.parts("video/1", upload).orElseThrow().getFirst().etag() + "\"", header(sent, "etag"));
    HttpResponse<String> more = put(url, bytes(1_001, 1));
    assertEquals(400, more.statusCode());
    assertTrue(more.body().contains("EntityTooLarge"), more::body);
    HttpResponse<String> wrong = put(url, bytes(10, 1), "content-md5", "AAAAAAAAAAAAAAAAAAAAAA==");
    assertTrue(wrong.body().contains("BadDigest"), wrong::body);
    assertEquals(0, arriving());
  }

  @Test
  void anAddressWithoutAHostIsGoodForAnyAndOneWithIsNot() throws Exception {
    store.put("a/b", bytes(10, 1));
    String open = address("GET", "a/b", Map.of());
    assertTrue(open.startsWith("/s3/files/a/b?"), open);
    assertEquals(200, get(server + open).statusCode());
    LocalStore named = LocalStore.open(folder, "http://files.school.example");
    String foreign = named.address("GET", "a/b", Map.of(), clock.instant(), MINUTES);
    assertTrue(foreign.startsWith("http://files.school.example/s3/files/a/b?"), foreign);
    assertEquals(403, get(server + foreign.substring("http://files.school.example".length())).statusCode());
    assertEquals(store.identity(), named.identity());
    LocalStore here = LocalStore.open(folder, server);
    assertEquals(200, get(here.address("GET", "a/b", Map.of(), clock.instant(), MINUTES)).statusCode());
  }

  @Test
  void whatNeverArrivedWholeIsSweptAway() throws IOException {
    Files.write(store.arriving(), bytes(10, 1));
    assertEquals(0, store.sweep(java.time.Instant.now().minusSeconds(3600)));
    assertEquals(1, store.sweep(java.time.Instant.now().plusSeconds(60)));
    assertEquals(0, arriving());
    assertFalse(Files.getPosixFilePermissions(folder.resolve("key")).toString().contains("OTHERS_READ"));
  }

  private long arriving() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("arriving"))) {
      return left.count();
    }
  }

  private String address(String method, String key, Map<String, String> query) {
    return store.address(method, key, query, clock.instant(), MINUTES);
  }

  private HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    return browser.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String url, byte[] bytes, String... headers) throws IOException,
      InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(bytes));
    return browser.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> of, String name) {
    return of.headers().firstValue(name).orElse("");
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static FailureException refused(Future<?> future) {
    return assertThrows(FailureException.class, () -> join(future));
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof FailureException known ? known : e;
    }
  }
}
