package com.mas.realtime.terminal;

import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.Appended;
import com.mas.realtime.terminal.TerminalContract.Done;
import com.mas.realtime.terminal.TerminalContract.DownloadRecording;
import com.mas.realtime.terminal.TerminalContract.FilePart;
import com.mas.realtime.terminal.TerminalContract.ListRecordings;
import com.mas.realtime.terminal.TerminalContract.ReadRecording;
import com.mas.realtime.terminal.TerminalContract.Recording;
import com.mas.realtime.terminal.TerminalContract.RecordingText;
import com.mas.realtime.terminal.TerminalContract.RemoveRecording;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Recordings as asciicast v2: a header line that is made when it is read, and the events as they were appended. */
final class RecordingService {
  private static final int PARTS_AT_A_TIME = 8;
  private static final long MOST_BYTES = 256L << 20;

  private final RecordingRepository rows;
  private final Clock clock;
  private final Duration kept;

  /** @param kept how long after its last event */
  RecordingService(RecordingRepository rows, Clock clock, Duration kept) {
    this.rows = rows;
    this.clock = clock;
    this.kept = kept;
  }

  Page<Recording> list(Call call, ListRecordings ask) {
    List<Recording> all = rows.list(call.tenant(), owner(call), ask.sessionId(), TerminalRules.limit(ask.limit()),
        TerminalRules.offset(ask.offset()));
    return TerminalRules.page(all, ask.limit(), ask.offset(), all.size() + (long) TerminalRules.offset(ask.offset()));
  }

  RecordingText read(Call call, ReadRecording ask) {
    FilePart part = download(call, new DownloadRecording(ask.sessionId(), ask.id(), ask.from()));
    return new RecordingText(ask.id(), part.text(), part.next());
  }

  FilePart download(Call call, DownloadRecording ask) {
    Recording recording = get(call, ask.sessionId(), ask.id());
    int from = TerminalRules.offset(ask.from());
    List<String> parts = rows.parts(recording.id(), from, PARTS_AT_A_TIME);
    String text = (from == 0 ? header(recording) : "") + String.join("", parts);
    return new FilePart(text, parts.size() < PARTS_AT_A_TIME ? null : from + PARTS_AT_A_TIME);
  }

  Done remove(Call call, RemoveRecording ask) {
    rows.remove(get(call, ask.sessionId(), ask.id()).id());
    return new Done(ask.id());
  }

  Appended append(Call call, AppendRecording ask) {
    if (!ask.lines().isEmpty()) {
      rows.append(ask, clock.instant(), MOST_BYTES);
    }
    return new Appended(rows.seconds(ask.recordingId()));
  }

  int purge() {
    return rows.purge(clock.instant().minus(kept));
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
