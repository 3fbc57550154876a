package com.mas.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.FailureException;
import com.mas.sources.Connector.Session;
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Checks what the engine relies on; each connector's test inherits it and says how its source is made to misbehave.
 */
public abstract class ConnectorConformance {
  protected static final int SIZE = 50;
  private static final int MOST_PAGES = 1_000;

  protected enum Misbehaviour {
    NONE, SESSION_EXPIRED_ONCE, LOGIN_REFUSED, LOGIN_PAGE, TRUNCATED, SERVER_ERROR, MAINTENANCE
  }

  /** Logged in, and the source well. */
  protected abstract Connector connector();

  protected abstract String tenant();

  /** The keys of a parent that the source has, for a phase that is asked for one after the other. */
  protected abstract List<String> parent(Stage<?> stage);

  protected abstract String id(Stage<?> stage, Object row);

  /** The phase that the source misbehaves at; a list with more than one page. */
  protected abstract Stage<?> listed();

  protected abstract void misbehave(Misbehaviour how);

  /** Runs the work on a virtual thread of the product. */
  protected abstract <T> T on(Callable<T> work);

  @BeforeEach
  void calm() {
    misbehave(Misbehaviour.NONE);
  }

  @Test
  void sourceNamesItselfAndItsPhasesParentsFirst() {
    assertFalse(connector().source().title().isBlank());
    Set<String> names = new HashSet<>();
    for (Stage<?> stage : connector().stages()) {
      assertTrue(stage.of() == null || names.contains(stage.of().name()), stage.name());
      assertTrue(names.add(stage.name()), stage.name());
      assertFalse(stage.title().isBlank());
      assertNotNull(connector().politeness(stage).next());
      assertTrue(connector().atOnce(stage) >= 1, stage.name());
    }
    assertFalse(names.isEmpty());
  }

  @Test
  void pagesTogetherAreAllRowsOnce() {
    for (Stage<?> stage : lists()) {
      List<Batch<?>> pages = pages(stage);
      Set<String> ids = new HashSet<>();
      for (Batch<?> page : pages) {
        page.rows().forEach(row -> assertTrue(ids.add(id(stage, row)), stage.name() + " " + id(stage, row)));
      }
      Integer total = pages.getLast().total();
      assertTrue(total == null || total == ids.size(), () -> stage.name() + ": " + ids.size() + " of " + total);
      assertTrue(stage.whole() != Whole.COUNTED || total != null, stage.name());
      assertTrue(stage.whole() != Whole.CHANGES || pages.getLast().since() != null, stage.name());
    }
    assertTrue(pages(listed()).size() > 1);
  }

  @Test
  void theSameQuestionHasTheSameAnswer() {
    for (Stage<?> stage : connector().stages()) {
      Ask ask = new Ask(parent(stage), null, SIZE);
      assertEquals(ids(stage, read(stage, ask)), ids(stage, read(stage, ask)), stage.name());
    }
  }

  @Test
  void aPageBehindTheEndIsEmptyAndTheLast() {
    for (Stage<?> stage : lists().stream().filter(stage -> stage.paging() == Paging.ROWS).toList()) {
      Batch<?> page = read(stage, new Ask(parent(stage), "1000000", SIZE));
      assertTrue(page.rows().isEmpty(), stage.name());
      assertNull(page.next(), stage.name());
    }
  }

  @Test
  void aDetailIsOneRowAndAListOfOnePageHasNoOther() {
    for (Stage<?> stage : connector().stages().stream().filter(stage -> stage.paging() == Paging.ONE).toList()) {
      Batch<?> page = read(stage, new Ask(parent(stage), null, SIZE));
      assertTrue(stage.of() == null || page.rows().size() == 1, stage.name());
      assertFalse(page.rows().isEmpty(), stage.name());
      assertNull(page.next(), stage.name());
    }
  }

  @Test
  void anUnknownParentIsAbsent() {
    for (Stage<?> stage : connector().stages().stream().filter(stage -> stage.of() != null).toList()) {
      List<String> nobodys = new ArrayList<>(parent(stage));
      nobodys.set(nobodys.size() - 1, "no/../body");
      assertEquals(Trouble.ABSENT, trouble(stage, new Ask(nobodys, null, SIZE)), stage.name());
    }
  }

