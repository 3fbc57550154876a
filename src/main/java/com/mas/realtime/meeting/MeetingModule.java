package com.mas.realtime.meeting;

import com.mas.db.Table;
import com.mas.domain.people.files.FilesContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares meetings: who may be in them, their lobby, chat and log. */
public final class MeetingModule extends DomainModule {
  /** Time after which recordings of calls are not needed. */
  private static final Duration RECORDINGS = Duration.ofDays(90);
  private static final String RECORD = "a meeting is part of its people's records";

  public MeetingModule() {
    super("meeting", MeetingContract.class);
    tables(
        Table.of("meeting.rooms").person("mentor_id", "student_id", "deputy_id").ledger().by("ended_by")
            .mentions("title").never(RECORD),
        Table.of("meeting.admissions").person("user_id").by("decided_by").never(RECORD),
        Table.of("meeting.seats").person("user_id").never(RECORD),
        Table.of("meeting.chat").person("user_id").mentions("text").never(RECORD),
        Table.of("meeting.recordings").by("started_by").keeps(RECORDINGS, "started_at"),
        Table.of("meeting.consents").person("user_id").goesWith("meeting.recordings"),
        Table.of("meeting.log").by("user_id").mentions("detail").never(RECORD));
    on(FilesContract.READY, JobOptions.on(RecordingEnd.QUEUE));
    page(ConsolePage.of(20, "connect", "meeting", "camera", "Meetings",
        "Calls with your mentor or your students", "user"));
    schedule(Schedule.every(Duration.ofSeconds(15), "meeting-sweep", "cleanupQueue", MeetingContract.SWEEP,
        new MeetingContract.Sweep()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    MeetingVerticle.Config config = new MeetingVerticle.Config(from.flag("ALLOW_EARLY_MEETING_JOIN"),
        from.number("MEETING_JOIN_BUFFER_MINUTES", 0, 24 * 60), from.list("STUN_URLS"), from.list("TURN_URLS"),
        from.text("TURN_SECRET"));
    from.require(config.stunUrls().stream().allMatch(url -> url.startsWith("stun:") || url.startsWith("stuns:")),
        "STUN_URLS must begin with stun: or stuns:");
    from.require(config.turnUrls().stream().allMatch(url -> url.startsWith("turn:") || url.startsWith("turns:")),
        "TURN_URLS must begin with turn: or turns:");
    from.require(config.turnUrls().isEmpty() || config.turnSecret().length() >= 16,
        "TURN_SECRET must have at least 16 characters when there are TURN_URLS");
    return (parts, capacity) -> new MeetingVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        parts.limits(), parts.ids(), config);
  }
}
