package com.mas.domain.notification;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import java.time.Duration;

/** Notifications in the product, and mail by SMTP. */
public final class NotificationVerticle extends DomainVerticle {
  /**
   * @param host empty: mails fail as NOT_CONFIGURED
   * @param user empty: no login
   * @param tls required, optional or off; on port 465 TLS from the first byte, else STARTTLS
   * @param patience how long the mail server may take for one mail; at most 40 s
   */
  public record Config(String host, int port, String user, String password, String tls, String from,
      Duration patience) {
    @Override
    public String toString() {
      return "Config[" + host + ":" + port + "]";
    }
  }

  private final Database db;
  private final UuidV7 ids;
  private final Config config;

  public NotificationVerticle(Bus bus, Capacity capacity, Database db, UuidV7 ids, Config config) {
    super(bus, capacity);
    this.db = db;
    this.ids = ids;
    this.config = config;
  }

  @Override
  protected void open() {
    Mailer mailer = null;
    if (!config.host.isEmpty()) {
      mailer = new Mailer(config);
      vertx.deployVerticle(mailer).await();
    }
    EmailService emails = new EmailService(db, mailer, config.from, ids, bus().clock());
    InboxService inbox = new InboxService(new InboxRepository(db), bus());
    answer(NotificationContract.NOTIFY, new NotifyService(new PeopleRepository(db), inbox, bus(), ids)::notify);
    answer(NotificationContract.LIST_ITEMS, inbox::list);
    answer(NotificationContract.COUNT_UNREAD, inbox::count);
    answer(NotificationContract.READ_ITEM, inbox::read);
    answer(NotificationContract.READ_ALL, inbox::readAll);
    answer(NotificationContract.SEND_EMAIL, emails::send);
  }
}
