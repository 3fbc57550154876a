package com.mas.domain.learning.sync;

import com.mas.sources.Connector;
import com.mas.sources.Trouble;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;

class GraphyConnectorIT extends LmsConformance {
  @AutoClose private static final SyncWorld world = new SyncWorld();

  @Override
  protected Connector connector() {
    return world.node.connector;
  }

  @Override
  protected String tenant() {
    return SyncWorld.TENANT;
  }

  @Override
  protected String course() {
    return SyncWorld.COURSE;
  }

  @Override
  protected void misbehave(Misbehaviour how) {
    world.noFaults();
    switch (how) {
      case NONE -> world.node.logIn();
      case SESSION_EXPIRED_ONCE -> world.fault("{\"kind\":\"expire\"}");
      case LOGIN_REFUSED -> world.fault(
          "[{\"kind\":\"expire\",\"path\":\"learners\"},"
              + "{\"kind\":\"status\",\"status\":401,\"path\":\"authenticate\"}]");
      case LOGIN_PAGE -> world.fault("{\"kind\":\"maintenance\",\"status\":200,\"path\":\"learners\"}");
      case TRUNCATED -> world.fault("{\"kind\":\"truncated\"}");
      case MAINTENANCE ->
        world.fault("{\"kind\":\"status\",\"status\":503,\"retryAfter\":30,\"path\":\"learners\"}");
      case SERVER_ERROR -> world.fault("{\"kind\":\"status\",\"status\":500,\"path\":\"learners\"}");
    }
  }

  /** It may be one of a maintenance: a refusal would be remembered until an administrator signs in. */
  @Override
  protected Trouble loginPage() {
    return Trouble.UNREACHABLE;
  }

  @Override
  protected <T> T on(Callable<T> work) {
    return world.node.on(work);
  }
}
