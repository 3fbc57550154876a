package com.mas.outbound.ipfs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a node of IPFS. A node that is away or answers nonsense is {@link Failure#PROVIDER_FAILED}, one that does not
 * know us {@link Failure#PROVIDER_UNAUTHENTICATED}. All of it may be repeated. Thread-safe.
 */
public final class IpfsClient {
  /** Most bytes of a file. */
  public static final int MOST_BYTES = 8 << 20;
  private static final String NOT_PINNED = "not pinned";
  /** Says what names are given: those of {@link com.mas.proof.Cid}. */
  private static final String PROFILE =
      "cid-version=1&raw-leaves=true&chunker=size-1048576&hash=sha2-256&wrap-with-directory=false";

  private final HttpCaller caller;
  private final String authorization;

  /**
   * @param caller of {@link #polite}
   * @param authorization value of that header; empty: none is sent
   */
  public IpfsClient(HttpCaller caller, String authorization) {
    this.caller = caller;
    this.authorization = authorization;
  }

  /** Returns how a node is called: each attempt 60 s. */
  public static HttpCaller.Config polite(String url) {
    return new HttpCaller.Config("IPFS", url, Duration.ofSeconds(60), 3, Duration.ofMillis(500),
        Duration.ofSeconds(20), MOST_BYTES + (1 << 20), 8, Duration.ofSeconds(15));
  }

  /** Adds a file and pins it; completes with the name that the node gives it. */
  public Future<String> add(String name, byte[] file, String type) {
    return caller.call(signed(Outgoing.multipart("/api/v0/add?pin=true&" + PROFILE,
        List.of(Outgoing.Part.file("file", name, type, file))))).map(answer -> {
          String last = must(answer).text().strip();
          JsonNode told = json(last.substring(last.lastIndexOf('\n') + 1));
          String cid = told.path("Hash").asText();
          if (cid.isEmpty()) {
            throw unreadable();
          }
          return cid;
        });
  }

  /** Completes with a file that the node itself has pinned; with nothing for any other. */
  public Future<Optional<byte[]>> pinned(String cid) {
    return caller.once(post("/api/v0/pin/ls", Map.of("arg", cid, "type", "recursive"))).compose(answer -> {
      if (isNotPinned(answer)) {
        return Future.succeededFuture(Optional.empty());
      }
      must(answer);
      return caller.once(post("/api/v0/cat", Map.of("arg", cid, "offline", "true"))).map(file -> Optional.of(
          must(file).body()));
    });
  }

  /** Lets the node forget a file. */
  public Future<Void> unpin(String cid) {
    return caller.once(post("/api/v0/pin/rm", Map.of("arg", cid))).map(answer -> {
      if (!isNotPinned(answer)) {
        must(answer);
      }
      return null;
    });
  }

  private Outgoing post(String path, Map<String, String> query) {
    return signed(new Outgoing("POST", path, query, Map.of("accept", "application/json"), null, true));
  }

  private Outgoing signed(Outgoing request) {
    return authorization.isEmpty() ? request : request.with("authorization", authorization);
  }

  private static boolean isNotPinned(Incoming answer) {
    return answer.status() == 500 && answer.complete() && answer.text().contains(NOT_PINNED);
  }

  private static Incoming must(Incoming answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      throw Failure.PROVIDER_UNAUTHENTICATED.with("The node of IPFS refuses us; it answered with status "
          + answer.status() + ". Check IPFS_API_AUTHORIZATION.");
    }
    if (answer.status() != 200) {
      throw Failure.PROVIDER_FAILED.with("The node of IPFS answered with status " + answer.status() + ".");
    }
    if (!answer.complete()) {
      throw unreadable();
    }
    return answer;
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw unreadable();
    }
  }

  private static FailureException unreadable() {
    return Failure.PROVIDER_FAILED.with("The node of IPFS gave an answer that cannot be read.");
  }
}
