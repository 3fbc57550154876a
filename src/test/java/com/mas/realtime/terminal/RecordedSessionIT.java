package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.realtime.terminal.TerminalContract.RemoveRecording;
import com.mas.realtime.terminal.TerminalVerticle.Quotas;
import com.mas.realtime.terminal.screen.Screen;
import com.mas.testkit.Alone;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A recorded session goes on whatever becomes of its recording, and those in it are told. */
@Alone
class RecordedSessionIT {
  private static final long MB = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(60);
  private TerminalHouse house;

  private void open(Quotas quotas, long perSecond) {
    house = new TerminalHouse(new TerminalVerticle.Config(Duration.ofDays(30), quotas, () -> Long.MAX_VALUE),
        new TerminalRelay.Config(TerminalHouse.HOST_GONE, 3, 4, perSecond));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static void isRecorded(TerminalClient client, String state) {
    eventually("recording is " + state, LONG, () -> client.last("state").path("recording").asText().equals(state));
  }

  private static void pour(TerminalClient host, int megabytes) {
    Buffer some = Buffer.buffer("0123456789abcde\n".repeat(2048)); // 32 kB
    for (int i = 0; i < megabytes * 32; i++) {
      TerminalHouse.await(host.socket.writeBinaryMessage(some));
    }
  }

  private long bytes() {
    return house.number("SELECT coalesce(sum(octet_length(lines)), 0) FROM terminal.recording_parts");
  }

  @Test
  void whoRecordsTooMuchIsToldAndTheSessionGoesOn() {
    open(new Quotas(MB, 100 * MB, 100 * MB, 100 * MB, 100 * MB, 0), 100 * MB);
    NewSession session = house.create(true);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    isRecorded(host, "on");
    isRecorded(viewer, "on");
    pour(host, 3);
    for (TerminalClient each : List.of(host, viewer)) {
      isRecorded(each, "stopped");
      assertTrue(each.last("state").path("recordingStopped").asText().contains("1 MB"), each.last("state")::toString);
    }
    host.write("\033[2J\033[Hstill here");
    viewer.sees(0, "still here");
    TerminalClient late = house.viewer(session, LinkMode.WATCH);
    isRecorded(late, "stopped");
    assertTrue(bytes() <= MB, () -> bytes() + " bytes");
    eventually("nothing waits to be recorded", () -> house.waitingToBeRecorded() == 0);

    house.ask(TerminalContract.RECORDINGS_REMOVE, new RemoveRecording(session.id(), session.id()));
    TerminalClient next = house.host(session);
    next.write("\033[2J\033[Hagain");
    isRecorded(viewer, "on");
    eventually("it is recorded again", LONG, () -> bytes() > 0);
  }

  @Test
  void whatIsNotRecordedIsOff() {
    open(Quotas.DEFAULT, MB);
    NewSession session = house.create(false);
    house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    isRecorded(viewer, "off");
    assertFalse(viewer.last("state").has("recordingGaps"));
  }

  @Test
  void threeSessionsOfOneAccountFillTheDiskAtItsPace() {
    open(Quotas.DEFAULT, 128 << 10);
    List<TerminalClient> hosts = new ArrayList<>();
    List<TerminalClient> viewers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      NewSession session = house.create(true);
      hosts.add(house.host(session));
      viewers.add(house.viewer(session, LinkMode.WATCH));
      isRecorded(viewers.getLast(), "on");
    }
    long begun = System.nanoTime();
    hosts.forEach(host -> pour(host, 10));
    hosts.forEach(host -> host.write("\033[2J\033[Hthe end"));
    viewers.forEach(viewer -> viewer.sees(0, "the end"));
    hosts.forEach(host -> eventually("the host is told", () -> host.last("state").has("recordingGaps")));
    eventually("what may be recorded is", LONG, () -> house.waitingToBeRecorded() == 0);
    long seconds = 1 + (System.nanoTime() - begun) / 1_000_000_000;
    long most = (4 + seconds) * (128 << 10) + 3 * MB / 2; // a burst, the pace, and a screen of each more than that
    assertTrue(bytes() <= most, () -> bytes() + " bytes in " + seconds + " s, of 30 MB");
    assertTrue(bytes() > 128 << 10, () -> bytes() + " bytes");
  }

  /** The screen makes up for what was left out, so that the file ends as the session does. */
  @Test
  void aRecordingWithGapsShowsTheSameScreenInTheEnd() {
    open(Quotas.DEFAULT, 256 << 10);
    NewSession session = house.create(true);
    TerminalClient host = house.host(session);
    TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
    isRecorded(host, "on");
    pour(host, 4);
    host.say(Map.of("type", "size", "columns", 60, "lines", 20));
    host.write("\033[31mred\033[0m and the end\r\n$ ");
    viewer.hears("and the end");
    eventually("the screen of the end is recorded", LONG, () -> file(session).contains("and the end"));
    String file = file(session);
    assertTrue(file.contains("bytes were not recorded"), "there was a gap");
    Screen screen = new Screen(80, 24, 500);
    file.lines().skip(1).map(line -> Json.read(line, JsonNode.class)).forEach(event -> {
      if (event.path(1).asText().equals("o")) {
        byte[] bytes = event.path(2).asText().getBytes(StandardCharsets.UTF_8);
        screen.write(bytes, 0, bytes.length);
      } else if (event.path(1).asText().equals("r")) {
        String[] size = event.path(2).asText().split("x");
        screen.resize(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
      }
    });
    eventually("the viewer has its size", () -> viewer.columns() == 60);
    for (int line = 0; line < 20; line++) {
      assertEquals(viewer.line(line), screen.text(line), "line " + line);
    }
  }

  private String file(NewSession session) {
    if (house.number("SELECT count(*) FROM terminal.recordings") == 0) {
      return "";
    }
    return house.file(session);
  }
}
