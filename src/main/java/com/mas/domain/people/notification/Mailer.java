package com.mas.domain.people.notification;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeoutException;

/**
 * The SMTP client on an event loop of its own. On a virtual thread it would set its handler some moments after the
 * connection is there, and then misses the server's greeting, for which it waits for ever.
 */
final class Mailer extends VerticleBase {
  private static final int IMPLICIT_TLS_PORT = 465;
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int CONNECTIONS = 4;

  private final NotificationVerticle.Mail config;
  private MailClient client;

  Mailer(NotificationVerticle.Mail config) {
    this.config = config;
  }

  @Override
  public Future<?> start() {
    client = MailClient.create(vertx, mailConfig());
    return Future.succeededFuture();
  }

  /** Nothing of the mail was handed over, and nothing will be: it may be sent again. */
  static final class NotSent extends Exception {
    private NotSent(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A mail that knows whether its conversation has come to MAIL FROM: the client asks for the text when it has a
   * connection that has greeted and logged in, and says MAIL FROM in the same turn. On the event loop.
   */
  private static final class Tracked extends MailMessage {
    private boolean begun;
    private boolean givenUp;

    Tracked(MailMessage message) {
      super(message);
    }

    @Override
    public String getText() {
      if (givenUp) {
        throw new IllegalStateException("the wait for this mail is over");
      }
      begun = true;
      return super.getText();
    }
  }

  /**
   * Sends a mail, from any thread. Fails with {@link NotSent}; with an {@link SMTPException} when the server refused
   * it; with anything else when it is not known what became of it: from MAIL FROM on the client does not tell how far
   * it came, and a server that took all of it and whose answer was lost looks as one that fell silent before.
   */
  Future<MailResult> send(MailMessage message) {
    Promise<MailResult> promise = Promise.promise();
    context.runOnContext(here -> {
      Tracked mail = new Tracked(message);
      long patience = config.patience().toMillis();
      // the client has time limits for connecting and for silence, not for waiting or for the whole conversation
      long first = vertx.setTimer(patience, late -> {
        mail.givenUp = !mail.begun;
        if (mail.givenUp) {
          promise.tryFail(new NotSent("the mail server was not ready in time", null));
        }
      });
      long second = vertx.setTimer(2 * patience, late -> promise.tryFail(new TimeoutException("no answer in time")));
      client.sendMail(mail).onComplete(sent -> {
        vertx.cancelTimer(first);
        vertx.cancelTimer(second);
        if (sent.succeeded()) {
          promise.tryComplete(sent.result());
        } else {
          promise.tryFail(mail.begun ? sent.cause() : new NotSent(sent.cause().getMessage(), sent.cause()));
        }
      });
    });
    return promise.future();
  }

  @Override
  public Future<?> stop() {
    return client.close().otherwiseEmpty(); // a connection that breaks while it says goodbye is no failure
  }

  private MailConfig mailConfig() {
    boolean implicitTls = config.port() == IMPLICIT_TLS_PORT && !config.tls().equals("off");
    MailConfig mail = new MailConfig(config.host(), config.port())
        .setOwnHostname(config.sender().domain())
        .setStarttls(switch (config.tls()) {
          case "required" -> implicitTls ? StartTLSOptions.DISABLED : StartTLSOptions.REQUIRED;
          case "optional" -> StartTLSOptions.OPTIONAL;
          default -> StartTLSOptions.DISABLED;
        })
        .setSsl(implicitTls)
        .setHostnameVerificationAlgorithm("HTTPS")
        .setLogin(config.user().isEmpty() ? LoginOption.DISABLED : LoginOption.REQUIRED)
        .setMaxPoolSize(CONNECTIONS)
        .setConnectTimeout(CONNECT_TIMEOUT_MS)
        .setIdleTimeout((int) config.patience().toSeconds());
    return config.user().isEmpty() ? mail : mail.setUsername(config.user()).setPassword(config.password());
  }
}
