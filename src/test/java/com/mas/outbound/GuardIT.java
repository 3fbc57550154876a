package com.mas.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard and a provider's caller, over real HTTP. */
@ExtendWith(VertxExtension.class)
class GuardIT {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.216.34");

  private Vertx vertx;
  private OutsideServer outside;
  private final AtomicInteger resolved = new AtomicInteger();
  private final Deque<List<InetAddress>> answers = new ArrayDeque<>();

  @BeforeEach
  void listen(Vertx given) {
    vertx = given;
    outside = new OutsideServer(vertx);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://93.184.216.34/", "ftp://93.184.216.34/", "file:///etc/passwd", "https:///x",
      "https://user@93.184.216.34/", "https://user:secret@93.184.216.34/", "https:93.184.216.34", "/x",
      "https://127.0.0.1/", "https://127.0.0.1:8443/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
      "https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://169.254.169.254/latest/meta-data/",
      "https://0.0.0.0/", "https://100.64.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
      "https://017700000001/", "https://127.1/", "https://[fe80::1%25eth0]/", "https://[fd00:ec2::254]/",
      "https://192.168.0.1/", "https://10.0.0.1/", "https://172.16.0.1/", "https://127.0.0.1./", "https://127.0.0.01/",
      "https://\uff11\uff12\uff17.0.0.1/", "https://127\u30020\u30020\u30021/", "https://\u2460\u2461\u2466.0.0.1/",
      "https://%31%32%37.0.0.1/", "https://93.184.216.34%40127.0.0.1/", "https://93.184.216.34@127.0.0.1/",
      "https://0x7f.0x0.0x0.0x1/", "https://[::127.0.0.1]/", "https://[0:0:0:0:0:ffff:a9fe:a9fe]/", "https://0/"})
  void aUrlThatLeadsAnywhereButToAPublicServerIsRefused(String url) {
    assertEquals(Failure.INVALID, failure(guard(Set.of(), false).admit(URI.create(url))).failure());
    assertEquals(0, resolved.get());
  }

  @Test
  void anAddressIsConnectedToAsItIsAndANameAsItWasChecked() {
    assertEquals("93.184.216.34:443",
        ok(guard(Set.of(), false).admit(URI.create("https://93.184.216.34/x"))).toString());
    answers.add(List.of(PUBLIC, InetAddress.ofLiteral("8.8.8.8")));
    assertEquals("93.184.216.34:8443",
        ok(guard(Set.of(), false).admit(URI.create("https://school.example:8443/x"))).toString());
  }

  @Test
  void oneForbiddenAddressOfANameIsEnoughToRefuseIt() {
    answers.add(List.of(PUBLIC, HERE));
    assertEquals(Failure.INVALID,
        failure(guard(Set.of(), false).admit(URI.create("https://school.example/"))).failure());
  }

  @Test
  void aNameThatIsUnknownIsTheProvidersFailure() {
    assertEquals(Failure.PROVIDER_FAILED,
        failure(guard(Set.of(), false).admit(URI.create("https://nowhere.example/"))).failure());
  }

  @Test
  void aPrivateHostIsOpenWhenTheOperatorNamedItAndNoOther() {
    Guard guard = guard(Set.of("Moodle.Internal", "10.0.0.7"), false);
    answers.add(List.of(InetAddress.ofLiteral("10.1.2.3")));
    assertEquals("10.1.2.3:443", ok(guard.admit(URI.create("https://moodle.internal./"))).toString());
    assertEquals("10.0.0.7:443", ok(guard.admit(URI.create("https://10.0.0.7/"))).toString());
    assertEquals(Failure.INVALID, failure(guard.admit(URI.create("https://10.0.0.8/"))).failure());
    answers.add(List.of(InetAddress.ofLiteral("169.254.169.254")));
    assertEquals(Failure.INVALID, failure(guard.admit(URI.create("https://moodle.internal/"))).failure());
  }

  @Test
  void aProviderWhoseNameBeginsToLeadInsideIsNotCalled() {
    HttpCaller caller = caller("provider.example", Set.of());
    answers.add(List.of(HERE));
    FailureException failure = failure(caller.once(Outgoing.get("/x", Map.of())));
    assertEquals(Failure.PROVIDER_FAILED, failure.failure());
    assertTrue(failure.getMessage().contains("OUTBOUND_PRIVATE_HOSTS"), failure.getMessage());
    assertEquals(0, outside.asked.get());
  }

  /** The name is not resolved again to connect: the second answer, and the real one, would both fail. */
  @Test
  void theAddressThatWasCheckedIsTheOneConnectedTo() {
    HttpCaller caller = caller("provider.example", Set.of("provider.example"));
    outside.answer = request -> request.response().end(request.authority().toString());
    answers.add(List.of(HERE));
    assertEquals("provider.example:" + outside.port(), ok(caller.once(Outgoing.get("/x", Map.of()))).text());
    assertEquals(1, resolved.get());
    answers.add(List.of(PUBLIC, InetAddress.ofLiteral("169.254.169.254")));
    failure(caller.once(Outgoing.get("/x", Map.of())));
    assertEquals(2, resolved.get());
    assertEquals(1, outside.asked.get());
  }

  @Test
  void theAddressInABaseUrlIsTheOperatorsOwn() {
    assertEquals("here", ok(caller("127.0.0.1", Set.of()).once(Outgoing.get("/x", Map.of()))).text());
    failure(caller("169.254.169.254", Set.of()).once(Outgoing.get("/x", Map.of())));
    failure(caller("2130706433", Set.of()).once(Outgoing.get("/x", Map.of())));
    assertEquals(1, outside.asked.get());
  }

  @Test
  void aRedirectThatIsFollowedIsGuardedToo() {
    HttpCaller caller = caller("127.0.0.1", Set.of("files.example"));
    outside.answer = request -> request.response().end(request.authority() + request.uri());
    answers.add(List.of(HERE));
    assertEquals("files.example:" + outside.port() + "/a?b=c", ok(caller.bounded(Outgoing.get("/a?b=c", Map.of()),
        URI.create("http://files.example:" + outside.port() + "/a?b=c"))).orElseThrow().text());
    answers.add(List.of(HERE));
    failure(caller.bounded(Outgoing.get("/a", Map.of()), URI.create("http://inside.example:" + outside.port())));
    assertEquals(1, outside.asked.get());
  }

  private Guard guard(Set<String> privateHosts, boolean plain) {
    return Guard.of(vertx, name -> {
      resolved.incrementAndGet();
      if (answers.isEmpty()) {
        throw new UnknownHostException(name);
      }
      return answers.remove();
    }, privateHosts, plain);
  }

  private HttpCaller caller(String host, Set<String> privateHosts) {
    return new HttpCaller(vertx, TurnableClock.at("2026-03-02T10:00:00Z"), new Random(1),
        HttpCaller.Config.polite("Test", "http://" + host + ":" + outside.port(), Duration.ofSeconds(10)),
        guard(privateHosts, false));
  }

  private static <T> T ok(Future<T> call) {
    return call.toCompletionStage().toCompletableFuture().join();
  }

  private static FailureException failure(Future<?> call) {
    return (FailureException) assertThrows(CompletionException.class, () -> ok(call)).getCause();
  }
}
