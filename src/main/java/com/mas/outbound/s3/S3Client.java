package com.mas.outbound.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.outbound.s3.SigV4.Ask;
import com.mas.outbound.s3.SigV4.Field;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks one bucket of an object store. All answers are futures to be awaited; a store that fails is
 * {@link Failure#PROVIDER_FAILED}, one that refuses our keys {@link Failure#PROVIDER_UNAUTHENTICATED}. Thread-safe.
 *
 * <pre>
 * S3Client store = S3Client.of(parts.outbound(S3Client.polite("Filebase", place)), place, keys, parts.clock());
 * store.put("credentials/1.pdf", bytes, "application/pdf").compose(stored -&gt; store.head("credentials/1.pdf"));
 * </pre>
 */
public final class S3Client {
  /** Most of an object that one call reads or writes. */
  public static final int MOST_BYTES = 8 << 20;
  /** Most keys of a page of a listing, and parts of a page of an upload. */
  public static final int PAGE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] NOTHING = {};

  /**
   * Describes an object.
   *
   * @param etag without its quotes
   * @param headers by name in lower case; a store may tell more there, such as Filebase its {@code x-amz-meta-cid}
   */
  public record Head(long bytes, String etag, String type, Map<String, List<String>> headers) {
    /** Returns the first value of a header; empty where there is none. */
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** One part of an upload. */
  public record Part(int number, String etag, long bytes) {}

  /** One object of a listing. */
  public record Listed(String key, long bytes, Instant at) {}

  /**
   * A page of a listing, ordered by key.
   *
   * @param next where the next page begins; empty at the end
   */
  public record Listing(List<Listed> objects, String next) {}

  private final HttpCaller caller;
  private final S3Place place;
  private final SigV4 signer;
  private final Clock clock;

  private S3Client(HttpCaller caller, S3Place place, SigV4 signer, Clock clock) {
    this.caller = caller;
    this.place = place;
    this.signer = signer;
    this.clock = clock;
  }

  /** @param caller of {@link S3Place#site()}, see {@link #polite} */
  public static S3Client of(HttpCaller caller, S3Place place, SigV4.Keys keys, Clock clock) {
    return new S3Client(caller, place, SigV4.s3(keys, place.region()), clock);
  }

  /** Returns how a bucket is called: each attempt 60 s, 3 attempts. */
  public static HttpCaller.Config polite(String name, S3Place place) {
    return new HttpCaller.Config(name, place.site(), PATIENCE, 3, Duration.ofMillis(500), Duration.ofSeconds(20),
        MOST_BYTES + (1 << 20), 8, Duration.ofSeconds(15));
  }

  public Future<Head> put(String key, byte[] bytes, String type) {
    return put(key, bytes, type, Map.of());
  }

  /** @param metadata that the store keeps with the object, by names without {@code x-amz-meta-} */
  public Future<Head> put(String key, byte[] bytes, String type, Map<String, String> metadata) {
    Map<String, String> headers = new LinkedHashMap<>(Map.of("content-type", type));
    metadata.forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
    return call("PUT", key, Map.of(), headers, bytes, true).map(answer -> head(must(answer, key)));
  }

  /** Empty for a key that is not there. */
  public Future<Optional<Head>> head(String key) {
    return call("HEAD", key, Map.of(), Map.of(), NOTHING, true)
        .map(answer -> answer.status() == 404 ? Optional.empty() : Optional.of(head(must(answer, key))));
  }

  /**
   * Reads some of an object, at most {@link #MOST_BYTES}; fewer at its end. Fails with {@link Failure#NOT_FOUND} for a
   * key that is not there.
   */
  public Future<byte[]> read(String key, long from, int bytes) {
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(bytes + " bytes cannot be read at once");
    }
    return call("GET", key, Map.of(), Map.of("range", "bytes=" + from + "-" + (from + bytes - 1)), NOTHING, true)
        .map(answer -> answer.status() == 416 ? NOTHING : must(answer, key).body());
  }

  /** Passes an object on as it comes, at the pace of the target; see {@link HttpCaller#stream}. */
  public Future<Incoming> stream(String key, WriteStream<Buffer> target, long mostBytes, Duration patience) {
    return caller.stream(request("GET", key, Map.of(), Map.of(), NOTHING, true), target, mostBytes, patience)
        .map(answer -> must(answer, key));
  }

  /** Idempotent: a key that is not there is deleted already. */
  public Future<Void> delete(String key) {
    return call("DELETE", key, Map.of(), Map.of(), NOTHING, true).map(answer -> {
      if (answer.status() != 404) {
        must(answer, key);
      }
      return null;
    });
  }

  /** @param after the last key of the page before; empty for the first page */
  public Future<Listing> list(String prefix, String after) {
    Map<String, String> query = new LinkedHashMap<>(Map.of("list-type", "2", "max-keys", Integer.toString(PAGE)));
    query.put("prefix", prefix);
    if (!after.isEmpty()) {
      query.put("start-after", after);
    }
    return call("GET", "", query, Map.of(), NOTHING, true).map(answer -> {
      S3Xml page = S3Xml.read(must(answer, prefix).body());
      List<Listed> objects = page.all("Contents").stream().map(each -> new Listed(each.text("Key"),
          Long.parseLong(each.text("Size")), Instant.parse(each.text("LastModified")))).toList();
      boolean more = page.text("IsTruncated").equals("true") && !objects.isEmpty();
      return new Listing(objects, more ? objects.getLast().key() : "");
    });
  }

  /** Begins an upload in parts and returns its id. */
  public Future<String> begin(String key, String type) {
    return call("POST", key, Map.of("uploads", ""), Map.of("content-type", type), NOTHING, false)
        .map(answer -> S3Xml.read(must(answer, key).body()).text("UploadId"));
  }

  /** Sends one part; each but the last has at least 5 MiB. A part that is sent again takes the place of the first. */
  public Future<Part> putPart(String key, String upload, int number, byte[] bytes) {
    return call("PUT", key, Map.of("partNumber", Integer.toString(number), "uploadId", upload), Map.of(), bytes, true)
        .map(answer -> new Part(number, unquoted(must(answer, key).header("etag")), bytes.length));
  }

  /** Returns the parts that have arrived, by number; empty when there is no such upload (any more). */
  public Future<Optional<List<Part>>> parts(String key, String upload) {
    return parts(key, upload, 0, new TreeMap<>());
  }

  private Future<Optional<List<Part>>> parts(String key, String upload, int after, SortedMap<Integer, Part> known) {
    return call("GET", key, Map.of("uploadId", upload, "max-parts", Integer.toString(PAGE), "part-number-marker",
        Integer.toString(after)), Map.of(), NOTHING, true).compose(answer -> {
          if (answer.status() == 404) {
            return Future.succeededFuture(Optional.empty());
          }
          S3Xml page = S3Xml.read(must(answer, key).body());
          page.all("Part").stream().map(each -> new Part(Integer.parseInt(each.text("PartNumber")),
              unquoted(each.text("ETag")), Long.parseLong(each.text("Size"))))
              .forEach(each -> known.put(each.number(), each));
          boolean more = page.text("IsTruncated").equals("true") && !known.isEmpty() && known.lastKey() > after;
          return more ? parts(key, upload, known.lastKey(), known)
              : Future.succeededFuture(Optional.of(List.copyOf(known.values())));
        });
  }

  /** Makes one object of the parts; empty when there is no such upload (any more): it may have been done before. */
  public Future<Optional<String>> complete(String key, String upload, List<Part> parts) {
    List<String> listed = new ArrayList<>();
    parts.forEach(each -> listed.add(S3Xml.group("Part", S3Xml.tag("PartNumber", each.number()),
        S3Xml.tag("ETag", "\"" + each.etag() + "\""))));
    byte[] body = S3Xml.document("CompleteMultipartUpload", listed.toArray(String[]::new)).getBytes(UTF_8);
    return call("POST", key, Map.of("uploadId", upload), Map.of("content-type", "application/xml"), body, true)
        .map(answer -> {
          if (answer.status() == 404) {
            return Optional.empty();
          }
          S3Xml result = S3Xml.read(must(answer, key).body());
          if (result.name().equals("Error")) { // this answer begins with 200 before its end is known
            throw refused(200, result, key);
          }
          return Optional.of(unquoted(result.text("ETag")));
        });
  }

  /** Throws the parts away. Idempotent. */
  public Future<Void> abort(String key, String upload) {
    return call("DELETE", key, Map.of("uploadId", upload), Map.of(), NOTHING, true).map(answer -> {
      if (answer.status() != 404) {
        must(answer, key);
      }
      return null;
    });
  }

  /**
   * Returns an address with which anybody may do one thing until it expires.
   *
   * @param endpoint by which the asker reaches the store; the place's own, or what a proxy makes of it
   * @param query further parameters, such as {@code response-content-disposition}
   * @param valid at most 7 days
   */
  public static String presign(S3Place endpoint, SigV4.Keys keys, String method, String key, Map<String, String> query,
      Instant now, Duration valid) {
    List<Field> fields = query.entrySet().stream().map(each -> new Field(each.getKey(), each.getValue())).toList();
    List<Field> signed = SigV4.s3(keys, endpoint.region()).presigned(new Ask(method, endpoint.signedPath(key), fields,
        List.of(new Field("host", endpoint.host())), SigV4.UNSIGNED), now, valid);
    return endpoint.site() + SigV4.path(endpoint.path(key)) + "?" + SigV4.query(signed);
  }

  private Future<Incoming> call(String method, String key, Map<String, String> query, Map<String, String> headers,
      byte[] body, boolean repeatable) {
    return caller.call(request(method, key, query, headers, body, repeatable));
  }

  private Outgoing request(String method, String key, Map<String, String> query, Map<String, String> headers,
      byte[] body, boolean repeatable) {
    Instant now = clock.instant();
    Map<String, String> all = new LinkedHashMap<>(headers);
    String payload = SigV4.sha256(body);
    all.put("x-amz-date", SigV4.TIME.format(now));
    all.put("x-amz-content-sha256", payload);
    if (!signer.keys().session().isEmpty()) {
      all.put("x-amz-security-token", signer.keys().session());
    }
    if (body.length > 0 && body.length <= MOST_BYTES) {
      all.put("content-md5", md5(body));
    }
    List<Field> signed = new ArrayList<>(List.of(new Field("host", place.host())));
    all.forEach((name, value) -> signed.add(new Field(name, value)));
    List<Field> fields = query.entrySet().stream().map(each -> new Field(each.getKey(), each.getValue())).toList();
    all.put("authorization", signer.authorization(
        new Ask(method, place.signedPath(key), fields, signed, payload), now));
    String path = SigV4.path(place.path(key));
    boolean bodied = method.equals("PUT") || method.equals("POST");
    return Outgoing.bytes(method, query.isEmpty() ? path : path + "?" + SigV4.query(fields), Map.of(), all,
        bodied ? body : null, repeatable);
  }

  private static Head head(Incoming answer) {
    String length = answer.header("content-length");
    return new Head(length.isEmpty() ? 0 : Long.parseLong(length), unquoted(answer.header("etag")),
        answer.header("content-type"), answer.headers());
  }

  private static Incoming must(Incoming answer, String key) {
    if (answer.status() / 100 == 2) {
      if (!answer.complete()) {
        throw Failure.PROVIDER_FAILED.with("The object store broke its answer off.");
      }
      return answer;
    }
    S3Xml error = null;
    try {
      error = answer.body().length == 0 ? null : S3Xml.read(answer.body());
    } catch (FailureException notXml) {
      // a proxy in front may answer with a page
    }
    throw refused(answer.status(), error, key);
  }

  private static FailureException refused(int status, S3Xml error, String key) {
    String code = error == null ? "" : error.text("Code");
    String told = " It answered " + status + (code.isEmpty() ? "." : ", " + code.substring(0, Math.min(60,
        code.length())) + ".");
    return switch (status) {
      case 404 -> Failure.NOT_FOUND.with("The object store has no " + (key.isEmpty() ? "such bucket." : "such object.")
          + told);
      case 400, 411, 412 -> Failure.PROVIDER_FAILED.with("The object store does not understand the request." + told);
      case 401, 403 -> Failure.PROVIDER_UNAUTHENTICATED.with("The object store refuses our key. Check the key, its"
          + " rights for the bucket, and the clock of this server." + told);
      default -> Failure.PROVIDER_FAILED.with("The object store failed." + told);
    };
  }

  private static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
