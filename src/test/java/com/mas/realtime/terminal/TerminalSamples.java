package com.mas.realtime.terminal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api.Reply;
import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Samples for shared terminals and their recordings. */
final class TerminalSamples implements DomainSamples {
  @Override
  public void own(Belongings things) throws Exception {
    Reply made = things.api().post("/api/terminal-sessions", things.student().token(), Map.of("title", "A shell"));
    assertTrue(made.status() == 201, made::text);
    String session = made.data().path("id").asText();
    String link = made.data().path("links").path(0).path("id").asText();
    String recording = UUID.randomUUID().toString();
    things.execute("INSERT INTO terminal.recordings (id, session_id, columns, lines, started_at, updated_at)"
        + " VALUES ('" + recording + "', '" + session + "', 80, 24, now(), now())");
    Stream.of("session.get", "session.close", "keyboard.grant", "keyboard.revoke")
        .forEach(each -> things.own("terminal." + each, things.student(), Map.of("id", session)));
    Stream.of("link.create", "recording.list")
        .forEach(each -> things.own("terminal." + each, things.student(), Map.of("sessionId", session)));
    things.own("terminal.link.revoke", things.student(), Map.of("sessionId", session, "id", link));
    Stream.of("read", "remove", "download").forEach(each -> things.own("terminal.recording." + each,
        things.student(), Map.of("sessionId", session, "id", recording)));
  }
}
