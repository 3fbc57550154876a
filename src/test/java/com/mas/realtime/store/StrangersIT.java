package com.mas.realtime.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.s3.S3Place;
import com.mas.outbound.s3.SigV4;
import com.mas.outbound.s3.Signed;
import com.mas.outbound.s3.Signed.Verdict;
import com.mas.outbound.store.LocalStore;
import com.mas.testkit.NodeJs;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others judge: the presigner and the client of AWS our store, and a foreign store our client. */
@ExtendWith(VertxExtension.class)
class StrangersIT {
  private static final int SECONDS = 60;
  private static final Map<String, String> QUIET = Map.of("NODE_NO_WARNINGS", "1");
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @TempDir private Path folder;

  @Test
  void theAddressesOfAwsAreOurs() throws Exception {
    SigV4.Keys keys = SigV4.Keys.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    S3Place place = new S3Place("https://store.example.org", "ap-south-1", "school", true);
    String told = NodeJs.run(SECONDS, QUIET, "node", "files.mjs", "presign", place.endpoint(), place.bucket(),
        place.region(), keys.id(), keys.secret(), "600");
    int judged = 0;
    for (String line : told.lines().toList()) {
      JsonNode given = Json.read(line, JsonNode.class);
      URI theirs = URI.create(given.path("url").asText());
      Map<String, String> query = new HashMap<>();
      Signed.fields(theirs.getRawQuery()).forEach(each -> query.put(each.name(), each.value()));
      String signature = query.remove(SigV4.SIGNATURE);
      List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders")
          .forEach(query::remove);
      String ours = S3Client.presign(place, keys, given.path("method").asText(), given.path("key").asText(), query,
          NOW, Duration.ofMinutes(10));
      assertEquals(theirs.getRawPath(), URI.create(ours).getRawPath());
      assertTrue(ours.contains("X-Amz-Signature=" + signature), () -> line + "\n" + ours);
      assertEquals(Verdict.RIGHT, Signed.judge(SigV4.s3(keys, place.region()), given.path("method").asText(),
          theirs.getRawPath(), theirs.getRawQuery(), name -> List.of("store.example.org"), NOW).verdict());
      judged++;
    }
    assertEquals(5, judged);
  }

  @Test
  void theClientOfAwsFindsOurStoreLikeItsOwn(Vertx vertx) throws Exception {
    LocalStore store = LocalStore.open(folder, "");
    StoreHandler handler = new StoreHandler(vertx, store, Clock.systemUTC());
    HttpServer server = join(vertx.createHttpServer().requestHandler(handler::handle).listen(0, "127.0.0.1"));
    assertEquals("all is right", NodeJs.run(SECONDS, QUIET, "node", "files.mjs", "client",
        "http://127.0.0.1:" + server.actualPort() + "/s3", LocalStore.BUCKET, LocalStore.REGION,
        store.signer().keys().id(), store.signer().keys().secret()));
  }

  @Test
  void ourClientWorksWithAStoreOfOthers(Vertx vertx) throws Exception {
    Process server = NodeJs.start(QUIET, "node", "files.mjs", "serve", folder.toString(), "school");
    try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.startsWith("port ")) {
        line = out.readLine();
      }
      S3Place place = new S3Place("http://127.0.0.1:" + line.substring(5), "us-east-1", "school", true);
      Clock clock = TurnableClock.running();
      S3Client client = S3Client.of(new HttpCaller(vertx, clock, new Random(1), S3Client.polite("Stranger", place)),
          place, SigV4.Keys.of("S3RVER", "S3RVER"), clock);
      byte[] bytes = new byte[100_000];
      new Random(1).nextBytes(bytes);
      assertTrue(join(client.head("a/none")).isEmpty());
      join(client.put("a/b c+d.pdf", bytes, "application/pdf"));
      assertEquals(100_000, join(client.head("a/b c+d.pdf")).orElseThrow().bytes());
      assertEquals("application/pdf", join(client.head("a/b c+d.pdf")).orElseThrow().type());
      assertArrayEquals(bytes, join(client.read("a/b c+d.pdf", 0, 200_000)));
      String upload = join(client.begin("a/many", "video/webm"));
      byte[] first = new byte[5 << 20];
      new Random(2).nextBytes(first);
      Part one = join(client.putPart("a/many", upload, 1, first));
      Part two = join(client.putPart("a/many", upload, 2, bytes));
      assertTrue(join(client.complete("a/many", upload, List.of(one, two))).isPresent());
      assertEquals((5 << 20) + 100_000, join(client.head("a/many")).orElseThrow().bytes());
      assertArrayEquals(bytes, join(client.read("a/many", 5 << 20, 200_000)));
      assertEquals(List.of("a/b c+d.pdf", "a/many"),
          join(client.list("a/", "")).objects().stream().map(S3Client.Listed::key).toList());
      join(client.delete("a/b c+d.pdf"));
      join(client.delete("a/many"));
      assertTrue(join(client.list("", "")).objects().isEmpty());
    } finally {
      server.destroy();
    }
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
