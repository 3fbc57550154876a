package com.mas.realtime.terminal;

import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.meters.Meters;
import com.mas.realtime.terminal.QuotaRules.Used;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.Appended;
import com.mas.realtime.terminal.TerminalContract.Done;
import com.mas.realtime.terminal.TerminalContract.DownloadRecording;
import com.mas.realtime.terminal.TerminalContract.FilePart;
import com.mas.realtime.terminal.TerminalContract.ListRecordings;
import com.mas.realtime.terminal.TerminalContract.NotRecorded;
import com.mas.realtime.terminal.TerminalContract.ReadRecording;
import com.mas.realtime.terminal.TerminalContract.Recording;
import com.mas.realtime.terminal.TerminalContract.RecordingText;
import com.mas.realtime.terminal.TerminalContract.RemoveRecording;
import io.micrometer.core.instrument.Counter;
import io.netty.buffer.ByteBufUtil;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Recordings as asciicast v2: a header line that is made when it is read, and the events as they were appended. */
final class RecordingService {
  private static final int PARTS_AT_A_TIME = 8;
  private static final int MOST_PURGED = 100;

  private final Database db;
  private final RecordingRepository rows;
  private final Clock clock;
  private final TerminalVerticle.Config config;
  private final QuotaRules quotas;
  private final Counter recorded = Meters.counter("terminal.recorded_bytes", "Bytes of terminals that were recorded");

  RecordingService(Database db, RecordingRepository rows, Clock clock, TerminalVerticle.Config config) {
    this.db = db;
    this.rows = rows;
    this.clock = clock;
    this.config = config;
    this.quotas = new QuotaRules(config.quotas());
  }

  /** Before a session that shall be recorded is made; what counts is asked again with each part. */
  void mustHaveRoom(Call call) {
    refusal(() -> rows.used(call.tenant(), call.userId(), today())).ifPresent(no -> {
      count(no);
      throw TerminalContract.RECORDING_FULL.with(no.message() + " Open the session without recording.").data(no);
    });
  }

  Page<Recording> list(Call call, ListRecordings ask) {
    return rows.list(call.tenant(), owner(call), ask.sessionId(), PageWindow.of(ask));
  }

  RecordingText read(Call call, ReadRecording ask) {
    FilePart part = download(call, new DownloadRecording(ask.sessionId(), ask.id(), ask.from()));
    return new RecordingText(ask.id(), part.text(), part.next());
  }

  FilePart download(Call call, DownloadRecording ask) {
    Recording recording = get(call, ask.sessionId(), ask.id());
    int from = ask.from() == null ? 0 : ask.from();
    List<String> parts = rows.parts(recording.id(), from, PARTS_AT_A_TIME);
    String text = (from == 0 ? header(recording) : "") + String.join("", parts);
    return new FilePart(text, parts.size() < PARTS_AT_A_TIME ? null : from + PARTS_AT_A_TIME);
  }

  Done remove(Call call, RemoveRecording ask) {
    rows.remove(get(call, ask.sessionId(), ask.id()).id());
    return new Done(ask.id());
  }

  Appended append(Call call, AppendRecording ask) {
    int bytes = ByteBufUtil.utf8Bytes(ask.lines());
    Optional<NotRecorded> refused = refusal(() -> rows.used(ask.recordingId(), today()).plus(bytes));
    if (bytes > 0 && refused.isEmpty()) {
      refused = store(ask);
    }
    refused.ifPresent(no -> {
      count(no);
      if (bytes > 0 && !no.because().equals("disk")) {
        rows.close(ask.recordingId(), no.because(), lastLine(ask.seconds(), no));
      }
    });
    return new Appended(rows.seconds(ask.recordingId()), refused.orElse(null));
  }

  private Optional<NotRecorded> refusal(Supplier<Used> used) {
    return quotas.refusal(config.freeDisk().getAsLong()).or(() -> quotas.refusal(used.get()));
  }

  /** Others may have added something since it was looked whether there is room. */
  private Optional<NotRecorded> store(AppendRecording ask) {
    try {
      long bytes = db.transaction(tx -> {
        long added = rows.append(tx, ask, clock.instant());
        if (added > 0) { // bytes that were there before and are sent again stay
          quotas.refusal(rows.used(tx, ask.recordingId(), today())).ifPresent(no -> {
            throw new TooMuch(no);
          });
        }
        return added;
      });
      recorded.increment((double) bytes);
      return Optional.empty();
    } catch (TooMuch e) {
      return Optional.of(e.refused);
    }
  }

  /** Has what was added taken back. */
  private static final class TooMuch extends RuntimeException {
    private final transient NotRecorded refused;

    private TooMuch(NotRecorded refused) {
      super(refused.message(), null, false, false);
      this.refused = refused;
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static void count(NotRecorded no) {
    Meters.counter("terminal.recording.refused", "Recordings that ended at a bound", "because", no.because())
        .increment();
  }

  private static String lastLine(double seconds, NotRecorded no) {
    return String.format(Locale.ROOT, "[%.6f, \"m\", %s]\n", seconds, Json.write("recording stopped: " + no.message()));
  }

  /** One after the other, each with its account's room. */
  int purge() {
    Instant before = clock.instant().minus(config.recordingsKept());
    int purged = 0;
    while (purged < MOST_PURGED && rows.purgeOne(before)) {
      purged++;
    }
    return purged;
  }

  private Recording get(Call call, UUID session, UUID id) {
    return rows.get(call.tenant(), owner(call), session, id).orElseThrow(TerminalRules::noRecording);
  }

  private static UUID owner(Call call) {
    return TerminalService.isAdmin(call) ? null : call.userId();
  }

  private static String header(Recording recording) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("version", 2);
    header.put("width", recording.columns());
    header.put("height", recording.lines());
    header.put("timestamp", recording.startedAt().getEpochSecond());
    header.put("title", recording.title());
    header.put("env", Map.of("TERM", "xterm-256color"));
    return Json.write(header) + "\n";
  }
}
