package com.mas.domain.engagement.portal;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.domain.engagement.portal.CareRepository.Ties;
import com.mas.domain.engagement.portal.CursorRules.Place;
import com.mas.domain.engagement.portal.TimelineContract.Entry;
import com.mas.domain.engagement.portal.TimelineContract.MyTimeline;
import com.mas.domain.engagement.portal.TimelineContract.Source;
import com.mas.domain.engagement.portal.TimelineContract.StudentTimeline;
import com.mas.domain.engagement.portal.TimelineContract.Timeline;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Shows timelines, to a student the own one, and to others what they may see of it. */
final class TimelineService {
  private final TimelineRepository entries;
  private final Care care;

  TimelineService(Database db, Clock clock) {
    this.entries = new TimelineRepository(db);
    this.care = new Care(db, clock);
  }

  Timeline mine(Call call, MyTimeline ask) {
    return page(call, call.userId(), EnumSet.allOf(Source.class), ask.source(), ask.cursor(), ask.limit());
  }

  Timeline ofStudent(Call call, StudentTimeline ask) {
    Ties ties = care.mustCare(call, ask.userId());
    if (ask.cursor() == null) {
      care.opened(call, ask.userId());
    } else {
      care.openedFurther(call, ask.userId());
    }
    return page(call, ask.userId(), CareRules.visible(ties, call.principal().isAdmin()), ask.source(), ask.cursor(),
        ask.limit());
  }

  private Timeline page(Call call, UUID student, Set<Source> visible, Source only, String cursor, Integer limit) {
    Place before = cursor == null ? TimelineRepository.newest()
        : CursorRules.read(cursor).orElseThrow(() -> Failure.INVALID.with(
            "This is no place in the timeline. Begin without a cursor.").at("/cursor"));
    int most = limit == null ? TimelineContract.DEFAULT_PAGE : limit;
    Set<Source> sources = visible.stream().filter(each -> only == null || each == only).collect(Collectors.toSet());
    List<Entry> found = entries.page(call.tenant(), student, sources, before, most + 1);
    List<Entry> shown = found.subList(0, Math.min(most, found.size()));
    return new Timeline(shown, visible.stream().sorted().toList(),
        found.size() > most ? CursorRules.write(shown.getLast()) : null);
  }
}
