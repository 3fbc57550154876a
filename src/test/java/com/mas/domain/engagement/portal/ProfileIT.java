package com.mas.domain.engagement.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Asked;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.portal.DashboardContract.State;
import com.mas.domain.engagement.portal.ProfileContract.ChangeProfile;
import com.mas.domain.engagement.portal.ProfileContract.ChooseResume;
import com.mas.domain.engagement.portal.ProfileContract.GetProfile;
import com.mas.domain.engagement.portal.ProfileContract.GetStudent;
import com.mas.domain.engagement.portal.ProfileContract.LinkResume;
import com.mas.domain.engagement.portal.ProfileContract.MyViews;
import com.mas.domain.engagement.portal.ProfileContract.Profile;
import com.mas.domain.engagement.portal.ProfileContract.ProfilePart;
import com.mas.domain.engagement.portal.ProfileContract.ProfileView;
import com.mas.domain.engagement.portal.ProfileContract.VerifyProfile;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.FileReady;
import com.mas.domain.people.files.FilesContract.FileState;
import com.mas.domain.people.files.FilesContract.LinkFor;
import com.mas.domain.people.files.FilesContract.Signed;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileIT {
  private static final UUID BATCH = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private final House house = new House("2026-03-10T10:00:00+05:30");
  private final UUID asha = UUID.randomUUID();
  private final UUID lead = UUID.randomUUID();
  private final UUID superMentor = UUID.randomUUID();
  private final UUID mentor = UUID.randomUUID();
  private final UUID admin = UUID.randomUUID();
  private final List<File> files = new CopyOnWriteArrayList<>();
  private final List<LinkFor> links = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    PortalHouse.open(house);
    person(asha, "Asha Kulkarni");
    person(lead, "Lata Rao");
    person(superMentor, "Sunil Das");
    person(mentor, "Meera Nair");
    person(admin, "Admin");
    house.execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, batch_lead_id, super_mentor_id,
          created_at, updated_at)
        VALUES ('%s', 'mas', 'DS-1', 'Data Science', 'active', '2026-01-05', '%s', '%s', now(), now())"""
        .formatted(BATCH, lead, superMentor));
    house.execute("""
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at)
        VALUES (gen_random_uuid(), 'mas', '%s', '%s', 'enrolled', true, true, true, now(), now())"""
        .formatted(BATCH, asha));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void person(UUID id, String name) {
    house.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', 'mas', '%s@mas.example', '%s', 'USER', now(), now(), now())""".formatted(id, id, name));
  }

  /** Stands in for the files of people. */
  private void openFiles() {
    house.deploy(new DomainVerticle(house.bus, new Capacity("files", 1, 100)) {
      @Override
      protected void open() {
        answer(FilesContract.ALL, (call, ask) -> new Page<>(files.stream()
            .filter(each -> each.owner().equals(ask.owner()) && each.kind().equals(ask.kind())
                && each.state() == ask.state())
            .toList().reversed(), 50, 0, null));
        answer(FilesContract.GET, (call, ask) -> files.stream().filter(each -> each.id().equals(ask.id())).findFirst()
            .orElseThrow(FilesContract.FILE_UNKNOWN::refusal));
        answer(FilesContract.LINK_FOR, (call, ask) -> {
          links.add(ask);
          return new Signed("/files/" + ask.id(), "GET", house.clock.instant());
        });
      }
    });
  }

  private UUID resume(UUID owner, String kind) {
    UUID id = UUID.randomUUID();
    files.add(new File(id, kind, owner, null, "cv.pdf", FileState.READY, 1, "application/pdf", 10, "a", null, null,
        false, house.clock.instant(), house.clock.instant(), null, null));
    return id;
  }

  private Profile profile() {
    return house.ask(asha, ProfileContract.GET, new GetProfile());
  }

  private Profile change(Object... members) {
    return house.ask(asha, ProfileContract.CHANGE, Asked.with(ChangeProfile.class, members));
  }

  private FailureException refusedChange(Object... members) {
    return House.refusal(house.send(asha, ProfileContract.CHANGE, Asked.with(ChangeProfile.class, members)));
  }

  @Test
  void aChangeKeepsWhatItDoesNotNameAndNullClears() {
    openFiles();
    assertEquals(0, profile().completion().percent(), "an account alone is no profile");
    Profile told = change("city", "Pune", "cgpa", 8.456,
        "skills", List.of(" SQL ", "sql", "Python", "Machine  learning"));
    assertEquals(List.of("SQL", "Python", "Machine learning"), told.skills());
    assertEquals(new BigDecimal("8.46"), told.cgpa());
    Profile next = change("city", null, "branch", "CSE");
    assertNull(next.city());
    assertEquals("CSE", next.branch());
    assertEquals(3, next.skills().size());
    assertEquals(10 + 15 + 10, next.completion().percent());
    assertEquals(ProfilePart.RESUME, next.completion().missing().getFirst().part(), "the weightiest first");
    assertEquals(Failure.INVALID, refusedChange("linkedinUrl", "javascript:alert(1)").failure());
    assertEquals(Failure.INVALID, refusedChange("cgpa", 11).failure());
    assertEquals(Failure.INVALID, refusedChange().failure(), "nothing is named");
  }

  @Test
  void whatTheInstitutionHasVerifiedTheStudentCannotChange() {
    openFiles();
    change("branch", "CSE", "rollNumber", "1");
    Profile verified = house.ask(house.as(admin, Role.ADMIN), ProfileContract.VERIFY, Asked.with(VerifyProfile.class,
        "userId", asha, "verified", true, "seenAt", profile().updatedAt(), "rollNumber", "CS-17"));
    assertEquals("CS-17", verified.rollNumber());
    assertNotNull(verified.verifiedAt());
    FailureException refused = refusedChange("rollNumber", "CS-18", "cgpa", 9.9, "city", "Pune");
    assertEquals("profile_verified", refused.detail().reason());
    assertEquals(List.of("/rollNumber", "/cgpa"),
        refused.detail().errors().stream().map(FailureException.FieldError::path).toList());
    assertNull(profile().city(), "nothing of a refused change is kept");
    assertEquals("Pune", change("city", "Pune", "rollNumber", "CS-17", "branch", "CSE").city(),
        "sending back what is there changes nothing and is no offence");
    house.ask(house.as(admin, Role.ADMIN), ProfileContract.VERIFY,
        Asked.with(VerifyProfile.class, "userId", asha, "verified", false));
    assertEquals("CS-18", change("rollNumber", "CS-18").rollNumber());
  }

  private Future<Profile> verify(Object... members) {
    return house.bus.send(house.as(admin, Role.ADMIN), ProfileContract.VERIFY,
        Asked.with(VerifyProfile.class, members));
  }

  /** Fails where facts that the administrator does not name are taken from the row as it has become meanwhile. */
  @Test
  void whatTheStudentChangedSinceTheAdministratorLookedIsNotVerified() {
    openFiles();
    Instant seen = change("cgpa", 6.1, "branch", "CSE").updatedAt();
    house.clock.advance(Duration.ofNanos(1_123_456_789));
    Instant changed = change("cgpa", 9.9).updatedAt().truncatedTo(ChronoUnit.MILLIS);
    FailureException late = House.refused(Failure.CONFLICT,
        verify("userId", asha, "verified", true, "seenAt", seen, "rollNumber", "CS-17"));
    assertEquals("profile_changed", late.detail().reason());
    FailureException blind = House.refused(Failure.INVALID, verify("userId", asha, "verified", true));
    assertEquals("/seenAt", blind.detail().errors().getFirst().path());
    assertNull(profile().verifiedAt());
    assertNull(profile().rollNumber(), "nothing of a refused verification is kept");
    house.clock.advance(Duration.ofSeconds(1));
    Profile verified = House.await(verify("userId", asha, "verified", true, "seenAt", changed, "cgpa", 6.1));
    assertEquals(new BigDecimal("6.10"), verified.cgpa());
    house.clock.advance(Duration.ofSeconds(1));
    assertEquals(verified, House.await(verify("userId", asha, "verified", true, "seenAt", changed, "cgpa", 6.1)),
        "the same again is as once, though the profile is another one since");
  }

  @Test
  void aProfileThatSaysNothingIsNotVerified() {
    openFiles();
    for (int i = 0; i < 2; i++) {
      FailureException refused = House.refused(Failure.UNPROCESSABLE, verify("userId", asha, "verified", true));
      assertEquals("profile_empty", refused.detail().reason());
    }
    assertNull(profile().updatedAt(), "a refusal leaves no profile behind");
    assertNotNull(House.await(verify("userId", asha, "verified", true, "branch", "CSE")).verifiedAt(),
        "a person without a profile has none that could be looked at");
  }

  /** Fails where two changes read the same row and the later writes over the earlier. */
  @Test
  void changesAtOnceDoNotLoseEachOther() {
    openFiles();
    List<Future<?>> all = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> {
      all.add(house.send(asha, ProfileContract.CHANGE, Asked.with(ChangeProfile.class, "city", "Pune " + i)));
      all.add(house.send(asha, ProfileContract.CHANGE, Asked.with(ChangeProfile.class, "branch", "CSE " + i)));
    });
    House.await(Future.all(all));
    change("headline", "Analyst");
    Profile now = profile();
    assertTrue(now.city() != null && now.branch() != null && now.headline() != null);
  }

  @Test
  void theFirstResumeIsThePrimaryOneUntilAnotherIsChosen() {
    openFiles();
    UUID first = resume(asha, "resume");
    ready(first);
    UUID second = resume(asha, "resume");
    ready(second);
    ready(second);
    assertEquals(List.of(first), primary(profile()));
    assertEquals(List.of(second), primary(house.ask(asha, ProfileContract.CHOOSE_RESUME, new ChooseResume(second))));
    assertEquals(2, profile().resumes().items().size());
    UUID others = resume(lead, "resume");
    UUID picture = resume(asha, "document");
    for (UUID wrong : List.of(others, picture, UUID.randomUUID())) {
      house.refused(Failure.NOT_FOUND, asha, ProfileContract.CHOOSE_RESUME, new ChooseResume(wrong));
    }
    files.removeIf(each -> each.id().equals(second));
    assertEquals(List.of(first), primary(profile()), "a removed one gives way to the newest");
  }

  private void ready(UUID file) {
    house.ask(house.product(), FilesContract.READY.request("portal", Duration.ofSeconds(10)),
        new FileReady(file, 1, "resume", asha, null, "mas", "application/pdf", 10, "a"));
  }

  private static List<UUID> primary(Profile profile) {
    return profile.resumes().items().stream().filter(each -> each.primary()).map(each -> each.fileId()).toList();
  }

  @Test
  void aProfileComesAlsoWhileTheFilesAreAway() {
    Profile alone = profile();
    assertEquals(State.MISSING, alone.resumes().state());
    assertEquals("Asha Kulkarni", alone.fullName());
    ready(UUID.randomUUID());
    assertEquals(15, profile().completion().percent(), "that there is a résumé is known all the same");
  }

  @Test
  void thoseWhoLookAfterAStudentOpenTheProfileAndTheStudentSeesWho() {
    openFiles();
    for (UUID each : List.of(lead, superMentor)) {
      assertEquals("Asha Kulkarni", house.ask(each, ProfileContract.OF_STUDENT, new GetStudent(asha)).fullName());
    }
    house.refused(Failure.FORBIDDEN, mentor, ProfileContract.OF_STUDENT, new GetStudent(asha));
    meeting("cancelled");
    house.refused(Failure.FORBIDDEN, mentor, ProfileContract.OF_STUDENT, new GetStudent(asha));
    meeting("booked");
    house.clock.advance(Duration.ofMinutes(5));
    house.ask(mentor, ProfileContract.OF_STUDENT, new GetStudent(asha));
    house.clock.advance(Duration.ofMinutes(5));
    house.ask(mentor, ProfileContract.OF_STUDENT, new GetStudent(asha));
    house.refused(Failure.NOT_FOUND, lead, ProfileContract.OF_STUDENT, new GetStudent(UUID.randomUUID()));
    assertEquals(Failure.NOT_FOUND, house.refusal(house.as(lead, Role.USER, "mr-mentor"), ProfileContract.OF_STUDENT,
        new GetStudent(asha)).failure(), "another tenant has no such student");
    List<ProfileView> views = house.ask(asha, ProfileContract.MY_VIEWS, new MyViews(null, null)).items();
    assertEquals(3, views.size());
    assertEquals("Meera Nair", views.getFirst().name());
    assertEquals(2, views.getFirst().times());
    assertEquals(house.clock.instant(), views.getFirst().at());
    assertEquals(0, house.ask(lead, ProfileContract.MY_VIEWS, new MyViews(null, null)).items().size());
  }

  /** Fails where a person who once asked for a meeting, or had one long ago, may look for ever. */
  @Test
  void aMeetingOpensTheProfileUntilNinetyDaysAfterItsEnd() {
    openFiles();
    for (String state : List.of("requested", "declined", "expired", "cancelled", "completed", "missed")) {
      UUID one = UUID.randomUUID();
      meeting(one, state, "2025-12-10T08:00:00+05:30");
      Future<Profile> asked = house.send(one, ProfileContract.OF_STUDENT, new GetStudent(asha));
      if (state.equals("requested")) {
        assertEquals(asha, House.await(asked).userId(), "a mentor looks before the answer");
      } else {
        assertEquals("not_your_student", House.refused(Failure.FORBIDDEN, asked).detail().reason(), state);
      }
    }
    for (String state : List.of("completed", "missed")) {
      UUID one = UUID.randomUUID();
      meeting(one, state, "2025-12-10T09:30:00+05:30");
      assertEquals(asha, house.ask(one, ProfileContract.OF_STUDENT, new GetStudent(asha)).userId());
      house.clock.advance(Duration.ofHours(1));
      house.refused(Failure.FORBIDDEN, one, ProfileContract.OF_STUDENT, new GetStudent(asha));
      house.clock.advance(Duration.ofHours(-1));
    }
  }

  @Test
  void othersAreShownThePrimaryResumeAlone() {
    openFiles();
    UUID first = resume(asha, "resume");
    ready(first);
    resume(asha, "resume");
    assertEquals(2, profile().resumes().items().size());
    Profile shown = house.ask(lead, ProfileContract.OF_STUDENT, new GetStudent(asha));
    assertEquals(List.of(first), shown.resumes().items().stream().map(each -> each.fileId()).toList());
    assertEquals(1L, shown.resumes().total());
    assertEquals(List.of(first), House.await(verify("userId", asha, "verified", false)).resumes().items().stream()
        .map(each -> each.fileId()).toList(), "an administrator is another one, too");
    assertEquals(List.of("Lata Rao", "Admin"), house.ask(asha, ProfileContract.MY_VIEWS, new MyViews(null, null))
        .items().stream().map(ProfileView::name).sorted((one, other) -> other.compareTo(one)).toList(),
        "one who verifies a profile has seen it");
  }

  @Test
  void thoseWhoMayOpenTheProfileAreGivenThePrimaryResumeAndTheStudentSeesIt() {
    openFiles();
    assertEquals("no_resume", house.refused(Failure.NOT_FOUND, lead, ProfileContract.RESUME_OF_STUDENT,
        new LinkResume(asha)).detail().reason());
    UUID first = resume(asha, "resume");
    ready(first);
    resume(asha, "resume");
    assertEquals("/files/" + first, house.ask(lead, ProfileContract.RESUME_OF_STUDENT, new LinkResume(asha)).url());
    assertEquals(List.of(new LinkFor(first, lead)), links, "on record under the one who asked");
    house.refused(Failure.FORBIDDEN, mentor, ProfileContract.RESUME_OF_STUDENT, new LinkResume(asha));
    assertEquals(List.of("Lata Rao"), house.ask(asha, ProfileContract.MY_VIEWS, new MyViews(null, null)).items()
        .stream().map(ProfileView::name).toList());
    assertEquals(1, links.size());
  }

  private void meeting(UUID with, String state, String at) {
    UUID slot = UUID.randomUUID();
    house.execute("""
        INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at)
        VALUES ('%s', 'mas', '%s', '%s', '%s'::timestamptz + interval '1 hour', 'booked', now())"""
        .formatted(slot, with, at, at));
    house.execute("""
        INSERT INTO mentoring.bookings (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state,
          created_at)
        VALUES (gen_random_uuid(), 'mas', '%s', '%s', '%s', 'Mock interview', '%s',
          '%s'::timestamptz + interval '1 hour', '%s', now())""".formatted(slot, with, asha, at, at, state));
  }

  private void meeting(String state) {
    UUID slot = UUID.randomUUID();
    house.execute("""
        INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at)
        VALUES ('%s', 'mas', '%s', now(), now() + interval '1 hour', 'booked', now())""".formatted(slot, mentor));
    house.execute("""
        INSERT INTO mentoring.bookings (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state,
          created_at)
        VALUES (gen_random_uuid(), 'mas', '%s', '%s', '%s', 'Mock interview', now(), now() + interval '1 hour', '%s',
          now())""".formatted(slot, mentor, asha, state));
  }
}
