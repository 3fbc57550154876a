package com.mas.domain.learning.sync.graphy;

import com.mas.bus.Failure;
import com.mas.domain.learning.sync.LmsConnector;
import com.mas.domain.learning.sync.graphy.GraphyApi.Tokens;
import com.mas.outbound.Classify;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import java.util.function.Function;

/**
 * Graphy as the engine sees it: {@link GraphyApi} plans and reads, {@link HttpCaller} carries, the session is renewed
 * once.
 */
final class GraphyConnector implements LmsConnector {
  private final GraphySession sessions;
  private final HttpCaller caller;
  private final GraphyApi api;

  GraphyConnector(GraphySession sessions, HttpCaller caller, GraphyApi api) {
    this.sessions = sessions;
    this.caller = caller;
    this.api = api;
  }

  @Override
  public Session open(String tenant) {
    return new Open(tenant, sessions.stored(tenant));
  }

  private final class Open implements Session {
    private final String tenant;
    private volatile GraphySession.Live live;

    Open(String tenant, GraphySession.Live live) {
      this.tenant = tenant;
      this.live = live;
    }

    @Override
    public CoursePage courses(int start, int size) {
      return GraphyRows.courses(ask(tokens -> api.courses(tokens, start, size)));
    }

    @Override
    public LearnerPage learners(String courseId, int start, int size) {
      return GraphyRows.learners(ask(tokens -> api.learners(tokens, courseId, start, size)));
    }

    @Override
    public LearnerReport report(String courseId, String userId) {
      return GraphyRows.report(ask(tokens -> api.report(tokens, courseId, userId)), userId);
    }

    @Override
    public StudentPage students(int start, int size) {
      return GraphyRows.students(ask(tokens -> api.students(tokens, start, size)));
    }

    private Incoming ask(Function<Tokens, Outgoing> request) {
      GraphySession.Live used = live;
      Incoming answer = caller.call(request.apply(used.tokens())).await();
      if (GraphyApi.isAuthError(answer)) {
        live = sessions.renewed(tenant, used.version());
        answer = caller.call(request.apply(live.tokens())).await();
        if (GraphyApi.isAuthError(answer)) {
          throw GraphySession.refused(
              "Graphy refuses a session that it has just given; please log in to Graphy again.");
        }
      }
      if (Classify.status(answer.status()) != Classify.Action.OK) {
        throw answer.status() == 404 ? Failure.NOT_FOUND.with("Graphy does not know this course or learner.")
            : Failure.PROVIDER_FAILED.with("Graphy answered with status " + answer.status() + ".");
      }
      return answer;
    }
  }
}
