package com.mas.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.FailureException;
import com.mas.sandbox.kit.Calls;
import com.mas.sandbox.kit.Given;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks what tests rely on in a simulator, and what the product's client for that provider makes of each fault. Each
 * simulator's test inherits it.
 */
public abstract class SandboxConformance {
  /** Says what the client makes of a call. */
  public enum Verdict {
    /** The answer is used. */
    USED,
    /** The provider asks for patience: the call may be made again, later. */
    RETRY,
    /** The provider says no: whoever asked must change something. */
    REFUSED,
    /** The provider cannot be reached, or not used. */
    UNREACHABLE,
    /** An answer came that cannot be read. */
    UNREADABLE,
    /** It is not known whether it was done, and it is not done again. */
    UNKNOWN;

    /** Returns what a failure of the product says of the provider. */
    public static Verdict of(FailureException failed) {
      return switch (failed.failure()) {
        case TOO_MANY_REQUESTS -> RETRY;
        case PROVIDER_FAILED -> UNREACHABLE;
        default -> REFUSED;
      };
    }
  }

  private static final int MORE_THAN_KEPT = Calls.RECENT + 10;
  private static final int MOST_FAULTS = 32;
  private static final int ENDLESS_MS = 5_000;

  private final String simulator;
  private final String path;

  /**
   * Names what is checked.
   *
   * @param simulator its name
   * @param path the word of the route that {@link #call(boolean)} calls, at which faults are aimed
   */
  protected SandboxConformance(String simulator, String path) {
    this.simulator = simulator;
    this.path = path;
  }

  protected abstract Sandbox sandbox();

  /** Brings the client so far that it can call; nothing is wrong yet. */
  protected void prepare() {}

  /**
   * Calls the provider by the product's client, with a circuit that nothing has opened.
   *
   * @param isPatient whether it waits longer than any busy machine takes, or less than a second
   */
  protected abstract Verdict call(boolean isPatient);

  /**
   * Returns what the client makes of each fault, of the dialect and of the provider's own; several of one kind where
   * its fields make a difference. Written as {@code status status=429}.
   */
  protected abstract Map<String, Verdict> declared();

  /** Makes the n-th of many good calls, over the wire and not by the client. */
  protected abstract void callOverTheWire(int n);

  /** Returns whether a good call with wrong credentials was refused, over the wire. */
  protected abstract boolean isRefusedWithWrongCredentials();

  @BeforeEach
  void reset() {
    sandbox().reset(simulator);
  }

  @TestFactory
  Stream<DynamicTest> theClientMakesOfEachFaultWhatIsDeclared() {
    return declared().entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
      reset();
      prepare();
      assertEquals(Verdict.USED, call(true), "without a fault");
      reset();
      prepare();
      sandbox().fault(simulator, each.getKey() + " path=" + path);
      assertEquals(each.getValue(), call(!isEndless(each.getKey())));
      JsonObject struck = faults().getJsonObject(0);
      assertTrue(struck.getInteger("happened") > 0, struck::encode);
      assertEquals(0, sandbox().calls(simulator, "elsewhere"), "a redirect was followed");
    }));
  }

  private static boolean isEndless(String fault) {
    JsonObject written = Sandbox.written(fault);
    return written.getString("kind").equals("hang") || written.getInteger("delayMs", 0) >= ENDLESS_MS;
  }

  @Test
  void eachKindOfFaultIsDeclared() {
    Set<String> declared = declared().keySet().stream().map(fault -> fault.split(" ")[0])
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(kinds(), declared);
  }

  @Test
  void aFaultIsRefusedWithTheNameOfTheFieldThatIsWrong() {
    for (String[] wrong : new String[][] {
        {"kind", "{'kind':'explode'}"}, {"kind", "{}"}, {"status", "{'kind':'status'}"},
        {"status", "{'kind':'status','status':200}"}, {"delayMs", "{'kind':'slow','delayMs':999999999}"},
        {"status", "{'kind':'slow','status':500}"}, {"path", "{'kind':'close','path':'somewhere'}"},
        {"page", "{'kind':'close','page':-1}"}, {"times", "{'kind':'close','times':'two'}"},
        {"afterRequests", "{'kind':'close','afterRequests':1.5}"}, {"colour", "{'kind':'close','colour':'red'}"}}) {
      Given.Refused refused = assertThrows(Given.Refused.class,
          () -> sandbox().ask(simulator, "PUT", "faults", wrong[1].replace('\'', '"')), wrong[1]);
      assertEquals(wrong[0], refused.field(), wrong[1]);
    }
    JsonArray tooMany = new JsonArray(IntStream.rangeClosed(0, MOST_FAULTS)
        .mapToObj(i -> new JsonObject().put("kind", "close")).toList());
    assertThrows(Given.Refused.class, () -> sandbox().ask(simulator, "PUT", "faults", tooMany));
    assertTrue(faults().isEmpty());
  }

  @Test
  void whoWaitsForACallIsToldWhenItHasCome() {
    Future<JsonObject> third = sandbox().send(simulator, "GET", "requests?count=3&path=" + path, null);
    callOverTheWire(0);
    callOverTheWire(1);
    assertFalse(third.isComplete());
    callOverTheWire(2);
    assertEquals(3, House.await(third).getJsonObject("paths").getJsonObject(path).getInteger("count"));
    assertThrows(Given.Refused.class, () -> sandbox().ask(simulator, "GET",
        "requests?count=4&waitMs=1&path=" + path, null));
  }

  @Test
  void nothingGrowsWithoutBoundAndAResetForgetsAll() {
    JsonObject fresh = description().getJsonObject("held");
    for (int i = 0; i < MORE_THAN_KEPT; i++) {
      callOverTheWire(i);
    }
    JsonObject calls = sandbox().ask(simulator, "GET", "requests", null);
    assertTrue(calls.getJsonObject("paths").getJsonObject(path).getInteger("count") >= MORE_THAN_KEPT);
    assertEquals(Calls.RECENT, calls.getJsonArray("recent").size());
    description().getJsonObject("held").forEach(each -> {
      JsonObject much = (JsonObject) each.getValue();
      assertTrue(much.getInteger("now") <= much.getInteger("most"), each::toString);
    });
    sandbox().fault(simulator, "close");
    reset();
    assertEquals(fresh, description().getJsonObject("held"));
    assertEquals(0, sandbox().calls(simulator, null));
    assertTrue(faults().isEmpty());
  }

  @Test
  void wrongCredentialsAreRefused() {
    callOverTheWire(0);
    JsonObject held = description().getJsonObject("held");
    assertTrue(isRefusedWithWrongCredentials());
    assertEquals(held, description().getJsonObject("held"));
  }

  protected final String simulator() {
    return simulator;
  }

  protected final String path() {
    return path;
  }

  protected final JsonObject description() {
    return sandbox().ask(simulator, "GET", "", null);
  }

  protected final Set<String> kinds() {
    return description().getJsonArray("kinds").stream().map(kind -> ((JsonObject) kind).getString("kind"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JsonArray faults() {
    return sandbox().ask(simulator, "GET", "faults", null).getJsonArray("faults");
  }
}
