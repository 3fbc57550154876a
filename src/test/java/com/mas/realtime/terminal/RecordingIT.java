package com.mas.realtime.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.Appended;
import com.mas.realtime.terminal.TerminalContract.DownloadRecording;
import com.mas.realtime.terminal.TerminalContract.FilePart;
import com.mas.realtime.terminal.TerminalContract.ListRecordings;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.realtime.terminal.TerminalContract.Purge;
import com.mas.realtime.terminal.TerminalContract.Recording;
import com.mas.realtime.terminal.TerminalContract.RemoveRecording;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingIT {
  @AutoClose private static final TerminalHouse house = new TerminalHouse();
  private NewSession session;

  @BeforeEach
  void create() {
    session = house.create(true);
  }

  @Test
  void whatIsAppendedAgainIsThereOnce() {
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    append(one, 0, "a");
    append(one, 0, "a");
    append(one, 1, "b");
    append(other, 0, "c");
    append(one, 1, "b");
    assertEquals(List.of("a", "b", "c"), events());
    assertEquals(3, list().getFirst().bytes() / line("a").length());
  }

  /** An append whose answer is lost is sent again while the first may still be on its way. */
  @Test
  void nothingIsThereTwiceWhenTheSameIsAppendedAtTheSameTime() {
    UUID writer = UUID.randomUUID();
    for (int i = 0; i < 20; i++) {
      AppendRecording ask = of(writer, i, "event " + i);
      List<Future<Appended>> all = IntStream.range(0, 4)
          .mapToObj(n -> house.send(house.owner, Role.USER, TerminalContract.RECORDINGS_APPEND, ask)).toList();
      TerminalHouse.await(Future.all(all));
    }
    assertEquals(IntStream.range(0, 20).mapToObj(i -> "event " + i).toList(), events());
  }

  @Test
  void aFileIsReadPartByPart() {
    UUID writer = UUID.randomUUID();
    for (int i = 0; i < 20; i++) {
      append(writer, i, "event " + i);
    }
    FilePart first = part(null);
    assertTrue(first.text().startsWith("{\"version\":2,"), first::text);
    assertEquals(8, first.next());
    FilePart second = part(first.next());
    assertTrue(second.text().startsWith("[0.5, \"o\", \"event 8\"]"), second::text);
    assertNull(part(second.next()).next());
    assertEquals(20, events().size());
  }

  @Test
  void itIsKeptForAWhileAfterItsLastEvent() {
    UUID writer = UUID.randomUUID();
    append(writer, 0, "a");
    house.clock.advance(Duration.ofDays(20));
    append(writer, 1, "b");
    house.clock.advance(Duration.ofDays(20));
    house.ask(TerminalContract.PURGE, new Purge());
    assertEquals(1, list().size());
    house.clock.advance(Duration.ofDays(11));
    assertTrue(house.ask(TerminalContract.PURGE, new Purge()).recordings() > 0);
    assertEquals(0, list().size());
  }

  @Test
  void itsOwnerDeletesItAndNobodyElseReadsIt() {
    append(UUID.randomUUID(), 0, "a");
    UUID id = list().getFirst().id();
    House.refused(Failure.NOT_FOUND, house.send(UUID.randomUUID(), Role.USER,
        TerminalContract.RECORDINGS_DOWNLOAD, new DownloadRecording(session.id(), id, null)));
    house.ask(TerminalContract.RECORDINGS_REMOVE, new RemoveRecording(session.id(), id));
    assertEquals(0, list().size());
  }

  private static String line(String text) {
    return "[0.5, \"o\", \"" + text + "\"]\n";
  }

  private AppendRecording of(UUID writer, int sequence, String text) {
    return new AppendRecording(session.id(), writer, sequence, line(text), 80, 24, 0.5);
  }

  private void append(UUID writer, int sequence, String text) {
    house.ask(TerminalContract.RECORDINGS_APPEND, of(writer, sequence, text));
  }

  private FilePart part(Integer from) {
    return house.ask(TerminalContract.RECORDINGS_DOWNLOAD,
        new DownloadRecording(session.id(), list().getFirst().id(), from));
  }

  private List<Recording> list() {
    return house.ask(TerminalContract.RECORDINGS_LIST, new ListRecordings(session.id(), null, null)).items();
  }

  private List<String> events() {
    StringBuilder whole = new StringBuilder();
    for (FilePart part = part(null);; part = part(part.next())) {
      whole.append(part.text());
      if (part.next() == null) {
        return whole.toString().lines().skip(1).map(line -> line.split("\"")[3]).toList();
      }
    }
  }
}
