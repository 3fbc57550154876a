package com.mas.seed;

import com.mas.bus.Asked;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.sync.graphy.GraphyContract;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import com.mas.domain.people.identity.IdentityContract.EnsureSuperAdmin;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.domain.platform.tenant.TenantContract.EnsureTenants;
import com.mas.sandbox.graphy.GraphySimulator;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Creates what a first start finds: the super admin; with the sandbox also a learner, batches and a session at its
 * Graphy. Safe to run at each start, on several nodes at once.
 */
public final class Seeds {
  /** Mirrored from the sandbox's smallest course; the prefix that Graphy puts before the address is left out. */
  public static final String LEARNER = "asha.kulkarni@learner.example";
  public static final String LEARNER_PASSWORD = "learner-password-1";

  static final String FIRST_PASSWORD = "to-be-changed-1";

  private static final int ANSWER_SECONDS = 60;

  private final Bus bus;
  private final List<String> tenants;
  private final String tenant;

  /** @param tenants the first is the default, to which all that is planted belongs */
  public Seeds(Bus bus, List<String> tenants) {
    this.bus = bus;
    this.tenants = tenants;
    this.tenant = tenants.getFirst();
  }

  /** @param sandbox whether there is the sandbox, here or in another process */
  public void plant(boolean sandbox) {
    ask(bus.systemCall(tenant, Duration.ofSeconds(30)), TenantContract.ENSURE, new EnsureTenants(tenants));
    UUID admin = ask(bus.systemCall(tenant, Duration.ofSeconds(30)), IdentityContract.ENSURE_SUPER_ADMIN,
        new EnsureSuperAdmin()).id();
    if (sandbox) {
      Principal principal = new Principal(admin, Role.SUPERADMIN, Set.of(), tenant);
      Call call = new Call("seeds", null, tenant, principal, bus.clock().millis() + 30_000, null, null);
      orFindIt(() -> learner(call));
      UUID learner = ask(call, DirectoryContract.FIND_USERS, new FindUsers(null, List.of(LEARNER))).users().getFirst()
          .id();
      ask(call, EducationContract.BATCHES_ENSURE, Asked.with(CreateBatch.class, "code", "DS-2026-01",
          "name", "Data Science, January 2026", "state", BatchState.ACTIVE, "startsOn", LocalDate.of(2026, 1, 5)));
      ask(call, EducationContract.BATCHES_ENSURE, Asked.with(CreateBatch.class, "code", "FS-2026-02",
          "name", "Full-Stack, February 2026", "state", BatchState.ACTIVE, "startsOn", LocalDate.of(2026, 2, 2)));
      new DemoBatch(bus, call).plant(learner);
      if (!ask(call, GraphyContract.STATUS, new GraphyContract.GetStatus()).authenticated()) {
        ask(call, GraphyContract.LOG_IN,
            new GraphyContract.LogIn(GraphySimulator.EMAIL, GraphySimulator.PASSWORD));
      }
    }
  }

  /** An admin's password is a temporary one; the learner has changed it. */
  private void learner(Call call) {
    UUID id = ask(call, IdentityContract.CREATE_USER,
        new CreateUser(LEARNER, FIRST_PASSWORD, "Asha Kulkarni", null, Role.USER, Set.of())).id();
    Principal learner = new Principal(id, Role.USER, Set.of(), call.tenant());
    ask(new Call("seeds", null, call.tenant(), learner, call.deadline(), null, null), IdentityContract.CHANGE_PASSWORD,
        new IdentityContract.ChangePassword(FIRST_PASSWORD, LEARNER_PASSWORD, null));
  }

  private <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return await(bus.send(call, request, body));
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
  }

  static void orFindIt(Runnable creation) {
    try {
      creation.run();
    } catch (CompletionException e) {
      ifItIsThere(e);
    }
  }

  /** Throws what is anything else. */
  static void ifItIsThere(CompletionException e) {
    if (!(e.getCause() instanceof FailureException failure && failure.failure() == Failure.CONFLICT)) {
      throw e;
    }
  }
}
