package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.domain.learning.mentoring.BoardContract.*;
import com.mas.domain.learning.mentoring.BoardRepository.Ties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Shows scorecards to those who may see them, and the leaderboard to everybody of the tenant. */
final class BoardService {
  private static final Duration RECENT = Duration.ofDays(90);
  /** Time after a meeting in which its mentor goes on to see the student, as with the student's profile. */
  private static final Duration AFTERWARDS = Duration.ofDays(90);
  private static final Duration YEAR = Duration.ofDays(366);
  private static final int USUAL_DAYS = 90;

  private final BoardRepository board;
  private final Clock clock;

  BoardService(BoardRepository board, Clock clock) {
    this.board = board;
    this.clock = clock;
  }

  Scorecard own(Call call) {
    return scorecard(call, new GetScorecard(call.userId()));
  }

  Scorecard scorecard(Call call, GetScorecard ask) {
    Ties ties = board.ties(call.tenant(), ask.userId(), call.userId(), clock.instant().minus(AFTERWARDS));
    if (ties.name() == null) {
      throw MentoringContract.USER_UNKNOWN.refusal();
    }
    if (!ties.cares() && !call.principal().isAdmin() && !ask.userId().equals(call.userId())) {
      throw BoardContract.NOT_YOURS_TO_SEE.refusal();
    }
    return made(call.tenant(), ask.userId(), ties);
  }

  private Scorecard made(String tenant, UUID student, Ties ties) {
    Instant now = clock.instant();
    return new Scorecard(student, ties.name(), ties.reviews(), board.means(tenant, student, now.minus(RECENT)),
        board.months(tenant, student, now.minus(YEAR)), board.latest(tenant, student));
  }

  Page<Leader> leaders(Call call, ListLeaders ask) {
    int days = ask.days() == null ? USUAL_DAYS : ask.days();
    return board.leaders(call.tenant(), ask, clock.instant().minus(Duration.ofDays(days)));
  }

  BoardWish wish(Call call) {
    return board.wish(call.tenant(), call.userId()).orElse(new BoardWish(true));
  }

  BoardWish setWish(Call call, SetBoardWish ask) {
    board.setWish(call.tenant(), call.userId(), ask.shown(), clock.instant());
    return wish(call);
  }
}
