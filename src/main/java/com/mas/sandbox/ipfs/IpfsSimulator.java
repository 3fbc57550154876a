package com.mas.sandbox.ipfs;

import com.mas.proof.Cid;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A node of IPFS behind a token, with as many files as fit. */
public final class IpfsSimulator implements Simulator {
  /** Opens nothing but this simulator. */
  public static final String TOKEN = "Bearer sandbox-ipfs-6e0b1f";

  private static final Kind OTHER_NAME = Kind.own("otherName");
  private static final int MOST_BYTES = 9 << 20;
  private static final int MOST_FILES = 300;
  private static final long MOST_HELD = 32L << 20;
  private static final String JSON = "application/json";

  private final Map<String, byte[]> pins = new LinkedHashMap<>();

  @Override
  public String name() {
    return "ipfs";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/api/v0/add", "add", this::add).taking(MOST_BYTES),
        Route.post("/api/v0/pin/ls", "ls", this::list), Route.post("/api/v0/cat", "cat", this::cat),
        Route.post("/api/v0/pin/rm", "rm", this::remove));
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(OTHER_NAME);
  }

  @Override
  public void switches(Switches switches) {
    switches.on("GET", "pins", asked -> new JsonObject().put("pins", new JsonArray(List.copyOf(pins.keySet()))))
        .on("DELETE", "pins", asked -> {
          pins.clear();
          return new JsonObject();
        });
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("IPFS_API_URL").isEmpty()) {
      settings.put("IPFS_API_URL", base);
      settings.put("IPFS_API_AUTHORIZATION", TOKEN);
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return TOKEN.equals(call.header("authorization"));
  }

  @Override
  public void refuse(Exchange call, int status) {
    error(call, status, status == 401 ? "invalid token" : "please try again later");
  }

  private static void error(Exchange call, int status, String message) {
    call.json(status, new JsonObject().put("Message", message).put("Code", 0).put("Type", "error"));
  }

  @Override
  public void reset() {
    pins.clear();
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("files", new Kept.Held(pins.size(), MOST_FILES));
  }

  private void add(Exchange call) {
    byte[] file = part(call.header("content-type"), call.bytes().getBytes());
    if (file == null) {
      error(call, 400, "file argument 'path' is required");
      return;
    }
    boolean ours = "1".equals(call.query("cid-version")) && "true".equals(call.query("raw-leaves"))
        && "size-1048576".equals(call.query("chunker"));
    String cid = Cid.of(file);
    if (!ours || call.struck().has(OTHER_NAME)) {
      cid = Cid.of(cid.getBytes(StandardCharsets.US_ASCII)); // as another profile would
    }
    pins.put(cid, file);
    while (pins.size() > MOST_FILES || pins.values().stream().mapToLong(each -> each.length).sum() > MOST_HELD) {
      pins.remove(pins.keySet().iterator().next());
    }
    call.send(200, JSON, Buffer.buffer(new JsonObject().put("Name", "certificate.pdf").put("Hash", cid)
        .put("Size", String.valueOf(file.length)).encode() + "\n"));
  }

  /** Returns the content of the first part of a form; null when there is none. */
  private static byte[] part(String type, byte[] body) {
    int at = type == null ? -1 : type.indexOf("boundary=");
    if (at < 0) {
      return null;
    }
    byte[] end = ("\r\n--" + type.substring(at + "boundary=".length()).replace("\"", "").split(";")[0])
        .getBytes(StandardCharsets.ISO_8859_1);
    int begin = find(body, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), 0);
    int last = begin < 0 ? -1 : find(body, end, begin + 2);
    return last < begin + 4 ? null : Arrays.copyOfRange(body, begin + 4, last);
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int i = from; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private void list(Exchange call) {
    String cid = call.query("arg");
    if (pins.containsKey(cid)) {
      call.json(new JsonObject().put("Keys", new JsonObject().put(cid, new JsonObject().put("Type", "recursive"))));
    } else {
      error(call, 500, "path '" + cid + "' is not pinned");
    }
  }

  private void cat(Exchange call) {
    byte[] file = pins.get(call.query("arg"));
    if (file == null) {
      error(call, 500, "block was not found locally (offline)");
    } else {
      call.send(200, "text/plain", Buffer.buffer(file));
    }
  }

  private void remove(Exchange call) {
    String cid = call.query("arg");
    if (pins.remove(cid) == null) {
      error(call, 500, "not pinned or pinned indirectly");
    } else {
      call.json(new JsonObject().put("Pins", new JsonArray().add(cid)));
    }
  }
}
