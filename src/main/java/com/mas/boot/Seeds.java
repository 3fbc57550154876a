package com.mas.boot;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.domain.identity.IdentityContract;
import com.mas.domain.identity.IdentityContract.CreateUser;
import com.mas.domain.identity.IdentityContract.EnsureSuperAdmin;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** What a first start finds: the super admin, and with the sandbox an account to look at. Safe to run at each start. */
final class Seeds {
  /** Mirrored from the sandbox's smallest course; the prefix that Graphy puts before the address is left out. */
  static final String LEARNER = "asha.kulkarni@learner.example";
  static final String LEARNER_PASSWORD = "learner-password-1";

  private final Settings settings;
  private final Bus bus;

  Seeds(Settings settings, Bus bus) {
    this.settings = settings;
    this.bus = bus;
  }

  void plant() {
    String tenant = settings.platforms().getFirst();
    UUID admin = ask(bus.systemCall(tenant, Duration.ofSeconds(30)), IdentityContract.ENSURE_SUPER_ADMIN, new EnsureSuperAdmin()).id();
    if (settings.sandbox().accounts()) {
      Principal principal = new Principal(admin, Role.SUPERADMIN, Set.of(), tenant);
      Call call = new Call("seeds", null, tenant, principal, bus.clock().millis() + 30_000, null, null);
      orFindIt(() -> ask(call, IdentityContract.CREATE_USER,
          new CreateUser(LEARNER, LEARNER_PASSWORD, "Asha Kulkarni", null, Role.USER, Set.of())));
    }
  }

  private <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return Boot.await(bus.send(call, request, body));
  }

  private static void orFindIt(Runnable creation) {
    try {
      creation.run();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof FailureException failure && failure.failure() == Failure.CONFLICT)) {
        throw e;
      }
    }
  }
}
