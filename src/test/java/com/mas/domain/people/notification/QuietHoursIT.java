package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.domain.people.notification.NotificationContract.Category;
import com.mas.domain.people.notification.NotificationContract.ChangePreferences;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.GetPreferences;
import com.mas.domain.people.notification.NotificationContract.Preferences;
import com.mas.domain.people.notification.NotificationContract.SendWhatsApp;
import com.mas.testkit.Asked;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietHoursIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00+05:30");
  private final Fixtures node = new Fixtures(database, clock);

  @BeforeEach
  void deploy() {
    node.deploy(Fixtures.config("", 25));
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void quietHoursAreThoseOfThePersonsOwnZone() {
    UUID user = node.person("Asha", "919900000001");
    node.ask(node.as(user), NotificationContract.CHANGE_PREFERENCES,
        Asked.with(ChangePreferences.class, "zone", "America/New_York", "quietFrom", "22:00", "quietTo", "07:00"));
    Delivered held = node.ask(node.product(), NotificationContract.SEND_WHATSAPP, new SendWhatsApp("919900000001", user,
        Category.REMINDER, "mrlearn_course_progress_reminder", "en", List.of("Asha", "Data Science", "42%", "8",
            "Friday"),
        "courses/1/take", "k")); // 01:30 there
    assertEquals(Instant.parse("2026-03-01T12:00:00Z"), held.until());
  }

  @Test
  void clearedHoursAreTheUsualOnesAndAbsentOnesStay() {
    UUID user = node.person("Asha", "919900000001");
    Preferences usual = node.ask(node.as(user), NotificationContract.GET_PREFERENCES, new GetPreferences());
    change(user, "zone", "America/New_York", "quietFrom", "20:00", "quietTo", "05:30");
    Preferences after = change(user, "quietFrom", null);
    assertEquals(new Preferences("America/New_York", usual.quietFrom(), "05:30", usual.categories()), after);
    assertEquals(usual, change(user, "zone", null, "quietTo", null));
    var refused = node.refusal(node.as(user), NotificationContract.CHANGE_PREFERENCES,
        Asked.with(ChangePreferences.class, "categories", null));
    assertEquals("/categories", refused.detail().errors().getFirst().path());
  }

  private Preferences change(UUID user, Object... namesAndValues) {
    return node.ask(node.as(user), NotificationContract.CHANGE_PREFERENCES,
        Asked.with(ChangePreferences.class, namesAndValues));
  }
}
