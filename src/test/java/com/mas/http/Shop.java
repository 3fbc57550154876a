package com.mas.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Change;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.Limit;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Request;
import io.vertx.core.Promise;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A domain for the tests of the edge; it answers over the real bus. */
final class Shop extends DomainVerticle {
  enum State { NEW, OLD }

  record Browse(@Nullable @Limit(max = 100, standard = 20) Integer limit, @Nullable List<State> state,
      @Nullable @Size(min = 2, max = 20) @Pattern(regexp = "^[^;]*$") String search, @Nullable Instant since,
      @Nullable UUID owner, @Nullable String email, @Nullable @Min(0) Double price, @Nullable Boolean sold,
      @Nullable @Size(max = 300) String agent) {}

  record Tag(String label) {}

  record Create(@Size(min = 1, max = 50) String name, State kind, @Nullable UUID owner, @Nullable String email,
      @Nullable @Size(max = 3) List<Tag> tags) {}

  record Thing(UUID id, String name, boolean made) {}

  record Rename(UUID id, @Size(min = 1, max = 50) String name) {}

  record Adjust(UUID id, Change<@Size(max = 50) String> name, Change<@Nullable @Size(max = 50) String> note,
      Change<@Nullable State> kind) {}

  record Adjusted(String name, @Nullable String note, @Nullable State kind) {}

  record Delete(UUID id) {}

  record Mine() {}

  record Who(@Nullable UUID user, String tenant, String requestId, @Nullable String traceparent, String address) {}

  record Free(@Nullable @Size(max = 1_000_000) String text, @Nullable ObjectNode extra) {}

  record Sizes(int text, int extra) {}

  record Outcome(@OneOf({"fine", "conflict", "defect", "busy", "wait"}) String kind) {}

  record Never() {}

  record Large() {}

  record Count(int number) {}

  record Hook(@Nullable @Size(max = 100) String signature, String bytes) {}

  record Echo(String text) {}

  static final Request<Browse, Page<Browse>> LIST =
      Request.list("shop.thing.list", Browse.class, Browse.class, Duration.ofSeconds(5));
  static final Request<Create, Thing> CREATE =
      Request.of("shop.thing.create", Create.class, Thing.class, Duration.ofSeconds(5));
  static final Request<Mine, Who> MINE = Request.of("shop.thing.mine", Mine.class, Who.class, Duration.ofSeconds(5));
  static final Request<Rename, Rename> RENAME =
      Request.of("shop.thing.rename", Rename.class, Rename.class, Duration.ofSeconds(5));
  static final Request<Adjust, Adjusted> ADJUST = Request.of("shop.thing.adjust", Adjust.class, Adjusted.class);
  static final Request<Delete, Delete> DELETE =
      Request.of("shop.thing.delete", Delete.class, Delete.class, Duration.ofSeconds(5));
  static final Request<Free, Sizes> FREE = Request.of("shop.free.put", Free.class, Sizes.class, Duration.ofSeconds(5));
  static final Request<Outcome, Count> OUTCOME =
      Request.of("shop.outcome.get", Outcome.class, Count.class, Duration.ofSeconds(10));
  static final Request<Never, Count> NEVER =
      Request.of("shop.never.get", Never.class, Count.class, Duration.ofMillis(300));
  static final Request<Large, Map<?, ?>> LARGE = large();

  record Export(String name, @Nullable Integer from) {}

  record ExportPart(String text, @Nullable Integer next) {}

  static final Request<Export, ExportPart> EXPORT =
      Request.of("shop.export.get", Export.class, ExportPart.class, Duration.ofSeconds(5));

  record Take(String name, @Nullable String id, String bytes, boolean last) {}

  record Taken(String id, int parts, long size) {}

  static final Request<Take, Taken> TAKE =
      Request.of("shop.take.post", Take.class, Taken.class, Duration.ofSeconds(5));

  static final Request<Hook, Echo> HOOK = Request.of("shop.hook.post", Hook.class, Echo.class, Duration.ofSeconds(5));

