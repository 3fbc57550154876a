package com.mas.domain.people.identity;

import com.icegreen.greenmail.util.GreenMail;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;

/** The domain with a mail server, a runner of stored requests, and a database of its own. */
final class MailedIdentity implements AutoCloseable {
  final TestDatabase database = TestDatabase.create();
  final IdentityFixture identity = new IdentityFixture(database, TestServers.redis().url());
  final GreenMail server = identity.withMail();
  final Mailbox mailbox = new Mailbox(server);

  @Override
  public void close() {
    identity.close();
    server.stop();
    database.close();
  }
}
