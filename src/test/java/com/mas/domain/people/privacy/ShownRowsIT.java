package com.mas.domain.people.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.boot.Modules;
import com.mas.bus.Json;
import com.mas.db.Table;
import com.mas.db.View;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.phone.PhoneRules;
import com.mas.testkit.House;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy of a person's data has no more than the product shows to that person at the time. */
class ShownRowsIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");
  private static final Instant ENDED = NINE.plus(Duration.ofMinutes(30));
  private static final Instant OVER = ENDED.plus(Duration.ofDays(7));

  @AutoClose private static final Stored stored = new Stored();

  private final Person mentor = person();
  private final Person student = person();
  private final UUID booking = UUID.randomUUID();
  private final UUID slot = UUID.randomUUID();

  private static final class Stored extends House {
    final PersonalRows rows = new PersonalRows(db, PhoneRules.INDIA, Modules.tables());

    Stored() {
      super("2026-03-10T09:00:00Z");
    }

    List<JsonNode> copy(String table, Person person, Instant now) {
      return on(() -> rows.page(table(table), person, "mas", null, now)).stream()
          .map(each -> Json.read(each.row(), JsonNode.class)).toList();
    }

    void erase(String table, Person person) {
      on(() -> db.transaction(tx -> rows.erase(tx, table(table), person, "mas", UUID.randomUUID())));
    }
  }

  private static Table table(String name) {
    return Modules.tables().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static Person person() {
    UUID id = UUID.randomUUID();
    return new Person(id, id + "@mas.example", null, "Name");
  }

  @BeforeEach
  void meet() {
    stored.execute("INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at, held_by,"
        + " held_until) VALUES ('" + slot + "', 'mas', '" + mentor.id() + "', '" + NINE + "', '" + ENDED
        + "', 'booked', now(), '" + student.id() + "', now())");
    stored.execute("INSERT INTO mentoring.bookings (id, tenant, slot_id, mentor_id, student_id, title, starts_at,"
        + " ends_at, ended_at, state, created_at) VALUES ('" + booking + "', 'mas', '" + slot + "', '" + mentor.id()
        + "', '" + student.id() + "', 'Mock', '" + NINE + "', '" + ENDED + "', '" + ENDED + "', 'completed', now())");
    stored.execute("INSERT INTO mentoring.ratings (booking_id, tenant, mentor_id, student_id, stars, on_time, comment,"
        + " given_at, changed_at) VALUES ('" + booking + "', 'mas', '" + mentor.id() + "', '" + student.id()
        + "', 1, false, 'Never again', '" + ENDED + "', '" + ENDED + "')");
  }

  private void review(Instant at) {
    stored.execute("INSERT INTO mentoring.reviews (booking_id, tenant, mentor_id, student_id, kind, given_at,"
        + " changed_at) VALUES ('" + booking + "', 'mas', '" + mentor.id() + "', '" + student.id()
        + "', 'career_guidance', '" + at + "', '" + at + "')");
  }

  @Test
  void aMentorIsCopiedARatingFromWhenItIsSeen() {
    assertEquals(List.of(), stored.copy("mentoring.ratings", mentor, OVER.minusMillis(1)));
    assertEquals("Never again", stored.copy("mentoring.ratings", mentor, OVER).getFirst().path("comment").asText());
    Instant reviewed = ENDED.plusSeconds(60);
    review(reviewed);
    assertEquals(List.of(), stored.copy("mentoring.ratings", mentor, reviewed.minusMillis(1)));
    assertEquals(1, stored.copy("mentoring.ratings", mentor, reviewed).size());
    assertEquals(1, stored.copy("mentoring.bookings", mentor, ENDED).size(), "all else is there");
    assertEquals(1, stored.copy("mentoring.reviews", mentor, reviewed).size());
  }

  @Test
  void theStudentsOwnRatingIsInTheStudentsCopyAtOnce() {
    assertEquals(1, stored.copy("mentoring.ratings", student, ENDED).size());
  }

  @Test
  void aMentorIsNotToldWhichStudentHoldsASlot() {
    JsonNode row = stored.copy("mentoring.slots", mentor, ENDED).getFirst();
    assertFalse(row.has("held_by"), row::toString);
    assertTrue(row.has("held_until"), row::toString);
  }

  @Test
  void anErasureFindsWhatIsNotShownYet() {
    stored.erase("mentoring.ratings", mentor);
    assertEquals(0, stored.number("SELECT count(*) FROM mentoring.ratings WHERE mentor_id = '" + mentor.id() + "'"));
    assertEquals(1, stored.number("SELECT count(*) FROM mentoring.ratings WHERE student_id = '" + student.id() + "'"));
  }

  @Test
  void explanationsOfRightAnswersStayWithTheExam() {
    stored.execute("INSERT INTO mrtest.submissions (tenant, id, exam_id, attempt, name, account_id, state,"
        + " analysis_due, updated_at) VALUES ('mas', 's-" + booking + "', 'e', 1, 'Name', '" + student.id()
        + "', 'submitted', false, now())");
    stored.execute("INSERT INTO mrtest.reports (tenant, submission_id, questions, layout, structure, read_at) VALUES"
        + " ('mas', 's-" + booking + "', '[{\"number\": 1, \"verdict\": \"wrong\", \"key\": \"Joins first\"},"
        + " {\"number\": 2, \"verdict\": \"correct\"}]', 'l', 's', now())");
    assertEquals(Json.read("[{\"number\": 1, \"verdict\": \"wrong\"}, {\"number\": 2, \"verdict\": \"correct\"}]",
        JsonNode.class), stored.copy("mrtest.reports", student, ENDED).getFirst().path("questions"));
  }

  @Test
  void aTableIsShownLaterToAPersonOfItAlone() {
    assertThrows(IllegalArgumentException.class, () -> Table.of("notes.notes").person("user_id").shownLater("other_id",
        "id", View.of("notes.shared_times", "id, shown_at")));
  }
}
