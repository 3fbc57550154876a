package com.mas.domain.people.identity;

import static com.mas.domain.people.identity.IdentityFixture.PASSWORD;
import static com.mas.testkit.House.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import com.mas.domain.people.identity.IdentityContract.EnsureSuperAdmin;
import com.mas.domain.people.identity.IdentityContract.Ensured;
import com.mas.domain.people.identity.IdentityContract.GetUser;
import com.mas.domain.people.identity.IdentityContract.ListUsers;
import com.mas.domain.people.identity.IdentityContract.ResetUserPassword;
import com.mas.domain.people.identity.IdentityContract.RevokeSessions;
import com.mas.domain.people.identity.IdentityContract.Status;
import com.mas.domain.people.identity.IdentityContract.UpdateUser;
import com.mas.domain.people.identity.IdentityContract.WhoAmI;
import com.mas.domain.people.identity.PersonContract.PlacePersons;
import com.mas.domain.people.identity.PersonContract.Placement;
import com.mas.testkit.Asked;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AdminIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  @AutoClose final IdentityFixture identity = new IdentityFixture(database, TestServers.redis().url());
  private final Account root = identity.superAdmin();

  @Test
  void anAccountTellsWhereItsPersonBelongs() {
    Placement placed = new Placement(root.id(), "UCMN", "Computer Science", null);
    identity.ask(identity.product(), PersonContract.PLACE, new PlacePersons(List.of(placed,
        new Placement(UUID.randomUUID(), "UCMN", null, null))));
    Account told = identity.ask(root.id(), IdentityContract.ME, new WhoAmI());
    assertEquals("UCMN Computer Science null", told.campus() + " " + told.department() + " " + told.program());
    identity.ask(identity.bus.systemCall("other", Duration.ofSeconds(5)), PersonContract.PLACE,
        new PlacePersons(List.of(new Placement(root.id(), null, null, null))));
    assertEquals(told, identity.ask(root.id(), IdentityContract.ME, new WhoAmI()), "another tenant's");
    identity.ask(identity.product(), PersonContract.PLACE,
        new PlacePersons(List.of(new Placement(root.id(), null, null, null))));
    assertNull(identity.ask(root.id(), IdentityContract.ME, new WhoAmI()).department());
  }

  @Test
  void theSuperAdminIsMadeOnceHoweverManyNodesStart() {
    try (IdentityFixture fresh = new IdentityFixture(database, TestServers.redis().url())) {
      List<Future<Ensured>> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(fresh.bus.send(fresh.anybody(), IdentityContract.ENSURE_SUPER_ADMIN, new EnsureSuperAdmin()));
      }
      await(Future.all(starts));
      assertEquals(1, starts.stream().filter(start -> start.result().created()).count());
      assertEquals(1, starts.stream().map(start -> start.result().id()).distinct().count());
      assertEquals(Role.SUPERADMIN, fresh.logIn(IdentityFixture.ADMIN, PASSWORD).user().role());
    }
  }

  @Test
  void aPasswordChangedSinceIsNotSetBackAtTheNextStart() {
    identity.ask(identity.as(root), IdentityContract.RESET_USER_PASSWORD, new ResetUserPassword(root.id(),
        "another password"));
    assertFalse(identity.ask(identity.anybody(), IdentityContract.ENSURE_SUPER_ADMIN, new EnsureSuperAdmin())
        .created());
    identity.logIn(IdentityFixture.ADMIN, "another password");
  }

  @Test
  void onlyASuperAdminActsOnAnotherPlatform() {
    Account admin = identity.user(root, "admin@one.example", Role.ADMIN);
    CreateUser wanted = new CreateUser("lead@two.example", PASSWORD, "Lead", null, Role.ADMIN, Set.of());
    assertEquals(Failure.FORBIDDEN,
        identity.refusal(elsewhere(admin), IdentityContract.CREATE_USER, wanted).failure());
    Account made = identity.ask(elsewhere(root), IdentityContract.CREATE_USER, wanted);
    assertEquals(Failure.NOT_FOUND,
        identity.refusal(identity.as(root), IdentityContract.GET_USER, new GetUser(made.id())).failure());
    assertEquals(made.id(), identity.ask(elsewhere(root), IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", made.id(), "fullName", "Lead of two")).id());
  }

  /** The same account, asking about another tenant. */
  private Call elsewhere(Account user) {
    Call here = identity.as(user);
    return new Call(here.requestId(), null, "elsewhere-" + here.tenant(), here.principal(), here.deadline(), null,
        here.address());
  }

  @Test
  void usersAreListedNewestFirstSearchedAndFiltered() {
    List<Account> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      identity.clock.advance(Duration.ofSeconds(1));
      made.addFirst(identity.user(root, "learner" + i + "@x.example", Role.USER));
    }
    update(root, Asked.with(UpdateUser.class, "id", made.get(2).id(), "fullName", "Rohan 100%_sure",
        "capabilities", Set.of("batch_lead", "hr")));

    assertEquals(ids(made.subList(1, 4)), ids(list(new ListUsers("LEARNER", null, null, null, 3, 1L)).items()));
    assertEquals(8, list(new ListUsers(null, null, null, null, null, null)).total());
    assertEquals(7, list(new ListUsers(" asha  ".strip(), Role.USER, Status.ACTIVE, null, 2, 100L)).total() + 1,
        "total beyond the end");
    assertEquals(1, list(new ListUsers("0%_s", null, null, null, null, null)).total(), "wildcards are letters");
    assertEquals(0, list(new ListUsers("' OR 1=1 --", null, null, null, null, null)).total());
    assertEquals(1, list(new ListUsers(null, null, null, "batch_lead", null, null)).total());
    assertEquals(1, list(new ListUsers(null, Role.SUPERADMIN, null, null, null, null)).total());
    assertEquals(0, list(new ListUsers(null, null, Status.DISABLED, null, null, null)).total());
    assertEquals(7, list(new ListUsers("98200", null, null, null, null, null)).total());
    assertEquals(Failure.INVALID, identity.refusal(identity.as(root), IdentityContract.LIST_USERS,
        new ListUsers(null, null, null, null, -5, -5L)).failure());
    assertFalse(Json.write(list(new ListUsers(null, null, null, null, 500, 0L))).contains("$2a$"));
  }

  @Test
  void aTakenAddressIsAConflictThatNamesTheAccount() {
    Account asha = identity.user(root, "asha@x.example", Role.USER);
    FailureException taken = identity.refusal(identity.as(root), IdentityContract.CREATE_USER,
        new CreateUser("ASHA@x.example", PASSWORD, "Asha", null, null, null));
    assertEquals(Failure.CONFLICT, taken.failure());
    assertTrue(Json.write(taken.detail().data()).contains(asha.id().toString()));
    assertFalse(Json.write(taken.detail().data()).contains("$2a$"));
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    FailureException invalid = identity.refusal(identity.as(root), IdentityContract.CREATE_USER,
        new CreateUser("nobody", "short", " ", "12", Role.USER, Set.of("root")));
    assertEquals(Failure.INVALID, invalid.failure());
    assertEquals(Set.of("/password", "/fullName", "/capabilities/0"), paths(invalid));
    FailureException within = identity.refusal(identity.as(root), IdentityContract.CREATE_USER,
        new CreateUser("nobody", PASSWORD, "As\u0007ha", "12", Role.USER, Set.of()));
    assertEquals(Failure.INVALID, within.failure());
    assertEquals(Set.of("/email", "/fullName", "/phone"), paths(within));
  }

  private static Set<String> paths(FailureException refused) {
    return refused.detail().errors().stream().map(FailureException.FieldError::path).collect(Collectors.toSet());
  }

  @Test
  void adminsRankBelowSuperAdmins() {
    Account admin = identity.user(root, "admin@x.example", Role.ADMIN);
    Account peer = identity.user(root, "peer@x.example", Role.ADMIN);
    Account asha = identity.user(admin, "asha@x.example", Role.USER);
    assertEquals(Role.EXPERT, update(admin, Asked.with(UpdateUser.class, "id", asha.id(), "role", Role.EXPERT)).role());
    for (UpdateUser beyond : List.of(
        Asked.with(UpdateUser.class, "id", asha.id(), "role", Role.ADMIN),
        Asked.with(UpdateUser.class, "id", admin.id(), "role", Role.SUPERADMIN),
        Asked.with(UpdateUser.class, "id", peer.id(), "fullName", "Renamed"),
        Asked.with(UpdateUser.class, "id", root.id(), "role", Role.USER))) {
      assertEquals(Failure.FORBIDDEN, identity.refusal(identity.as(admin), IdentityContract.UPDATE_USER, beyond)
          .failure());
    }
    assertEquals(Failure.FORBIDDEN, identity.refusal(identity.as(admin), IdentityContract.RESET_USER_PASSWORD,
        new ResetUserPassword(root.id(), "taken over now")).failure());
    assertEquals(Failure.FORBIDDEN, identity.refusal(identity.as(admin), IdentityContract.REVOKE_SESSIONS,
        new RevokeSessions(peer.id())).failure());
    assertEquals(Failure.FORBIDDEN, identity.refusal(identity.as(admin), IdentityContract.CREATE_USER,
        new CreateUser("new@x.example", null, "New", null, Role.SUPERADMIN, null)).failure());
  }

  @Test
  void aDemotedAdminsTokenIsWorthNothing() {
    Account admin = identity.user(root, "admin@x.example", Role.ADMIN);
    Account asha = identity.user(root, "asha@x.example", Role.USER);
    update(root, Asked.with(UpdateUser.class, "id", admin.id(), "role", Role.USER));
    assertEquals(Failure.FORBIDDEN, identity.refusal(identity.as(admin), IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", asha.id(), "fullName", "Changed")).failure());
    assertEquals(Failure.FORBIDDEN, identity.refusal(identity.as(admin.id(), Role.SUPERADMIN),
        IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", admin.id(), "role", Role.SUPERADMIN)).failure());
  }

  @Test
  void twoSuperAdminsWhoDemoteEachOtherLeaveOne() {
    Account second = identity.user(root, "second@x.example", Role.SUPERADMIN);
    List<Future<Account>> both = List.of(
        identity.bus.send(identity.as(root), IdentityContract.UPDATE_USER, Asked.with(UpdateUser.class,
            "id", second.id(), "role", Role.USER)),
        identity.bus.send(identity.as(second), IdentityContract.UPDATE_USER, Asked.with(UpdateUser.class,
            "id", root.id(), "status", Status.DISABLED)));
    await(Future.join(both).otherwiseEmpty());
    assertEquals(1, both.stream().filter(Future::succeeded).count());
    assertEquals(1, identity.ask(identity.as(root), IdentityContract.LIST_USERS,
        new ListUsers(null, Role.SUPERADMIN, Status.ACTIVE, null, null, null)).total());
  }

  @Test
  void nobodyDemotesHimself() {
    identity.user(root, "second@x.example", Role.SUPERADMIN);
    assertEquals(Failure.UNPROCESSABLE, identity.refusal(identity.as(root), IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", root.id(), "role", Role.ADMIN)).failure());
  }

  @Test
  void anEmptyPhoneRemovesItAndAbsentFieldsStay() {
    Account asha = identity.user(root, "asha@x.example", Role.SALES);
    assertEquals("+919820012345", asha.phone());
    Account changed = update(root, Asked.with(UpdateUser.class, "id", asha.id(), "phone", ""));
    assertEquals(new Account(asha.id(), asha.email(), asha.fullName(), null, asha.role(), asha.capabilities(),
        asha.status(),
        asha.emailVerified(), asha.mustChangePassword(), null, asha.createdAt(), null, null, null), changed);
  }

  @Test
  void aNullClearsThePhoneAndNothingElse() {
    Account asha = identity.user(root, "asha@x.example", Role.SALES);
    assertNull(update(root, Asked.with(UpdateUser.class, "id", asha.id(), "phone", null)).phone());
    for (String member : List.of("fullName", "role", "capabilities", "status")) {
      assertEquals("/" + member, identity.refusal(identity.as(root), IdentityContract.UPDATE_USER,
          Asked.with(UpdateUser.class, "id", asha.id(), member, null)).detail().errors().getFirst().path());
    }
  }

  @Test
  void listsHaveTheBoundsOfAllLists() {
    for (ListUsers bad : List.of(new ListUsers(null, null, null, null, 501, null),
        new ListUsers(null, null, null, null, 0, null), new ListUsers(null, null, null, null, null, -1L))) {
      assertEquals(Failure.INVALID,
          identity.refusal(identity.as(root), IdentityContract.LIST_USERS, bad).failure());
    }
  }

  @Test
  void aPhoneIsKeptAsItIsDialledAndFoundHoweverItIsWritten() {
    for (String[] pair : new String[][] {{"98200 12345", "+919820012345"}, {"098200-12345", "+919820012345"},
        {"+65 9123 4567", "+6591234567"}, {"0065 9123 4567", "+6591234567"}, {"+45 20 12 34 56", "+4520123456"},
        {"\u202a+91\u00a0\u096f\u096e\u0968\u0966\u0966 12345\u202c", "+919820012345"}, {"tel:+91-98200-12345;ext=4",
            "+919820012345"},
        {"\u200b", null}}) {
      Account asha = identity.user(root, "a" + UUID.randomUUID() + "@x.example", Role.SALES);
      assertEquals(pair[1],
          update(root, Asked.with(UpdateUser.class, "id", asha.id(), "phone", pair[0])).phone(), pair[0]);
    }
    Account asha = identity.user(root, "asha@x.example", Role.SALES);
    for (String none : List.of("12345", "call me", "+99 9900000001", "98200 12345, 98200 54321", "1234567",
        "6591234567", "971501234567", "98200 1234", "+9820012345")) {
      assertEquals("/phone", identity.refusal(identity.as(root), IdentityContract.UPDATE_USER,
          Asked.with(UpdateUser.class, "id", asha.id(), "phone", none)).detail().errors().getFirst().path(), none);
    }
    for (String searched : List.of("+91 98200 12345", "98200 123", "9820012345", "(98200) 12345", "098200 12345",
        "09820012345")) {
      assertTrue(identity.ask(identity.as(root), IdentityContract.LIST_USERS, new ListUsers(searched, null, null, null,
          null, null)).items().stream().anyMatch(each -> each.id().equals(asha.id())), searched);
    }
  }

  @Test
  void aNameThatShowsNothingIsNoneAndLengthIsCountedInCharacters() {
    Account asha = identity.user(root, "asha@x.example", Role.SALES);
    for (String none : List.of("\u00a0\u00a0", "\u200b", "\u3164", "\u0301\u0302", "\u202e\u202c", "\u2800",
        "\ud83d\ude00".repeat(121))) {
      assertEquals("/fullName", identity.refusal(identity.as(root), IdentityContract.UPDATE_USER,
          Asked.with(UpdateUser.class, "id", asha.id(), "fullName", none)).detail().errors().getFirst().path(), none);
    }
    for (String name : List.of("\ud83d\ude00".repeat(61), "\ud83d\ude00".repeat(118), "\u0906\u0936\u093e")) {
      assertEquals(name, update(root, Asked.with(UpdateUser.class, "id", asha.id(),
          "fullName", "\u00a0" + name + "\u200b"))
          .fullName());
    }
  }

  @Test
  void anotherTenantsUsersDoNotExist() {
    try (IdentityFixture elsewhere = new IdentityFixture(database, TestServers.redis().url())) {
      Account theirs = elsewhere.user(elsewhere.superAdmin(), "asha@x.example", Role.USER);
      assertEquals(Failure.NOT_FOUND, identity.refusal(identity.as(root), IdentityContract.GET_USER,
          new GetUser(theirs.id())).failure());
      assertEquals(Failure.NOT_FOUND, identity.refusal(identity.as(root), IdentityContract.UPDATE_USER,
          Asked.with(UpdateUser.class, "id", theirs.id(), "fullName", "Mine now")).failure());
      assertEquals(Failure.NOT_FOUND, identity.refusal(identity.as(root), IdentityContract.REVOKE_SESSIONS,
          new RevokeSessions(theirs.id())).failure());
      assertEquals(Failure.NOT_FOUND, identity.refusal(identity.as(root), IdentityContract.RESET_USER_PASSWORD,
          new ResetUserPassword(theirs.id(), "taken over now")).failure());
      assertEquals(List.of(), identity.ask(identity.anybody(), DirectoryContract.FIND_USERS,
          new FindUsers(List.of(theirs.id()), List.of("asha@x.example"))).users());
      identity.user(root, "asha@x.example", Role.USER);
    }
  }

  @Test
  void otherDomainsFindUsersByIdAndByTheWholeAddressAlone() {
    identity.user(root, "acme-asha@x.example", Role.USER);
    Account marie = identity.user(root, "anne-marie@x.example", Role.USER);
    Account rohan = identity.user(root, "rohan@x.example", Role.USER);
    List<Person> found = identity.ask(identity.anybody(), DirectoryContract.FIND_USERS,
        new FindUsers(List.of(rohan.id(), UUID.randomUUID()), List.of("asha@x.example", "Anne-Marie@x.example",
            "none@x.example")))
        .users();
    assertEquals(Set.of(marie.id(), rohan.id()), found.stream().map(Person::id).collect(Collectors.toSet()),
        "acme-asha@ is not asha@, whatever stands before the hyphen");
    assertEquals(Failure.INVALID, identity.refusal(identity.anybody(), DirectoryContract.FIND_USERS,
        new FindUsers(null, java.util.Collections.nCopies(DirectoryContract.FIND_LIMIT + 1, "a@b.example"))).failure());
  }

  private Account update(Account actor, UpdateUser update) {
    return identity.ask(identity.as(actor), IdentityContract.UPDATE_USER, update);
  }

  private Page<Account> list(ListUsers filter) {
    return identity.ask(identity.as(root), IdentityContract.LIST_USERS, filter);
  }

  private static List<UUID> ids(List<Account> accounts) {
    return accounts.stream().map(Account::id).toList();
  }
}
