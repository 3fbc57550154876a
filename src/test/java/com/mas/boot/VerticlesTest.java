package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.DurableEvent;
import com.mas.bus.Request;
import com.mas.jobs.JobOptions;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerticlesTest {
  public record Question(String text) {}

  private static final DurableEvent<Question> ASKED = DurableEvent.of("test.asked", Question.class);
  private static final Request<Question, Question> ANSWERED = Request.of("test.a", Question.class, Question.class);
  private static final Request<Question, Question> FORGOTTEN = Request.of("test.b", Question.class, Question.class);
  private static final Request<Question, Question> ALSO = Request.of("test.c", Question.class, Question.class);

  @Test
  void aStartNamesEveryDeclaredRequestThatNobodyAnswers() {
    Vertx vertx = Vertx.vertx();
    try {
      Bus bus = new Bus(vertx, Clock.systemUTC());
      Boot.await(vertx.deployVerticle(new DomainVerticle(bus, new Capacity("test", 1, 10)) {
        @Override
        protected void open() {
          answer(ANSWERED, (call, question) -> question);
        }
      }, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
      assertDoesNotThrow(() -> Verticles.requireAnswers(Stream.of(ANSWERED), bus));
      assertEquals("No verticle answers what its contract declares:\n  - test.b\n  - test.c",
          assertThrows(IllegalStateException.class,
              () -> Verticles.requireAnswers(Stream.of(ALSO, FORGOTTEN, ANSWERED), bus)).getMessage());
    } finally {
      Boot.await(vertx.close());
    }
  }

  @Test
  void aStartNamesEverySubscriptionWithoutAHandlerAndEveryHandlerWithoutASubscription() {
    DomainModule module = new DomainModule("deaf") {
      {
        on(ASKED, JobOptions.on("q"));
      }

      @Override
      public Plan plan(SettingsReader from) {
        return null;
      }
    };
    Vertx vertx = Vertx.vertx();
    try {
      Bus bus = new Bus(vertx, Clock.systemUTC());
      assertEquals("No verticle answers what its contract declares:\n  - deaf.on.test.asked",
          assertThrows(IllegalStateException.class, () -> Verticles.requireAnswers(module.requests().stream(), bus))
              .getMessage());
      assertDoesNotThrow(() -> Verticles.requireSubscriptions(bus));
      Boot.await(vertx.deployVerticle(new DomainVerticle(bus, new Capacity("deaf", 1, 10)) {
        @Override
        protected void open() {
          on(ASKED, (call, question) -> question);
        }
      }, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
      assertDoesNotThrow(() -> Verticles.requireAnswers(module.requests().stream(), bus));
      assertEquals("Verticles handle durable events to which their modules do not subscribe:\n  - deaf.on.test.asked",
          assertThrows(IllegalStateException.class, () -> Verticles.requireSubscriptions(bus)).getMessage());
    } finally {
      Boot.await(vertx.close());
    }
  }
}
