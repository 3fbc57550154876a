package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Guest;
import com.mas.domain.people.notification.NotificationContract.ChangePreferences;
import com.mas.domain.people.notification.NotificationContract.CountUnread;
import com.mas.domain.people.notification.NotificationContract.Item;
import com.mas.domain.people.notification.NotificationContract.ItemCreated;
import com.mas.domain.people.notification.NotificationContract.ListItems;
import com.mas.domain.people.notification.NotificationContract.Notified;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.domain.people.notification.NotificationContract.ReadAll;
import com.mas.domain.people.notification.NotificationContract.ReadItem;
import com.mas.testkit.Eventually;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifyIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();
  private static final Map<String, String> COURSE = Map.of("courseTitle", "Data Science");

  private final TurnableClock clock = TurnableClock.at("2026-03-01T09:00:00+05:30");
  private final Fixtures node = new Fixtures(database, clock);
  private final UUID asha = node.person("Asha Rao", null);
  private final UUID ravi = node.person("Ravi Rao", null);
  private final List<ItemCreated> announced = new CopyOnWriteArrayList<>();

  @BeforeEach
  void deploy() {
    node.deploy(Fixtures.config("", 25));
    node.bus.observe(NotificationContract.ITEM_CREATED, announced::add);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aNotificationIsFoundCountedAnnouncedAndRead() {
    notify(asha, "course:1");
    Item item = list(asha, false).items().getFirst();
    assertEquals("You have completed Data Science", item.title());
    assertTrue(item.body().startsWith("Well done, Asha Rao"));
    assertEquals("course", item.category());
    assertEquals(1, unread(asha));
    Eventually.eventually("the announcement is heard", () -> announced.size() == 1);
    assertEquals(new ItemCreated(node.tenant, asha, item, 1), announced.getFirst());

    clock.advance(Duration.ofMinutes(1));
    Item read = node.ask(asha, NotificationContract.READ_ITEM, new ReadItem(item.id()));
    assertEquals(clock.instant(), read.readAt());
    clock.advance(Duration.ofMinutes(1));
    assertEquals(read, node.ask(asha, NotificationContract.READ_ITEM, new ReadItem(item.id())));
    assertEquals(0, unread(asha));
    assertEquals(0, list(asha, true).items().size());
    assertEquals(1, list(asha, false).total());
  }

  @Test
  void aMailAboutAnAppointmentSaysWhenItIsForEachOfThemAndBringsItsEntry() {
    node.ask(ravi, NotificationContract.CHANGE_PREFERENCES, new ChangePreferences(Change.to("America/New_York"),
        Change.none(), Change.none(), Change.none()));
    UUID booking = UUID.randomUUID();
    Appointment entry = new Appointment(booking, 3, false, Instant.parse("2026-03-11T03:30:00Z"),
        Instant.parse("2026-03-11T04:00:00Z"), "Career", "/console/meeting/?id=" + booking,
        List.of(new Guest(asha, null), new Guest(ravi, null), new Guest(UUID.randomUUID(), null)));
    for (UUID person : List.of(asha, ravi)) {
      node.ask(node.product(), NotificationContract.NOTIFY, Notify.user(person, "session_booked",
          Map.of("title", "Career", "meeting", booking.toString(), "when", "-"), "booked:" + person).about(entry));
    }
    assertTrue(list(asha, false).items().getFirst().body().contains("is on Wed 11 Mar, 09:00 Asia/Kolkata. "
        + "For Ravi Rao that is Tue 10 Mar, 23:30 America/New_York."));
    assertTrue(list(ravi, false).items().getFirst().body().contains("is on Tue 10 Mar, 23:30 America/New_York. "
        + "For Asha Rao that is Wed 11 Mar, 09:00 Asia/Kolkata."));
    List<String> texts = PageWindow.all(node.db.query("""
        SELECT body -> 'invitation' ->> 'text' AS text FROM jobs.job
         WHERE body ->> 'key' LIKE '%booked%' AND tenant = $1""", node.tenant), row -> row.getString(0));
    assertEquals(2, texts.size());
    for (String text : texts) {
      assertTrue(text.contains("METHOD:REQUEST\r\n") && text.contains("UID:" + Appointment.uid(booking) + "\r\n")
          && text.contains("SEQUENCE:3\r\n") && text.contains("DTSTART:20260311T033000Z\r\n"), text);
      String whole = text.replace("\r\n ", "");
      assertTrue(whole.contains("mailto:" + asha + "@learner.example\r\n")
          && whole.contains("mailto:" + ravi + "@learner.example\r\n") && whole.split("ATTENDEE").length == 3, text);
    }
  }

  @Test
  void aReplayedRequestLeavesOne() {
    List<Future<Notified>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.add(node.bus.send(node.product(), NotificationContract.NOTIFY,
          Notify.user(asha, "mrlearn_module_completed", COURSE, "course:1")));
    }
    House.await(Future.all(asked));
    UUID first = asked.getFirst().result().itemId();
    assertNotNull(first);
    assertTrue(asked.stream().allMatch(each -> each.result().itemId().equals(first)));
    assertEquals(1, unread(asha));
    Eventually.eventually("one announcement", () -> announced.size() == 1);
  }

  @Test
  void oneKeyIsOnePersonsAndOneTenants() {
    notify(asha, "course:1");
    notify(ravi, "course:1");
    assertEquals(1, unread(asha));
    assertEquals(1, unread(ravi));
    assertEquals(0, list(UUID.randomUUID(), false).items().size());
  }

  @Test
  void nobodyReadsAnothersNotification() {
    notify(asha, "course:1");
    Item item = list(asha, false).items().getFirst();
    assertEquals(Failure.NOT_FOUND,
        node.refusal(node.as(ravi), NotificationContract.READ_ITEM, new ReadItem(item.id())).failure());
    assertNull(list(asha, false).items().getFirst().readAt());
  }

  @Test
  void allAreReadAtOnceAndPagesHaveAnOrder() {
    for (int i = 0; i < 5; i++) {
      notify(asha, "course:" + i);
      clock.advance(Duration.ofSeconds(1));
    }
    Page<Item> second = node.ask(asha, NotificationContract.LIST_ITEMS, new ListItems(false, 2, 2L));
    assertEquals(5, second.total());
    List<Item> all = list(asha, false).items();
    assertEquals(all.subList(2, 4), second.items());
    assertTrue(all.getFirst().createdAt().isAfter(all.getLast().createdAt()));
    assertEquals(5, node.ask(asha, NotificationContract.LIST_ITEMS, new ListItems(false, 2, 90L)).total());
    assertEquals(50, list(asha, false).limit());
    assertEquals(5, node.ask(asha, NotificationContract.READ_ALL, new ReadAll()).marked());
    assertEquals(0, node.ask(asha, NotificationContract.READ_ALL, new ReadAll()).marked());
    assertEquals(0, unread(asha));
  }

  @Test
  void whatCannotBeToldIsRefusedForGood() {
    for (Notify wrong : List.of(
        Notify.user(asha, "no_such_template", COURSE, "k"),
        Notify.user(asha, "../email/login_code", COURSE, "k"),
        Notify.user(asha, "mrlearn_module_completed", Map.of(), "k"),
        Notify.user(asha, "mrlearn_module_completed", COURSE, " "),
        Notify.user(asha, "mrlearn_module_completed", COURSE, "k".repeat(151)),
        Notify.user(asha, "mrlearn_module_completed", Map.of("courseTitle", "x".repeat(501)), "k"),
        Notify.user(null, "mrlearn_module_completed", COURSE, "k"),
        Notify.user(UUID.randomUUID(), "mrlearn_module_completed", COURSE, "k"))) {
      FailureException failure = node.refusal(node.product(), NotificationContract.NOTIFY, wrong);
      assertEquals(Failure.INVALID, failure.failure(), wrong::toString);
    }
    assertEquals(0, unread(asha));
  }

  private void notify(UUID user, String key) {
    assertNotNull(node.ask(node.product(), NotificationContract.NOTIFY,
        Notify.user(user, "mrlearn_module_completed", COURSE, key)).itemId());
  }

  private long unread(UUID user) {
    return node.ask(user, NotificationContract.COUNT_UNREAD, new CountUnread()).unread();
  }

  private Page<Item> list(UUID user, boolean unread) {
    return node.ask(user, NotificationContract.LIST_ITEMS, new ListItems(unread, null, null));
  }
}
