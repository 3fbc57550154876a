package com.mas.domain.learning.credential;

import com.mas.sources.Connector;
import com.mas.sources.ConnectorConformance;
import com.mas.sources.Stage;
import java.util.List;
import java.util.concurrent.Callable;

/** Checks an issuer of the sandbox as a source, by what {@code conf/issuers.yaml} says of it. */
abstract class OutsideConformance extends ConnectorConformance {
  private final OutsideWorld world;
  private final String issuer;
  private final Connector connector;

  OutsideConformance(OutsideWorld world, String issuer) {
    this.world = world;
    this.issuer = issuer;
    this.connector = world.node.connector(issuer);
  }

  @Override
  protected final Connector connector() {
    return connector;
  }

  @Override
  protected final String tenant() {
    return OutsideWorld.TENANT;
  }

  @Override
  protected final List<String> parent(Stage<?> stage) {
    return List.of();
  }

  @Override
  protected final String id(Stage<?> stage, Object row) {
    return ((OutsideRow) row).externalId();
  }

  @Override
  protected final Stage<?> listed() {
    return connector.stages().getFirst();
  }

  /** Returns the fault by which a login ends; null where there is none that could end. */
  protected String expired() {
    return "expire path=list";
  }

  @Override
  protected final void misbehave(Misbehaviour how) {
    world.sandbox.reset(issuer);
    switch (how) {
      case NONE -> {}
      case SESSION_EXPIRED_ONCE -> {
        if (expired() != null) {
          world.sandbox.fault(issuer, expired());
        }
      }
      case LOGIN_REFUSED -> world.sandbox.fault(issuer, "status status=401");
      case LOGIN_PAGE -> world.sandbox.fault(issuer, "redirect path=list");
      case TRUNCATED -> world.sandbox.fault(issuer, "truncated path=list");
      case MAINTENANCE -> world.sandbox.fault(issuer, "status status=503 retryAfter=600");
      case SERVER_ERROR -> world.sandbox.fault(issuer, "status status=500 path=list");
    }
  }

  @Override
  protected final <T> T on(Callable<T> work) {
    return world.node.on(work);
  }
}
