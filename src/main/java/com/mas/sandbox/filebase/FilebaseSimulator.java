package com.mas.sandbox.filebase;

import com.mas.outbound.s3.SigV4;
import com.mas.outbound.s3.Signed;
import com.mas.proof.Car;
import com.mas.proof.Cid;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A bucket of Filebase, which keeps names and sizes, and no bytes. */
public final class FilebaseSimulator implements Simulator {
  public static final String BUCKET = "sandbox-certificates";
  /** Open nothing but this simulator. */
  public static final SigV4.Keys KEYS = SigV4.Keys.of("SANDBOX7F3K2Q", "sandbox-secret-9d1c4b");

  private static final Kind LATE_NAME = Kind.own("lateName");
  private static final Kind NO_NAME = Kind.own("noName");
  private static final Kind OTHER_NAME = Kind.own("otherName");
  private static final int MOST_BYTES = 9 << 20;
  private static final int MOST_OBJECTS = 20_000;
  private static final String XML = "application/xml";
  private static final String OBJECT = "/:bucket/:folder/:name";

  private record Stored(String cid, int bytes, String etag) {}

  private final Clock clock;
  private final Map<String, Stored> objects = new LinkedHashMap<>();

  public FilebaseSimulator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "filebase";
  }

  @Override
  public List<Route> routes() {
    return List.of(route(HttpMethod.PUT, "put", this::put).taking(MOST_BYTES),
        route(HttpMethod.HEAD, "head", this::head), route(HttpMethod.DELETE, "delete", this::delete));
  }

  private static Route route(HttpMethod method, String word, java.util.function.Consumer<Exchange> answer) {
    return new Route(method, OBJECT, word, false, null, null, answer);
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(LATE_NAME, NO_NAME, OTHER_NAME);
  }

  @Override
  public void switches(Switches switches) {
    switches.on("GET", "objects", asked -> {
      JsonObject all = new JsonObject();
      objects.forEach((key, stored) -> all.put(key, stored.cid));
      return new JsonObject().put("objects", all);
    }).on("DELETE", "objects", asked -> {
      objects.clear();
      return new JsonObject();
    });
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("FILEBASE_ACCESS_KEY").isEmpty()) {
      settings.put("FILEBASE_ENDPOINT", base);
      settings.put("FILEBASE_BUCKET", BUCKET);
      settings.put("FILEBASE_ACCESS_KEY", KEYS.id());
      settings.put("FILEBASE_SECRET_KEY", KEYS.secret());
      if (configured.apply("CREDENTIALS_STORE").isEmpty()) {
        settings.put("CREDENTIALS_STORE", "filebase");
      }
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return Signed.judge(SigV4.s3(KEYS, "us-east-1"), call.method(), call.target(),
        call.rawQuery(), call::headers, clock.instant()).verdict() == Signed.Verdict.RIGHT;
  }

  @Override
  public void refuse(Exchange call, int status) {
    String code = status == 401 ? "InvalidAccessKeyId" : status == 404 ? "NoSuchKey" : "InternalError";
    call.send(status == 401 ? 403 : status, XML,
        Buffer.buffer("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code + "</Code><Message>Please look at the documentation.</Message></Error>"));
  }

  @Override
  public void reset() {
    objects.clear();
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("objects", new Kept.Held(objects.size(), MOST_OBJECTS));
  }

  private static String key(Exchange call) {
    return call.path("folder") + "/" + call.path("name");
  }

  private void put(Exchange call) {
    byte[] body = call.bytes().getBytes();
    String payload = call.header("x-amz-content-sha256");
    if (!BUCKET.equals(call.path("bucket"))) {
      refuse(call, 404);
    } else if (!SigV4.sha256(body).equals(payload)) {
      refuse(call, 400);
    } else {
      String cid;
      try {
        cid = "car".equals(call.header("x-amz-meta-import")) ? Car.read(body).cid() : Cid.of(body);
      } catch (IllegalArgumentException noArchive) {
        refuse(call, 400);
        return;
      }
      Stored stored = new Stored(cid, body.length, payload.substring(0, 32));
      if (objects.size() >= MOST_OBJECTS) {
        objects.remove(objects.keySet().iterator().next());
      }
      objects.put(key(call), stored);
      told(call, stored, !call.struck().has(LATE_NAME)).send(200, XML, Buffer.buffer());
    }
  }

  private static Exchange told(Exchange call, Stored stored, boolean named) {
    Exchange answer = call.with("ETag", "\"" + stored.etag + "\"");
    return !named || call.struck().has(NO_NAME) ? answer : answer.with("x-amz-meta-cid",
        call.struck().has(OTHER_NAME) ? Cid.of(stored.cid.getBytes(StandardCharsets.US_ASCII)) : stored.cid);
  }

  private void head(Exchange call) {
    Stored stored = objects.get(key(call));
    if (stored == null) {
      refuse(call, 404);
    } else {
      told(call, stored, true).send(200, "application/pdf", Buffer.buffer());
    }
  }

  private void delete(Exchange call) {
    objects.remove(key(call));
    call.send(204, XML, Buffer.buffer());
  }
}
