package com.mas.domain.notification;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The SMTP client on an event loop of its own. On a virtual thread it would set its handler some moments after the
 * connection is there, and then misses the server's greeting, for which it waits for ever.
 */
final class Mailer extends VerticleBase {
  private static final int IMPLICIT_TLS_PORT = 465;
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int IDLE_SECONDS = 60;
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

  /**
   * From any thread. Fails with a {@link java.util.concurrent.TimeoutException} when it is not known what became of it.
   */
  Future<MailResult> send(MailMessage message) {
    Promise<MailResult> promise = Promise.promise();
    context.runOnContext(here -> client.sendMail(message).onComplete(promise));
    // the client has time limits for connecting and for silence, not for the whole conversation
    return promise.future().timeout(config.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<?> stop() {
    return client.close().otherwiseEmpty(); // a connection that breaks while it says goodbye is no failure
  }

  private MailConfig mailConfig() {
    boolean implicitTls = config.port() == IMPLICIT_TLS_PORT && !config.tls().equals("off");
    MailConfig mail = new MailConfig(config.host(), config.port())
        .setOwnHostname(config.from().substring(config.from().indexOf('@') + 1).toLowerCase(Locale.ROOT))
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
        .setIdleTimeout(IDLE_SECONDS);
    return config.user().isEmpty() ? mail : mail.setUsername(config.user()).setPassword(config.password());
  }
}