  static final Map<String, Request<?, ?>> CATALOGUE =
      List.of(LIST, CREATE, MINE, RENAME, ADJUST, DELETE, FREE, OUTCOME, NEVER, LARGE, HOOK, EXPORT, TAKE)
          .stream().collect(Collectors.toMap(Request::address, Function.identity()));

  final AtomicInteger outcomes = new AtomicInteger();
  final AtomicInteger exported = new AtomicInteger();
  final Map<String, List<byte[]>> files = new ConcurrentHashMap<>();
  final AtomicInteger largest = new AtomicInteger();
  final Map<String, UUID> things = new ConcurrentHashMap<>();
  final Promise<Void> released = Promise.promise();

  Shop(Bus bus) {
    super(bus, new Capacity("shop", 1, 100));
  }

  @Override
  protected void open() {
    answer(LIST, (call, body) -> new Page<>(List.of(body), body.limit(), 0, 1L));
    answer(CREATE, (call, body) -> create(body));
    answer(MINE, (call, body) -> who(call));
    answer(RENAME, (call, body) -> body);
    answer(ADJUST, (call, body) -> new Adjusted(
        body.name().filled("/name", "a name"), body.note().or("a note"), body.kind().or(State.OLD)));
    answer(DELETE, (call, body) -> body);
    answer(FREE, (call, body) -> new Sizes(body.text() == null ? 0 : body.text().length(),
        body.extra() == null ? 0 : body.extra().size()));
    answer(OUTCOME, (call, body) -> outcome(body));
    answer(NEVER, (call, body) -> outcome(new Outcome("wait")));
    answer(HOOK, (call, body) -> new Echo(body.signature() + " " + body.bytes()));
    answer(TAKE, (call, body) -> take(body));
    answer(EXPORT, (call, body) -> export(body));
    answer(LARGE, (call, body) -> Map.of("text", "much ".repeat(2000)));
  }

  /** {@code small}: four parts; {@code broken}: the third fails; {@code endless}: no part is the last. */
  private ExportPart export(Export body) {
    exported.incrementAndGet();
    int part = body.from() == null ? 0 : body.from();
    return switch (body.name()) {
      case "small" -> new ExportPart("part " + part + "\n", part == 3 ? null : part + 1);
      case "endless" -> new ExportPart("x".repeat(64 << 10), part + 1);
      case "broken" -> {
        if (part == 2) {
          throw Failure.OVERLOADED.with("Later.");
        }
        yield new ExportPart("part " + part + "\n", part + 1);
      }
      default -> throw Failure.NOT_FOUND.with("There is no such export.");
    };
  }

  private Thing create(Create body) {
    UUID id = UUID.randomUUID();
    UUID before = things.putIfAbsent(body.name(), id);
    return new Thing(before == null ? id : before, body.name(), before == null);
  }

  /** Keeps a file as its parts come; the name says what goes wrong. */
  private Taken take(Take part) {
    if (part.name().equals("refused")) {
      throw Failure.UNPROCESSABLE.with("Nobody takes that.");
    }
    String id = part.id() == null ? UUID.randomUUID().toString() : part.id();
    byte[] bytes = Base64.getDecoder().decode(part.bytes());
    largest.accumulateAndGet(bytes.length, Math::max);
    files.merge(id, List.of(bytes), (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
    if (part.name().equals("slow")) {
      released.future().await();
    }
    return new Taken(id, files.get(id).size(), files.get(id).stream().mapToLong(each -> each.length).sum());
  }

  private static Who who(Call call) {
    return new Who(call.userId(), call.tenant(), call.requestId(), call.traceparent(), call.address());
  }

  private Count outcome(Outcome body) {
    int number = outcomes.incrementAndGet();
    switch (body.kind()) {
      case "conflict" -> throw Failure.CONFLICT.with("It is there already.").data(new Count(7));
      case "defect" -> throw new IllegalStateException("SELECT secret FROM table_of_secrets");
      case "busy" -> throw Failure.OVERLOADED.with("Later.").retryAfter(3);
      case "wait" -> released.future().await();
      default -> {}
    }
    return new Count(number);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Request<Large, Map<?, ?>> large() {
    return (Request) Request.of("shop.large.get", Large.class, Map.class, Duration.ofSeconds(5));
  }
}
