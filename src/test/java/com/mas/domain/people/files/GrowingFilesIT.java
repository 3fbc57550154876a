package com.mas.domain.people.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.domain.people.files.FilesContract.*;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Files that come piece by piece while they are made. */
class GrowingFilesIT extends FilesHouse {
  private static final byte[] SOUND =
      SampleFiles.joined(SampleFiles.bytes("\u001aE\u00df\u00a3\u0093B\u0082\u0088webm"),
          new byte[200_000]);

  private final UUID subject = UUID.randomUUID();

  private TakePiece piece(int from, int to, boolean last) {
    return new TakePiece("slices", subject, "sound", from, base64(Arrays.copyOfRange(SOUND, from, to)), last);
  }

  private Grown send(int from, int to, boolean last) {
    return house.ask(asha, FilesContract.PIECE, piece(from, to, last));
  }

  private byte[] stored() {
    String key = objects().getFirst();
    return store.read(key, 0, Math.toIntExact(store.size(key).orElseThrow()));
  }

  private boolean isFinished(UUID person) {
    return house.ask(house.product(), FilesContract.FINISH, new FinishGrown("slices", subject, person)).finished();
  }

  @Test
  void piecesAreAFileInTheEndAlsoWhenTheyAreSentTwice() {
    assertEquals(70_000, send(0, 70_000, false).bytes());
    assertEquals(70_000, send(0, 70_000, false).bytes());
    assertEquals(140_000, send(70_000, 140_000, false).bytes());
    assertEquals(140_000, send(0, 70_000, false).bytes());
    Grown whole = send(140_000, SOUND.length, true);
    assertEquals(new Grown(whole.id(), SOUND.length, UploadState.READY), whole);
    assertEquals(whole, send(140_000, SOUND.length, true));
    assertArrayEquals(SOUND, stored());
    assertEquals(1, house.number("SELECT count(*) FROM files.file"));
    assertEquals("upload_over", reason(house.refused(Failure.CONFLICT, asha, FilesContract.PIECE,
        new TakePiece("slices", subject, "sound", SOUND.length, base64(new byte[10]), false))));
  }

  @Test
  void aGapIsToldWithWhereToGoOn() {
    send(0, 70_000, false);
    for (int from : List.of(70_001, 69_999)) {
      FailureException gap = house.refused(Failure.CONFLICT, asha, FilesContract.PIECE, piece(from, 140_000, false));
      assertEquals("pieces_missing", reason(gap));
      assertEquals(from < 70_000, gap.detail().message().startsWith("Some of these bytes have come before"));
      assertEquals(70_000, Json.read(Json.write(gap.detail().data()), Grown.class).bytes());
    }
    assertEquals("upload_unknown", reason(house.refused(Failure.NOT_FOUND, ravi, FilesContract.PIECE,
        piece(70_000, 140_000, false))));
    send(70_000, SOUND.length, true);
    assertArrayEquals(SOUND, stored());
  }

  @Test
  void manyAtOnceWithTheSamePieceMakeOneFile() {
    List<Future<Grown>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(house.send(asha, FilesContract.PIECE, piece(0, 70_000, false)));
    }
    asked.forEach(each -> assertEquals(70_000, House.await(each).bytes()));
    assertEquals(1, house.number("SELECT count(*) FROM files.version"));
    assertEquals(70_000, house.number("SELECT sum(length(bytes)) FROM files.staged"));
  }

  @Test
  void whatHasComeIsCompletedWhenItsSenderIsGone() {
    send(0, 150_000, false);
    assertFalse(isFinished(ravi));
    assertTrue(isFinished(asha));
    assertFalse(isFinished(asha));
    check();
    assertArrayEquals(Arrays.copyOf(SOUND, 150_000), stored());
  }

  @Test
  void aRestThatStillArrivesIsWaitedForUntilItsTime() {
    Instant stopped = house.clock.instant();
    FinishGrown ask = new FinishGrown("slices", subject, asha, stopped.plusSeconds(900));
    assertFalse(house.ask(house.product(), FilesContract.FINISH, ask).finished(), "nothing has come yet");
    house.clock.advance(Duration.ofSeconds(100));
    send(0, 70_000, false);
    house.clock.advance(Duration.ofSeconds(20));
    assertFalse(house.ask(house.product(), FilesContract.FINISH, ask).finished());
    assertEquals(List.of(stopped.plusSeconds(120).toString(), stopped.plusSeconds(220).toString()), house.column("""
        SELECT to_char(run_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM jobs.every_job
         WHERE address = 'files.piece.finish' ORDER BY run_at"""));
    send(70_000, 140_000, false);
    house.clock.set(stopped.plusSeconds(899));
    send(140_000, 150_000, false);
    assertFalse(house.ask(house.product(), FilesContract.FINISH, ask).finished());
    house.clock.set(stopped.plusSeconds(900));
    assertTrue(house.ask(house.product(), FilesContract.FINISH, ask).finished());
    assertFalse(house.ask(house.product(), FilesContract.FINISH, ask).finished());
  }

  @Test
  void oneThatNobodyFinishesIsSavedByTheSweep() {
    Grown begun = send(0, 150_000, false);
    house.clock.advance(Duration.ofHours(25));
    assertEquals(0, sweep().expired());
    check();
    assertEquals(150_000, get(asha, begun.id()).bytes());
    assertEquals(0, house.number("SELECT count(*) FROM files.staged"));
  }

  @Test
  void bytesBeyondTheMostAFileMayHaveCompleteIt() {
    int half = 31 * MIB;
    house.ask(asha, FilesContract.PIECE, new TakePiece("slices", subject, "sound", 0,
        base64(Arrays.copyOf(SOUND, half)), false));
    assertEquals("file_too_large", reason(house.refused(Failure.TOO_LARGE, asha, FilesContract.PIECE,
        new TakePiece("slices", subject, "sound", half, base64(new byte[half]), false))));
    check();
    assertEquals(half, store.size(objects().getFirst()).orElseThrow());
  }
}