  @Test
  void aPhaseOfAnotherSourceIsNoQuestion() {
    Stage<String> foreign = Stage.list("nothing_of_ours", "nothing", String.class, Paging.ONE, Whole.ENDED);
    assertThrows(IllegalArgumentException.class, () -> read(foreign, Ask.about()));
    assertThrows(IllegalArgumentException.class, () -> read(listed(), Ask.about("one", "two", "three", "four")));
  }

  @Test
  void anExpiredSessionIsRenewedWithoutTheEngineNoticing() {
    Session session = on(this::session);
    misbehave(Misbehaviour.SESSION_EXPIRED_ONCE);
    assertFalse(on(() -> session.read(listed(), first(listed()))).rows().isEmpty());
  }

  /** Returns what a page for people means where an answer was agreed, though the login works. */
  protected Trouble loginPage() {
    return Trouble.REFUSED;
  }

  @Test
  void aRefusedLoginIsARefusalAndALoginPageIsWhatItMeansThere() {
    for (Misbehaviour how : List.of(Misbehaviour.LOGIN_PAGE, Misbehaviour.LOGIN_REFUSED)) {
      Trouble meant = how == Misbehaviour.LOGIN_PAGE ? loginPage() : Trouble.REFUSED;
      Session session = on(this::session);
      misbehave(how);
      assertEquals(meant, trouble(how.name(), () -> session.read(listed(), first(listed()))), how.name());
      misbehave(Misbehaviour.NONE);
    }
  }

  @Test
  void aTruncatedAnswerIsAnotherLayoutWithEvidence() {
    misbehave(Misbehaviour.TRUNCATED);
    UnreadableAnswer thrown =
        assertThrows(UnreadableAnswer.class, () -> on(() -> session().read(listed(), first(listed()))));
    assertEquals(Trouble.LAYOUT, Trouble.of(thrown));
    assertTrue(thrown.excerpt().length() <= 2_000);
  }

  @Test
  void anErrorOfTheServerIsASourceOutOfReach() {
    misbehave(Misbehaviour.SERVER_ERROR);
    assertEquals(Trouble.UNREACHABLE, trouble(listed(), first(listed())));
  }

  @Test
  void aSourceThatIsAwayForAWhileSaysForHowLong() {
    misbehave(Misbehaviour.MAINTENANCE);
    FailureException thrown =
        assertThrows(FailureException.class, () -> on(() -> session().read(listed(), first(listed()))));
    assertEquals(Trouble.MAINTENANCE, Trouble.of(thrown));
    assertTrue(thrown.detail().retryAfterSeconds() > 0);
  }

  @Test
  void aTenantWithoutALoginIsRefused() {
    assertEquals(Trouble.REFUSED, trouble("open", () -> connector().open("another-platform")));
  }

  @Test
  void theProbeFindsNothingMissingAtAWellSourceAndChangesNothing() {
    List<String> before = ids(listed(), read(listed(), first(listed())));
    assertEquals(List.of(), on(() -> session().probe()).lacks());
    assertEquals(before, ids(listed(), read(listed(), first(listed()))));
  }

  protected final Session session() {
    return connector().open(tenant());
  }

  protected final Ask first(Stage<?> stage) {
    return new Ask(parent(stage), null, SIZE);
  }

  protected final <T> Batch<T> read(Stage<T> stage, Ask ask) {
    return on(() -> session().read(stage, ask));
  }

  /** Follows the pages of a list from its beginning to its end. */
  protected final List<Batch<?>> pages(Stage<?> stage) {
    List<Batch<?>> pages = new ArrayList<>();
    Ask ask = first(stage);
    do {
      pages.add(read(stage, ask));
      ask = ask.from(pages.getLast().next(), SIZE);
      assertTrue(pages.size() < MOST_PAGES, stage.name() + " has no end");
    } while (ask.from() != null);
    return pages;
  }

  private List<Stage<?>> lists() {
    List<Stage<?>> lists = new ArrayList<>();
    connector().stages().stream().filter(stage -> stage.paging() != Paging.ONE).forEach(lists::add);
    return lists;
  }

  private List<String> ids(Stage<?> stage, Batch<?> page) {
    return page.rows().stream().map(row -> id(stage, row)).toList();
  }

  private Trouble trouble(Stage<?> stage, Ask ask) {
    return trouble(stage.name(), () -> session().read(stage, ask));
  }

  private Trouble trouble(String why, Callable<?> work) {
    RuntimeException thrown = assertThrows(RuntimeException.class, () -> on(work), why);
    return Trouble.of(thrown instanceof CompletionException && thrown.getCause() instanceof RuntimeException cause
        ? cause : thrown);
  }
}
