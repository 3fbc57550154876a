package com.mas.domain.people.identity;

import static com.mas.domain.people.identity.IdentityFixture.PASSWORD;
import static com.mas.testkit.House.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.CheckSession;
import com.mas.domain.people.identity.IdentityContract.Ends;
import com.mas.domain.people.identity.IdentityContract.ListEnds;
import com.mas.domain.people.identity.IdentityContract.RevokeSessions;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.IdentityContract.SessionsEnded;
import com.mas.domain.people.identity.IdentityContract.Status;
import com.mas.domain.people.identity.IdentityContract.UpdateUser;
import com.mas.http.AccessTokens;
import com.mas.testkit.Asked;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** PostgreSQL knows which sessions have ended, and so does every process that asks. */
class EndedSessionIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  @AutoClose final IdentityFixture identity = new IdentityFixture(database, TestServers.redis().url());
  private final Account admin = identity.superAdmin();
  private final Account asha = identity.user(admin, "asha@x.example", Role.USER);

  @Test
  void theEdgeAcceptsWhatIsIssuedHereAndNothingThatHasEnded() {
    AccessTokens edge = edge();
    String temporary = identity.logIn("asha@x.example", PASSWORD).accessToken();
    assertEquals(Failure.PASSWORD_CHANGE_REQUIRED, refused(edge.verify(temporary)));
    assertEquals(Failure.UNPROCESSABLE, identity.refusal(identity.as(asha), IdentityContract.CHANGE_PASSWORD,
        new IdentityContract.ChangePassword(PASSWORD, PASSWORD, null)).failure());
    Session changed = identity.ask(identity.as(asha), IdentityContract.CHANGE_PASSWORD,
        new IdentityContract.ChangePassword(PASSWORD, "another good password", null));
    assertEquals(new Principal(asha.id(), Role.USER, Set.of(), identity.tenant),
        await(edge.verify(changed.accessToken())));
    assertEquals(Failure.UNAUTHENTICATED, refused(edge().verifyWithTemporaryPassword(temporary)));
    identity.logOut(changed, null);
    assertEquals(Failure.UNAUTHENTICATED, refused(edge().verify(changed.accessToken())));
  }

  @Test
  void whoHeardNothingSeesByAskingWhichSessionsGoOn() {
    Session one = identity.logIn("asha@x.example", PASSWORD);
    Session two = identity.refresh(identity.logIn("asha@x.example", PASSWORD));
    assertGoesOn(true, one);
    identity.logOut(one, null);
    assertGoesOn(false, one);
    assertGoesOn(true, two);
    identity.ask(identity.as(admin), IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", asha.id(), "status", Status.DISABLED));
    assertGoesOn(false, two);
    identity.ask(identity.as(admin), IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", asha.id(), "status", Status.ACTIVE));
    assertGoesOn(false, two);
    Session three = identity.logIn("asha@x.example", PASSWORD);
    assertGoesOn(true, three);
    identity.refresh(identity.refresh(three));
    identity.clock.advance(RefreshRules.GRACE.plusSeconds(1));
    assertEquals(Failure.REFRESH_TOKEN_REUSED, identity.refreshRefused(three));
    assertGoesOn(false, three);
    assertFalse(identity.ask(identity.anybody(), IdentityContract.CHECK_SESSION,
        new CheckSession(UUID.randomUUID(), null, 0)).alive());
    assertFalse(identity.ask(identity.anybody(), IdentityContract.CHECK_SESSION,
        new CheckSession(asha.id(), UUID.randomUUID(), null)).alive());
  }

  @Test
  void endsThatWereNotHeardAreToldOnceTheyAreAskedFor() {
    Session one = identity.logIn("asha@x.example", PASSWORD);
    Ends begin = identity.ask(identity.anybody(), IdentityContract.LIST_ENDS, new ListEnds(null));
    assertFalse(begin.complete());
    identity.logOut(one, null);
    identity.ask(identity.as(admin), IdentityContract.REVOKE_SESSIONS, new RevokeSessions(asha.id()));
    Ends ends = identity.ask(identity.anybody(), IdentityContract.LIST_ENDS, new ListEnds(begin.next()));
    assertTrue(ends.complete());
    UUID family = UUID.fromString(claims(one).get("sid").asText());
    assertTrue(ends.ends().containsAll(List.of(new SessionsEnded(asha.id(), family, null),
        new SessionsEnded(asha.id(), null, 1))), ends::toString);
    assertFalse(identity.ask(identity.anybody(), IdentityContract.LIST_ENDS, new ListEnds(ends.next() + (1L << 40)))
        .complete(), "of another database");
  }

  @Test
  void anEndThatWasWrittenEarlyAndCommittedLateIsNotMissed() {
    SqlConnection slow = await(PgConnection.connect(identity.vertx, identity.db.options()));
    Transaction open = await(slow.begin());
    await(slow.query("UPDATE identity.users SET generation = generation + 1 WHERE id = '" + asha.id() + "'")
        .execute());
    identity.ask(identity.as(admin), IdentityContract.REVOKE_SESSIONS, new RevokeSessions(admin.id()));
    Ends between = identity.ask(identity.anybody(), IdentityContract.LIST_ENDS, new ListEnds(0L));
    assertFalse(between.ends().stream().anyMatch(end -> end.userId().equals(asha.id())));
    await(open.commit());
    assertTrue(identity.ask(identity.anybody(), IdentityContract.LIST_ENDS, new ListEnds(between.next())).ends()
        .contains(new SessionsEnded(asha.id(), null, 1)));
    await(slow.close());
  }

  @Test
  void otherRightsEndAccessTokensAtOnceAndARefreshGivesRightOnes() {
    Session session = identity.logIn("asha@x.example", PASSWORD);
    Session other = identity.logIn("asha@x.example", PASSWORD);
    for (UpdateUser change : List.of(Asked.with(UpdateUser.class, "id", asha.id(), "role", Role.EXPERT),
        Asked.with(UpdateUser.class, "id", asha.id(), "capabilities", Set.of("hr")),
        Asked.with(UpdateUser.class, "id", asha.id(), "role", Role.USER, "capabilities", Set.of()))) {
      identity.ask(identity.as(admin), IdentityContract.UPDATE_USER, change);
      assertGoesOn(false, session);
      session = identity.refresh(session);
      assertGoesOn(true, session);
      assertEquals(change.role().or(Role.EXPERT).name(), claims(session).get("role").asText());
      assertEquals(change.capabilities().or(Set.of()).size(),
          claims(session).get("caps").size());
    }
    identity.refresh(other);
    identity.clock.advance(RefreshRules.GRACE.plusSeconds(1));
    assertEquals(Failure.REFRESH_TOKEN_REUSED, identity.refreshRefused(other), "a theft is seen across the change");
    identity.ask(identity.as(admin), IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", asha.id(), "fullName", "Asha Rao-Iyer", "phone", ""));
    assertGoesOn(true, session);
  }

  private AccessTokens edge() {
    return new AccessTokens(identity.vertx, IdentityFixture.SECRET, identity.clock, "another",
        (user, session, generation) -> identity.bus.send(identity.anybody(), IdentityContract.CHECK_SESSION,
            new CheckSession(user, session, generation))
            .map(state -> new AccessTokens.Sessions.State(state.alive(), state.generation())));
  }

  private static Failure refused(Future<?> verified) {
    return House.refusal(verified).failure();
  }

  private void assertGoesOn(boolean expected, Session session) {
    JsonNode claims = claims(session);
    assertEquals(expected, identity.ask(identity.anybody(), IdentityContract.CHECK_SESSION, new CheckSession(
        session.user().id(), UUID.fromString(claims.get("sid").asText()), claims.get("gen").asInt())).alive());
  }

  private static JsonNode claims(Session session) {
    return Json.read(new String(Base64.getUrlDecoder().decode(session.accessToken().split("\\.")[1]),
        StandardCharsets.UTF_8), JsonNode.class);
  }
}
