package com.mas.domain.engagement.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.portal.ProfileContract.MyViews;
import com.mas.domain.engagement.portal.ProfileContract.ProfileView;
import com.mas.domain.engagement.portal.TimelineContract.Entry;
import com.mas.domain.engagement.portal.TimelineContract.MyTimeline;
import com.mas.domain.engagement.portal.TimelineContract.Source;
import com.mas.domain.engagement.portal.TimelineContract.StudentTimeline;
import com.mas.domain.engagement.portal.TimelineContract.Timeline;
import com.mas.testkit.House;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimelineIT {
  private final House house = new House("2026-03-10T10:00:00+05:30");
  private final UUID asha = UUID.randomUUID();
  private final UUID ravi = UUID.randomUUID();
  private final UUID lead = UUID.randomUUID();
  private final UUID mentor = UUID.randomUUID();

  @BeforeEach
  void open() {
    PortalHouse.open(house);
    PortalHouse.person(house, asha, "Asha Kulkarni");
    PortalHouse.person(house, ravi, "Ravi Shah");
    PortalHouse.person(house, lead, "Lata Rao");
    PortalHouse.person(house, mentor, "Meera Nair");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void progress(UUID student) {
    house.execute("""
        INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
          current_streak, longest_streak, streak_milestones, created_at, updated_at)
        VALUES ('%s', 'mas', 1, 0, 0, 1, 0, 0, 0, now(), now())""".formatted(student));
  }

  private void xp(UUID student, String source, String at) {
    house.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        VALUES ('%s', 'module_completed', '%s', 20, 20, '{}', '%s', true, '%s')""".formatted(student, source, at, at));
  }

  private void message(UUID student, String key, String at) {
    house.execute("""
        INSERT INTO notification.items (id, tenant, user_id, key, template, category, title, body, created_at)
        VALUES (gen_random_uuid(), 'mas', '%s', '%s', 'announcement', 'announcement', 'News', 'Secret words', '%s')"""
        .formatted(student, key, at));
  }

  private void meeting(String state, String at) {
    UUID slot = UUID.randomUUID();
    house.execute("""
        INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at)
        VALUES ('%s', 'mas', '%s', '%s', '%s'::timestamptz + interval '1 hour', 'booked', now())"""
        .formatted(slot, mentor, at, at));
    house.execute("""
        INSERT INTO mentoring.bookings (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state,
          created_at)
        VALUES (gen_random_uuid(), 'mas', '%s', '%s', '%s', 'Mock interview', '%s',
          '%s'::timestamptz + interval '1 hour', '%s', '%s'::timestamptz - interval '1 day')"""
        .formatted(slot, mentor, asha, at, at, state, at));
  }

  /** Arranges something of each source for the student, on days of February. */
  private void life() {
    progress(asha);
    xp(asha, "m1", "2026-02-01T10:00:00Z");
    house.execute("INSERT INTO gamification.student_badges (user_id, badge_id, unlocked_at) VALUES ('" + asha
        + "', 'first_step', '2026-02-02T10:00:00Z')");
    meeting("completed", "2026-02-04T10:00:00Z");
    message(asha, "k1", "2026-02-05T10:00:00Z");
    document("submitted", "2026-02-06T10:00:00Z");
    house.execute("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, started_at, completed_at, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', 'c', 'u', '%1$s@mas.example', '%1$s@mas.example', 100, 0, true,
          '2026-01-20T10:00:00Z', '2026-02-07T10:00:00Z', now(), now());
        INSERT INTO mrlearn.courses (tenant, id, title, published, users_count, raw, last_synced_at)
        VALUES ('mas', 'c', 'Statistics', true, 1, '{}', now())""".formatted(asha));
  }

  private UUID document(String state, String at) {
    UUID id = UUID.randomUUID();
    house.execute("""
        INSERT INTO portal.documents (id, tenant, student_id, file_id, version, kind, state, submitted_at)
        VALUES ('%s', 'mas', '%s', gen_random_uuid(), 1, 'proof', '%s', '%s')""".formatted(id, asha, state, at));
    note(id, state, at);
    return id;
  }

  private void note(UUID document, String state, String at) {
    house.execute("""
        INSERT INTO portal.document_log (id, document_id, to_state, by, at)
        VALUES (gen_random_uuid(), '%s', '%s', '%s', '%s')""".formatted(document, state, asha, at));
  }

  private void credential(int number, String state, String issued, String revoked) {
    String when = revoked == null ? "NULL" : "'" + revoked + "'";
    house.execute("""
        INSERT INTO credential.issuers (id, tenant, slug, name, state, created_at, updated_at)
        VALUES ('00000000-0000-7000-8000-00000000000%1$d', 'mas', 'i%1$d', 'Issuer %1$d', 'approved', now(), now());
        BEGIN;
        INSERT INTO credential.entries (number, leaf) VALUES (%1$d, decode(repeat('00', 32), 'hex'));
        INSERT INTO credential.credentials (id, tenant, issuer_id, entry, state, title, recipient_email, recipient_name,
          issued_at, salt, view_version, holder_id, revoked_at, document, created_at)
        VALUES (gen_random_uuid(), 'mas', '00000000-0000-7000-8000-00000000000%1$d', %1$d, '%2$s', 'Course %1$d',
          'a@mas.example', 'Asha', '%3$s', 's', 1, '%4$s', %5$s, '{}', now());
        COMMIT""".formatted(number, state, issued, asha, when));
  }

  private static List<String> told(Timeline timeline) {
    return timeline.entries().stream().map(each -> each.source().wire() + " " + each.what() + " " + each.at()).toList();
  }

  @Test
  void onlyMeetingsThatWereBookedAreToldAsBooked() {
    for (String state : List.of("requested", "declined", "expired", "cancelled")) {
      meeting(state, "2026-02-04T10:00:00Z");
    }
    meeting("missed", "2026-02-05T10:00:00Z");
    meeting("booked", "2026-02-07T10:00:00Z");
    assertEquals(List.of("meeting booked 2026-02-06T10:00:00Z", "meeting missed 2026-02-05T10:00:00Z",
        "meeting booked 2026-02-04T10:00:00Z"), told(mine(null, null, null)));
  }

  @Test
  void aCredentialThatWasRevokedIsToldAsRevoked() {
    credential(1, "claimed", "2026-02-01T10:00:00Z", null);
    credential(2, "revoked", "2026-02-02T10:00:00Z", "2026-02-03T10:00:00Z");
    assertEquals(List.of("credential revoked 2026-02-03T10:00:00Z", "credential issued 2026-02-01T10:00:00Z"),
        told(mine(null, null, null)));
  }

  /** Fails where a document has one entry that moves to the time of its decision. */
  @Test
  void aDecisionAddsAnEntryAndMovesNone() {
    UUID id = document("submitted", "2026-02-06T10:00:00Z");
    Entry before = mine(null, null, null).entries().getFirst();
    house.execute("UPDATE portal.documents SET state = 'verified', decided_at = '2026-02-08T10:00:00Z' WHERE id = '"
        + id + "'");
    note(id, "verified", "2026-02-08T10:00:00Z");
    Timeline after = mine(null, null, null);
    assertEquals(List.of("document verified 2026-02-08T10:00:00Z", "document submitted 2026-02-06T10:00:00Z"),
        told(after));
    assertEquals(before, after.entries().getLast());
  }

  private void moodle() {
    house.execute("""
        UPDATE identity.users SET email_verified_at = now() WHERE id = '%1$s';
        INSERT INTO moodle.courses (tenant, id, short_name, full_name, category_id, visible, updated_at)
        VALUES ('mas', 7, 'ALG', 'Algebra', 1, true, now());
        INSERT INTO moodle.people (tenant, id, username, full_name, email, updated_at)
        VALUES ('mas', 70, 'asha', 'Asha', '%1$s@mas.example', now());
        INSERT INTO moodle.enrolments (tenant, course_id, user_id, role, suspended, completed_activities,
          completed_times, updated_at)
        VALUES ('mas', 7, 70, 'student', false, '{501}', '{2026-02-01T10:00:00Z}', '2026-02-01T12:00:00Z')"""
        .formatted(asha));
  }

  private void graded(String percent, boolean isCompleted, String at) {
    house.execute("UPDATE moodle.enrolments SET grade_percent = " + percent + ", is_completed = " + isCompleted
        + ", updated_at = '" + at + "'");
  }

  /** Moodle does not tell when; the day of the first sync would be wrong for all of them. */
  @Test
  void whatTheFirstReadingOfACourseFindsIsToldAtTheLastVisit() {
    moodle();
    house.execute("UPDATE moodle.enrolments SET completed_activities = '{}', completed_times = '{}', last_access_at ="
        + " '2025-11-20T10:00:00Z'");
    graded("40", true, "2026-02-02T10:00:00Z");
    graded("50", true, "2026-02-03T10:00:00Z");
    assertEquals(List.of("moodle graded 2026-02-03T10:00:00Z", "moodle graded 2025-11-20T10:00:00Z",
        "course completed 2025-11-20T10:00:00Z"), told(mine(null, null, null)));
  }

  /** The mirror keeps the present grade alone; what was told before stays where it is. */
  @Test
  void activitiesGradesAndCompletedCoursesOfMoodleAreToldAndStay() {
    moodle();
    graded("40", false, "2026-02-02T10:00:00Z");
    Entry first = mine(null, Source.MOODLE, null).entries().getFirst();
    assertEquals(40, first.amount());
    assertEquals("Algebra", first.title());
    graded("55.5", false, "2026-02-03T10:00:00Z");
    graded("60", false, "2026-02-03T12:00:00Z");
    graded("60", true, "2026-02-04T10:00:00Z");
    graded("60", true, "2026-02-05T10:00:00Z");
    Timeline all = mine(null, null, null);
    assertEquals(List.of("course completed 2026-02-04T10:00:00Z", "moodle graded 2026-02-03T10:00:00Z",
        "moodle graded 2026-02-02T10:00:00Z", "moodle activity 2026-02-01T10:00:00Z"), told(all));
    assertEquals(60, all.entries().get(1).amount(), "a later one of the day");
    assertEquals(first, all.entries().get(2));
    List<Entry> paged = new ArrayList<>();
    String cursor = null;
    do {
      Timeline page = mine(cursor, null, 1);
      paged.addAll(page.entries());
      cursor = page.next();
    } while (cursor != null);
    assertEquals(all.entries(), paged);
    meeting("booked", "2026-03-12T10:00:00Z");
    assertEquals(List.of("course completed 2026-02-04T10:00:00Z"),
        told(house.ask(mentor, TimelineContract.OF_STUDENT, of(null))), "no grades for a mentor who meets the student");
    house.execute("UPDATE identity.users SET email_verified_at = NULL");
    assertEquals(List.of(), mine(null, Source.MOODLE, null).entries(), "an address that is not proved");
  }

  @Test
  void anotherWhoReadsATimelineIsSeen() {
    life();
    Timeline first = house.ask(mentor, TimelineContract.OF_STUDENT, new StudentTimeline(asha, null, null, 1));
    house.ask(mentor, TimelineContract.OF_STUDENT, new StudentTimeline(asha, first.next(), null, 1));
    List<ProfileView> views = house.ask(asha, ProfileContract.MY_VIEWS, new MyViews(null, null)).items();
    assertEquals(List.of("Meera Nair"), views.stream().map(ProfileView::name).toList());
    assertEquals(1, views.getFirst().times(), "a further page is of the same opening");
    mine(null, null, null);
    assertEquals(1, house.ask(asha, ProfileContract.MY_VIEWS, new MyViews(null, null)).items().size());
  }

  private Timeline mine(String cursor, Source only, Integer limit) {
    return house.ask(asha, TimelineContract.MINE, new MyTimeline(cursor, only, limit));
  }

  private static Set<Source> sources(Timeline timeline) {
    return timeline.entries().stream().map(Entry::source).collect(Collectors.toSet());
  }

  @Test
  void allThatHasHappenedIsInOneListNewestFirst() {
    life();
    xp(ravi, "m1", "2026-02-01T10:00:00Z");
    message(ravi, "k1", "2026-02-05T10:00:00Z");
    Timeline all = mine(null, null, null);
    assertEquals(List.of("course completed", "document submitted", "message announcement", "meeting completed",
        "meeting booked", "badge first_step", "xp module_completed", "course begun"),
        all.entries().stream().map(each -> each.source().wire() + " " + each.what()).toList());
    assertNull(all.next());
    assertEquals("Statistics", all.entries().getFirst().title());
    assertEquals(List.of("meeting completed", "meeting booked"), mine(null, Source.MEETING, null).entries().stream()
        .map(each -> each.source().wire() + " " + each.what()).toList());
    assertTrue(all.entries().stream().noneMatch(each -> String.valueOf(each).contains("Secret words")));
  }

  /** Many entries of one instant: a cursor that knows the time alone would repeat or lose some. */
  @Test
  void pagesNeitherRepeatNorLoseEntriesThoughOthersCome() {
    progress(asha);
    for (int i = 0; i < 25; i++) {
      xp(asha, "m" + i, i < 15 ? "2026-02-01T10:00:00.123456Z" : "2026-02-02T10:00:00Z");
      message(asha, "k" + i, "2026-02-01T10:00:00.123456Z");
    }
    List<Entry> seen = new ArrayList<>();
    String cursor = null;
    do {
      Timeline page = mine(cursor, null, 7);
      seen.addAll(page.entries());
      cursor = page.next();
      message(asha, "later " + seen.size(), "2026-03-01T10:00:00Z");
    } while (cursor != null);
    assertEquals(50, seen.size());
    assertEquals(50, new HashSet<>(seen).size());
    List<Entry> sorted = new ArrayList<>(seen);
    sorted.sort((one, other) -> other.at().compareTo(one.at()));
    assertEquals(sorted.stream().map(Entry::at).toList(), seen.stream().map(Entry::at).toList());
  }

  /** Fails where all messages of a person are read and sorted for a page. */
  @Test
  void messagesAreReadByTime() {
    house.execute("""
        INSERT INTO notification.items (id, tenant, user_id, key, template, category, title, body, created_at)
        SELECT gen_random_uuid(), 'mas', CASE WHEN i %% 20 = 0 THEN '%s'::uuid ELSE gen_random_uuid() END,
          'k' || i, 'announcement', 'announcement', 'News', 'Words',
          '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 minute' FROM generate_series(1, 20000) i;
        ANALYZE notification.items""".formatted(asha));
    String plan = house.on(() -> StreamSupport.stream(house.db.query("EXPLAIN (ANALYZE) " + TimelineRepository.PAGE,
        "mas", asha, List.of("message"), TimelineRepository.newest().at(), "~", "~", 31).spliterator(), false)
        .map(row -> row.getString(0)).collect(Collectors.joining("\n")));
    assertTrue(plan.contains("items_by_time"), plan);
  }

  @Test
  void whatIsNoCursorIsRefused() {
    for (String wrong : List.of("x", "!!", "bm8", "MjAyNi0wMi0wMVQxMDowMDowMFo",
        "KzEwMDAwMDAwMC0wMS0wMVQwMDowMDowMFoKYQpi")) {
      assertEquals("/cursor", house.refused(Failure.INVALID, asha, TimelineContract.MINE,
          new MyTimeline(wrong, null, null)).detail().errors().getFirst().path());
    }
  }

  @Test
  void othersSeeWhatTheyMayAndNoMessages() {
    life();
    house.refused(Failure.FORBIDDEN, ravi, TimelineContract.OF_STUDENT, of(null));
    assertEquals(EnumSet.of(Source.COURSE, Source.BADGE),
        sources(house.ask(mentor, TimelineContract.OF_STUDENT, of(null))), "a mentor who meets the student");
    Timeline none = house.ask(mentor, TimelineContract.OF_STUDENT, of(Source.MESSAGE));
    assertEquals(List.of(), none.entries());
    assertEquals(List.of(Source.COURSE, Source.BADGE, Source.CREDENTIAL), none.sources());
    assertEquals(List.of(Source.values()), mine(null, Source.XP, null).sources(), "also where one alone is asked for");
    house.execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, batch_lead_id, created_at, updated_at)
        VALUES ('00000000-0000-7000-8000-000000000001', 'mas', 'DS-1', 'Data Science', 'active', '2026-01-05', '%s',
          now(), now())""".formatted(lead));
    house.execute("""
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at)
        VALUES (gen_random_uuid(), 'mas', '00000000-0000-7000-8000-000000000001', '%s', 'enrolled', true, true, true,
          now(), now())""".formatted(asha));
    assertEquals(EnumSet.of(Source.COURSE, Source.XP, Source.BADGE, Source.MEETING),
        sources(house.ask(lead, TimelineContract.OF_STUDENT, of(null))));
    assertEquals(EnumSet.of(Source.COURSE, Source.XP, Source.BADGE, Source.MEETING, Source.DOCUMENT),
        sources(house.ask(house.as(ravi, Role.ADMIN), TimelineContract.OF_STUDENT, of(null))));
  }

  private StudentTimeline of(Source only) {
    return new StudentTimeline(asha, null, only, null);
  }
}
