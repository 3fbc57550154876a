package com.mas.domain.learning.mrtest;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.EvalRepository.Found;
import com.mas.domain.learning.mrtest.EvalRules.Marks;
import com.mas.domain.learning.mrtest.WriteBackContract.EvalScored;
import com.mas.imports.Cells;
import com.mas.imports.RowImport;
import com.mas.jobs.Jobs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Scores of evaluation tests, by a table: {@link WriteBackContract#EVAL_TESTS}. */
final class EvalImport implements RowImport<EvalImport.Line, EvalImport.Looked> {
  private final EvalRepository scores;
  private final Jobs jobs;
  private final Clock clock;

  EvalImport(EvalRepository scores, Jobs jobs, Clock clock) {
    this.scores = scores;
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * One row.
   *
   * @param email in lower case; null where there is a phone
   * @param digits the last ten of the phone; null where there is an address
   */
  record Line(String email, String digits, String test, Marks marks, LocalDate takenOn) {}

  /** @param accounts in the order of the rows */
  record Looked(Call call, List<Found> accounts) {}

  @Override
  public Line read(Cells cells) {
    String email = cells.text("email");
    String phone = cells.text("phone");
    if (email != null && !email.contains("@")) {
      cells.refuse("email", "is no e-mail address");
    }
    if (phone != null && EvalRules.isShortened(phone)) {
      cells.refuse("phone", "was shortened by the spreadsheet; format the column as text and enter it again");
    } else if (email == null && EvalRules.digits(phone) == null) {
      cells.refuse(phone == null ? "email" : "phone", phone == null ? "is missing, and there is no phone either"
          : "is no phone number with ten digits");
    }
    String score = cells.text("score");
    Marks marks = score == null ? null : EvalRules.marks(score, cells.text("total")).orElse(null);
    if (score != null && marks == null) {
      cells.refuse("score", "is no score such as 37.5, 37.5 / 50 or 75 %, or is more than its total");
    }
    String day = cells.text("takenOn");
    LocalDate takenOn = day == null ? null : EvalRules.day(day).orElse(null);
    if (day != null && (takenOn == null || takenOn.isAfter(LocalDate.now(clock).plusDays(1)))) {
      cells.refuse("takenOn", "is no day of the past such as 2026-01-31 or 31-01-2026");
    }
    return new Line(email == null ? null : email.toLowerCase(Locale.ROOT),
        email == null ? EvalRules.digits(phone) : null,
        cells.text("test"), marks, takenOn);
  }

  @Override
  public List<Key> keys(Line row) {
    String test = "\n" + row.test.toLowerCase(Locale.ROOT);
    return List.of(row.email == null ? new Key("phone", row.digits + test) : new Key("email", row.email + test));
  }

  @Override
  public Looked look(Call call, Target target, List<Line> rows) {
    return new Looked(call, scores.accounts(target.tenant(), rows));
  }

  @Override
  public List<Verdict> write(Tx tx, Target target, List<Line> rows, Looked looked) {
    List<Verdict> verdicts = new ArrayList<>(rows.size());
    List<Line> good = new ArrayList<>();
    List<UUID> accounts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Found found = looked.accounts.get(i);
      if (found.accounts() != 1) {
        verdicts.add(refused(rows.get(i), found.accounts()));
      } else {
        verdicts.add(null);
        good.add(rows.get(i));
        accounts.add(found.accountId());
      }
    }
    List<Verdict> written = scores.save(tx, target, good, accounts, clock.instant());
    Map<UUID, StringBuilder> changed = new LinkedHashMap<>();
    int next = 0;
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i) == null) {
        Verdict verdict = written.get(next);
        if (verdict.outcome() == Outcome.ADDED || verdict.outcome() == Outcome.CHANGED) {
          changed.computeIfAbsent(accounts.get(next), first -> new StringBuilder())
              .append(good.get(next).test).append('\n');
        }
        verdicts.set(i, verdict);
        next++;
      }
    }
    if (!target.rehearsal()) {
      tell(tx, target, changed, looked.call);
    }
    return verdicts;
  }

  private void tell(Tx tx, Target target, Map<UUID, StringBuilder> changed, Call call) {
    List<EvalScored> events = changed.keySet().stream().map(account -> new EvalScored(account, target.id())).toList();
    jobs.publishAll(tx, WriteBackContract.EVAL_SCORED, events, event -> event.accountId() + ":" + event.importId() + ":"
        + UUID.nameUUIDFromBytes(changed.get(event.accountId()).toString().getBytes(StandardCharsets.UTF_8)), call);
  }

  private static Verdict refused(Line row, long accounts) {
    boolean byEmail = row.email != null;
    return Verdict.refused(byEmail ? "email" : "phone", accounts == 0
        ? byEmail ? "is the address of no account" : "is the phone of no account"
        : "is the phone of several accounts; give the address");
  }
}
