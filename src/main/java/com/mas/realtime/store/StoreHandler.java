package com.mas.realtime.store;

import com.mas.bus.FailureException;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Client.Listed;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.s3.S3Xml;
import com.mas.outbound.s3.SigV4;
import com.mas.outbound.s3.SigV4.Field;
import com.mas.outbound.s3.Signed;
import com.mas.outbound.s3.Signed.Verdict;
import com.mas.outbound.store.LocalStore;
import com.mas.outbound.store.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one request after the other of one event loop: recognizes its signature, then does what it asks. */
final class StoreHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHandler.class);
  private static final String BUCKET = LocalStore.MOUNT + LocalStore.BUCKET;
  private static final int MOST_XML = 2 << 20;
  /** Bytes of a part of which there is one more. */
  private static final long SMALLEST_PART = 5 << 20;
  private static final String PUBLIC = "ETag, Content-Range, Content-Length, Content-Disposition, Accept-Ranges";

  private final Vertx vertx;
  private final LocalStore store;
  private final Clock clock;

  /**
   * A request that may be done.
   *
   * @param key empty for the bucket
   * @param query by name; of one that is there several times, the last
   * @param payload that the body must have
   */
  record Ask(HttpServerRequest request, String key, Map<String, String> query, String payload) {
    boolean has(String name) {
      return query.containsKey(name);
    }

    String get(String name) {
      return query.getOrDefault(name, "");
    }

    int number(String name, int otherwise, int most) {
      String text = get(name);
      if (text.isEmpty()) {
        return otherwise;
      }
      int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
      if (value < 0 || value > most) {
        throw new Refused(400, "InvalidArgument", name + " is 0 to " + most + ".");
      }
      return value;
    }
  }

  /** Says no in the words of the interface. */
  static final class Refused extends RuntimeException {
    private final int status;
    private final String code;

    Refused(int status, String code, String message) {
      super(message, null, false, false);
      this.status = status;
      this.code = code;
    }
  }

  StoreHandler(Vertx vertx, LocalStore store, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
  }

  void handle(HttpServerRequest request) {
    request.pause();
    request.response().putHeader("access-control-allow-origin", "*")
        .putHeader("access-control-expose-headers", PUBLIC);
    if (request.method().name().equals("OPTIONS")) {
      allow(request);
      return;
    }
    try {
      dispatch(admitted(request));
    } catch (RuntimeException e) {
      fail(request, e);
    }
  }

  /** Lets pages of any origin ask: the signature in the address says who may, and nothing else of a browser counts. */
  private static void allow(HttpServerRequest request) {
    String wanted = request.getHeader("access-control-request-headers");
    request.response().putHeader("access-control-allow-methods", "GET, HEAD, PUT, POST, DELETE")
        .putHeader("access-control-allow-headers", wanted == null ? "content-type" : wanted)
        .putHeader("access-control-max-age", "3600").putHeader("vary", "access-control-request-headers")
        .setStatusCode(204).end();
    request.resume();
  }

  private Ask admitted(HttpServerRequest request) {
    Function<String, List<String>> headers = name -> name.equals("host") ? List.of(host(request))
        : request.headers().getAll(name);
    Signed signed = Signed.judge(store.signer(), request.method().name(), request.path(), request.query(), headers,
        clock.instant());
    if (signed.verdict() == Verdict.WRONG) { // an address without a host is signed for any
      signed = Signed.judge(store.signer(), request.method().name(), request.path(), request.query(),
          name -> name.equals("host") ? List.of(LocalStore.ANY_HOST) : headers.apply(name), clock.instant());
    }
    if (signed.verdict() != Verdict.RIGHT) {
      throw new Refused(signed.verdict().status(), signed.verdict().code(), switch (signed.verdict()) {
        case EXPIRED -> "Request has expired";
        case WRONG -> "The request signature we calculated does not match the signature you provided.";
        case UNKNOWN_KEY -> "The access key is not the one of this server's folder for files.";
        case SKEWED -> "The clock of the sender is wrong by more than 15 minutes.";
        case CHUNKED -> "Bodies in signed chunks are not read; sign the whole body, or none of it.";
        default -> "Access Denied";
      });
    }
    String path = Signed.decoded(request.path());
    if (!path.equals(BUCKET) && !path.startsWith(BUCKET + "/")) {
      throw new Refused(404, "NoSuchBucket", "There is one bucket, " + LocalStore.BUCKET + ".");
    }
    Map<String, String> query = new HashMap<>();
    for (Field each : Signed.fields(request.query())) {
      query.put(each.name(), each.value());
    }
    String key = path.length() > BUCKET.length() + 1 ? path.substring(BUCKET.length() + 1) : "";
    return new Ask(request, key, query, signed.payload());
  }

  /** HTTP/2 has the host elsewhere. */
  private static String host(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return host != null ? host : request.authority() == null ? "" : request.authority().toString();
  }

  private void dispatch(Ask ask) {
    String method = ask.request.method().name();
    if (ask.key.isEmpty()) {
      if (!method.equals("GET") || !ask.get("list-type").equals("2")) {
        throw new Refused(501, "NotImplemented", "Of the bucket itself, its objects can be listed.");
      }
      list(ask);
      return;
    }
    switch (method) {
      case "PUT" -> new Arrival(vertx, store, ask, this::fail).take();
      case "GET", "HEAD" -> {
        if (ask.has("uploadId")) {
          parts(ask);
        } else {
          new Departure(vertx, store, ask, this::fail).send();
        }
      }
      case "DELETE" -> {
        if (ask.has("uploadId")) {
          answer(ask, 204, () -> {
            mustHave(ask);
            store.abort(ask.key, ask.get("uploadId"));
            return "";
          });
        } else {
          answer(ask, 204, () -> {
            store.delete(ask.key);
            return "";
          });
        }
      }
      case "POST" -> post(ask);
      default -> throw new Refused(405, "MethodNotAllowed", "The method is not known here.");
    }
  }

  private void post(Ask ask) {
    if (ask.has("uploads")) {
      answer(ask, 200, () -> S3Xml.document("InitiateMultipartUploadResult", S3Xml.tag("Bucket", LocalStore.BUCKET),
          S3Xml.tag("Key", ask.key), S3Xml.tag("UploadId", store.begin(ask.key))));
    } else if (ask.has("uploadId")) {
      body(ask).onFailure(e -> fail(ask.request, e))
          .onSuccess(body -> answer(ask, 200, () -> complete(ask, S3Xml.read(body))));
    } else {
      throw new Refused(501, "NotImplemented", "This is not done here.");
    }
  }

  private static Future<byte[]> body(Ask ask) {
    String length = ask.request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d{1,9}") || Integer.parseInt(length) > MOST_XML) {
      throw new Refused(length == null ? 411 : 400,
          length == null ? "MissingContentLength" : "MaxMessageLengthExceeded",
          "The list of parts is too long, or its length is not told.");
    }
    ask.request.resume();
    return ask.request.body().map(read -> {
      if (!ask.payload.equals(SigV4.UNSIGNED) && !ask.payload.equals(SigV4.sha256(read.getBytes()))) {
        throw new Refused(400, "XAmzContentSHA256Mismatch", "The body is not the one that was signed.");
      }
      return read.getBytes();
    });
  }

  private String complete(Ask ask, S3Xml listed) {
    String upload = ask.get("uploadId");
    Map<Integer, Part> there = new HashMap<>();
    mustHave(ask).forEach(each -> there.put(each.number(), each));
    List<Part> parts = new ArrayList<>();
    List<S3Xml> wanted = listed.all("Part");
    if (wanted.isEmpty()) {
      throw new Refused(400, "MalformedXML", "The list of parts is empty.");
    }
    for (S3Xml each : wanted) {
      String number = each.text("PartNumber");
      Part part = there.get(number.matches("\\d{1,5}") ? Integer.parseInt(number) : -1);
      if (part == null || !part.etag().equals(each.text("ETag").replace("\"", ""))) {
        throw new Refused(400, "InvalidPart", "Part " + number + " has not arrived, or with another ETag.");
      }
      if (!parts.isEmpty() && parts.getLast().number() >= part.number()) {
        throw new Refused(400, "InvalidPartOrder", "Parts are listed by rising number.");
      }
      if (!parts.isEmpty() && parts.getLast().bytes() < SMALLEST_PART) {
        throw new Refused(400, "EntityTooSmall", "A part that is not the last has at least 5 MiB.");
      }
      parts.add(part);
    }
    if (!store.complete(ask.key, upload, parts)) {
      throw gone();
    }
    return S3Xml.document("CompleteMultipartUploadResult", S3Xml.tag("Bucket", LocalStore.BUCKET),
        S3Xml.tag("Key", ask.key), S3Xml.tag("ETag", "\"" + Departure.etag(store.find(ask.key).orElseThrow()) + "\""));
  }

  private List<Part> mustHave(Ask ask) {
    return store.parts(ask.key, ask.get("uploadId")).orElseThrow(StoreHandler::gone);
  }

  static Refused gone() {
    return new Refused(404, "NoSuchUpload", "The upload is not there; it was completed, aborted or has expired.");
  }

  private void parts(Ask ask) {
    int after = ask.number("part-number-marker", 0, ObjectStore.MOST_PARTS);
    int most = Math.clamp(ask.number("max-parts", S3Client.PAGE, Integer.MAX_VALUE), 1, S3Client.PAGE);
    answer(ask, 200, () -> {
      List<Part> left = mustHave(ask).stream().filter(each -> each.number() > after).toList();
      List<Part> page = left.subList(0, Math.min(most, left.size()));
      StringBuilder listed = new StringBuilder();
      page.forEach(each -> listed.append(S3Xml.group("Part", S3Xml.tag("PartNumber", each.number()),
          S3Xml.tag("ETag", "\"" + each.etag() + "\""), S3Xml.tag("Size", each.bytes()))));
      return S3Xml.document("ListPartsResult", S3Xml.tag("Bucket", LocalStore.BUCKET), S3Xml.tag("Key", ask.key),
          S3Xml.tag("UploadId", ask.get("uploadId")), S3Xml.tag("PartNumberMarker", after),
          S3Xml.tag("NextPartNumberMarker", page.isEmpty() ? after : page.getLast().number()),
          S3Xml.tag("MaxParts", most), S3Xml.tag("IsTruncated", page.size() < left.size()), listed.toString());
    });
  }

  private void list(Ask ask) {
    int most = Math.clamp(ask.number("max-keys", S3Client.PAGE, Integer.MAX_VALUE), 0, S3Client.PAGE);
    String prefix = ask.get("prefix");
    answer(ask, 200, () -> {
      List<Listed> found = new ArrayList<>();
      String after = ask.get("start-after").compareTo(ask.get("continuation-token")) > 0 ? ask.get("start-after")
          : ask.get("continuation-token");
      do {
        S3Client.Listing page = store.list(after);
        page.objects().stream().filter(each -> each.key().startsWith(prefix)).forEach(found::add);
        after = page.next();
      } while (!after.isEmpty() && found.size() <= most);
      List<Listed> page = found.subList(0, Math.min(most, found.size()));
      boolean more = page.size() < found.size();
      StringBuilder listed = new StringBuilder();
      page.forEach(each -> listed.append(S3Xml.group("Contents", S3Xml.tag("Key", each.key()),
          S3Xml.tag("LastModified", each.at().truncatedTo(ChronoUnit.SECONDS)),
          S3Xml.tag("ETag", "\"" + Departure.etag(each.bytes(), each.at()) + "\""), S3Xml.tag("Size", each.bytes()),
          S3Xml.tag("StorageClass", "STANDARD"))));
      return S3Xml.document("ListBucketResult", S3Xml.tag("Name", LocalStore.BUCKET), S3Xml.tag("Prefix", prefix),
          S3Xml.tag("KeyCount", page.size()), S3Xml.tag("MaxKeys", most), S3Xml.tag("IsTruncated", more),
          more && !page.isEmpty() ? S3Xml.tag("NextContinuationToken", page.getLast().key()) : "", listed.toString());
    });
  }

  /** Does it beside the event loop, and answers its document. */
  private void answer(Ask ask, int status, Callable<String> work) {
    ask.request.resume();
    vertx.executeBlocking(work, false).onFailure(e -> fail(ask.request, e)).onSuccess(text -> {
      if (!text.isEmpty()) {
        ask.request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/xml");
      }
      ask.request.response().setStatusCode(status).end(Buffer.buffer(text));
    });
  }

  private void fail(HttpServerRequest request, Throwable cause) {
    Refused told = switch (cause) {
      case Refused refused -> refused;
      case FailureException e -> new Refused(e.failure().httpStatus(), e.failure().httpStatus() == 404 ? "NoSuchKey"
          : "InvalidRequest", e.getMessage());
      default -> {
        LOG.error("{} of a file failed", request.method(), cause);
        yield new Refused(500, "InternalError", "Something went wrong on our side.");
      }
    };
    if (!request.isEnded()) {
      request.resume(); // throws away the rest of its body
    }
    if (request.response().headWritten()) {
      request.response().reset();
      return;
    }
    request.response().setStatusCode(told.status).putHeader(HttpHeaders.CONTENT_TYPE, "application/xml");
    String document = S3Xml.error(told.code, told.getMessage());
    if (request.method().name().equals("HEAD")) {
      request.response().end();
    } else {
      request.response().end(document);
    }
  }

  static String http(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC).format(at);
  }
}
