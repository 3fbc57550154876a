package com.mas.domain.platform.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.platform.tenant.TenantContract.EnsureTenants;
import com.mas.domain.platform.tenant.TenantContract.Face;
import com.mas.domain.platform.tenant.TenantContract.GetTenant;
import com.mas.domain.platform.tenant.TenantContract.ListTenants;
import com.mas.domain.platform.tenant.TenantContract.Look;
import com.mas.domain.platform.tenant.TenantContract.PutTenant;
import com.mas.domain.platform.tenant.TenantContract.ShowTenant;
import com.mas.domain.platform.tenant.TenantContract.Tenant;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TenantIT {
  @AutoClose
  private static final TestDatabase database = TestDatabase.create();
  private static final TurnableClock clock = TurnableClock.at("2026-03-10T12:00:00Z");
  private static Vertx vertx;
  private static Bus bus;
  private static Database db;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    bus = new Bus(vertx, clock);
    db = Database.open(vertx, database.url(), 2);
    await(vertx.deployVerticle(new TenantVerticle(bus, new Capacity("tenant", 1, 100), db, Set.of("education", "risk")),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @AfterAll
  static void close() {
    await(db.close());
    await(vertx.close());
  }

  @Test
  void aTenantIsMadeReplacedAndShown() {
    PutTenant first = new PutTenant("ozone", " Ozone ", List.of("https://o.example"),
        new Look("https://o.example/logo.svg", null), List.of("risk"));
    Tenant made = ask("mas", TenantContract.PUT, first);
    assertEquals(new Tenant("ozone", "Ozone", first.origins(), first.look(), first.switchedOff(), clock.instant(),
        clock.instant()), made);
    assertEquals(made, ask("mas", TenantContract.GET, new GetTenant("ozone")));
    assertEquals(new Face("ozone", "Ozone", first.look(), List.of("risk")),
        ask("ozone", TenantContract.SHOW, new ShowTenant()));
    Tenant replaced = ask("mas", TenantContract.PUT, new PutTenant("ozone", "O2", List.of(), null, List.of()));
    assertEquals(new Tenant("ozone", "O2", List.of(), null, List.of(), made.createdAt(), clock.instant()), replaced);
  }

  @Test
  void aStartMakesSureOfItsTenantsAndChangesNone() {
    ask("mas", TenantContract.ENSURE, new EnsureTenants(List.of("mas", "second")));
    ask("mas", TenantContract.PUT, new PutTenant("second", "Two", List.of(), null, List.of()));
    ask("mas", TenantContract.ENSURE, new EnsureTenants(List.of("mas", "second")));
    assertEquals("Two", ask("mas", TenantContract.GET, new GetTenant("second")).name());
    assertEquals(List.of("mas"),
        ask("mas", TenantContract.LIST, new ListTenants(1, 0L)).items().stream().map(Tenant::slug).toList());
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(Failure.NOT_FOUND, refused(TenantContract.GET, new GetTenant("nobody")));
    assertEquals(Failure.INVALID, refused(TenantContract.PUT,
        new PutTenant("x", "X", List.of("https://x.example/"), null, List.of())));
  }

  private static <Q> Failure refused(Request<Q, ?> request, Q body) {
    CompletionException failed = assertThrows(CompletionException.class, () -> ask("mas", request, body));
    return assertInstanceOf(FailureException.class, failed.getCause()).failure();
  }

  private static <Q, A> A ask(String tenant, Request<Q, A> request, Q body) {
    return await(bus.send(Call.system("test", tenant, clock.millis() + 10_000), request, body));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
