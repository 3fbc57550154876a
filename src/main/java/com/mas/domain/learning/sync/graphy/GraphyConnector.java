package com.mas.domain.learning.sync.graphy;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.sync.Lms;
import com.mas.domain.learning.sync.graphy.GraphyApi.Tokens;
import com.mas.outbound.Classify;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.runs.Politeness;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.Reads;
import com.mas.sources.Source;
import com.mas.sources.Stage;
import com.mas.sources.Trouble;
import com.mas.sources.UnreadableAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Graphy as the engine sees it: {@link GraphyApi} plans and reads, {@link HttpCaller} carries, the session is renewed
 * once.
 */
final class GraphyConnector implements Connector {
  static final Source SOURCE = new Source("mrlearn", "Mr. Learn");

  private final GraphySession sessions;
  private final HttpCaller caller;
  private final GraphyApi api;
  private final Politeness pages;
  private final Politeness reports;

  /** @param pages pauses before pages of a list, {@code reports} before reports */
  GraphyConnector(GraphySession sessions, HttpCaller caller, GraphyApi api, Politeness pages, Politeness reports) {
    this.sessions = sessions;
    this.caller = caller;
    this.api = api;
    this.pages = pages;
    this.reports = reports;
  }

  @Override
  public Source source() {
    return SOURCE;
  }

  @Override
  public List<Stage<?>> stages() {
    return Lms.STAGES;
  }

  @Override
  public Politeness politeness(Stage<?> stage) {
    return stage.equals(Lms.REPORTS) ? reports : pages;
  }

  @Override
  public Session open(String tenant) {
    return new Open(tenant, sessions.stored(tenant));
  }

  private final class Open implements Session {
    private final String tenant;
    private final Reads reads = new Reads(SOURCE)
        .on(Lms.COURSES, ask -> GraphyRows.courses(
            ask(tokens -> api.courses(tokens, ask.start(), ask.size())), ask, caller.site()))
        .on(Lms.LEARNERS, ask -> GraphyRows.learners(
            ask(tokens -> api.learners(tokens, ask.of().getFirst(), ask.start(), ask.size()))).batch(ask))
        .on(Lms.REPORTS, ask -> Batch.one(GraphyRows.report(
            ask(tokens -> api.report(tokens, ask.of().getFirst(), ask.of().getLast())), ask.of().getLast())))
        .on(Lms.STUDENTS, ask -> GraphyRows.students(
            ask(tokens -> api.students(tokens, ask.start(), ask.size())), ask));
    private volatile GraphySession.Live live;

    Open(String tenant, GraphySession.Live live) {
      this.tenant = tenant;
      this.live = live;
    }

    @Override
    public <T> Batch<T> read(Stage<T> stage, Ask ask) {
      return reads.read(stage, ask);
    }

    /** Courses and people are lists that each login of the school has; what depends on a course is not asked for. */
    @Override
    public Probe probe() {
      List<String> lacks = new ArrayList<>();
      for (Stage<?> stage : List.of(Lms.COURSES, Lms.STUDENTS)) {
        try {
          read(stage, Ask.about().rows(0, 1));
        } catch (FailureException | UnreadableAnswer e) {
          if (Trouble.of(e) != Trouble.ABSENT && Trouble.of(e) != Trouble.LAYOUT) {
            throw e;
          }
          lacks.add(stage.name());
        }
      }
      return new Probe(lacks, null);
    }

    private Incoming ask(Function<Tokens, Outgoing> request) {
      GraphySession.Live used = live;
      Incoming answer = caller.call(request.apply(used.tokens())).await();
      if (GraphyApi.isAuthError(answer)) {
        live = sessions.renewed(tenant, used.version());
        answer = caller.call(request.apply(live.tokens())).await();
        if (GraphyApi.isAuthError(answer)) {
          throw GraphySession.refused(
              "Graphy refuses a session that it has just given; please sign in to Graphy again.");
        }
      }
      if (Classify.status(answer.status()) != Classify.Action.OK) {
        throw answer.status() == 404 ? GraphyContract.NOT_AT_PROVIDER.refusal()
            : Failure.PROVIDER_FAILED.with("Graphy answered with status " + answer.status() + ".");
      }
      return answer;
    }
  }
}
