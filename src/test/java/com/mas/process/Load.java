package com.mas.process;

import com.mas.process.Api.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Some clients that read and write, each one request after the other, until they are told to end. */
public final class Load {
  private static final int CLIENTS = 6;
  private static final int WRITE_EACH = 5;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final AtomicInteger LOADS = new AtomicInteger();

  /** @param failures what was not answered as it should be, in words */
  public record Result(int requests, int written, double slowest, List<String> failures) {}

  private final Api api;
  private final String token;
  private final BooleanSupplier over;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicLong slowest = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final String name = "LOAD-" + LOADS.incrementAndGet() + "-";
  private List<Thread> clients;

  private Load(Api api, String token, BooleanSupplier over) {
    this.api = api;
    this.token = token;
    this.over = over;
  }

  public static Load start(Api api, String token, BooleanSupplier over) {
    Load load = new Load(api, token, over);
    load.clients = IntStream.range(0, CLIENTS).mapToObj(client -> Thread.ofVirtual().start(load::run)).toList();
    return load;
  }

  private void run() {
    while (!over.getAsBoolean()) {
      int number = requests.incrementAndGet();
      long begun = System.nanoTime();
      try {
        if (number % WRITE_EACH == 0) {
          Reply made = api.post("/api/admin/batches", token,
              Map.of("code", name + number, "name", "Made meanwhile", "startsOn", "2026-01-05"));
          written.addAndGet(check(made, 201) ? 1 : 0);
        } else {
          check(api.get("/api/auth/me", token), 200);
        }
      } catch (IOException e) {
        failures.add(String.valueOf(e));
      }
      slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
      LockSupport.parkNanos(PAUSE_NANOS); // some load, not all that the machine can do
    }
  }

  private boolean check(Reply reply, int expected) {
    if (reply.status() != expected) {
      failures.add(reply.status() + " " + reply.text());
    }
    return reply.status() == expected;
  }

  public int failed() {
    return failures.size();
  }

  public Result join() throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
    return new Result(requests.get(), written.get(), slowest.get() / 1e9, List.copyOf(failures));
  }
}
