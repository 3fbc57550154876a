package com.mas.realtime.meeting;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.FinishGrown;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.realtime.meeting.RecordRepository.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Ends the recording of a room. The browser that makes it sends the rest and completes the file; what a browser that
 * crashed has sent is completed without it.
 */
record RecordingEnd(RecordRepository records, Jobs jobs) {
  private static final Duration REST = Duration.ofMinutes(2);
  /** After the stop, for which the file waits for a rest that still arrives. */
  private static final Duration LATEST_REST = Duration.ofMinutes(15);
  /** After the stop, when nothing is added any more. */
  static final Duration CLOSED = Duration.ofMinutes(20);
  static final String QUEUE = "databaseQueue";

  /** Returns the recording that ran. */
  Optional<UUID> stop(Call call, Tx tx, UUID room, Instant now) {
    Optional<Stopped> stopped = records.stop(tx, room, now);
    stopped.ifPresent(each -> jobs.store(tx, FilesContract.FINISH,
        new FinishGrown(FilesContract.RECORDING.name(), each.id(), each.startedBy(), now.plus(LATEST_REST)),
        JobOptions.on(QUEUE).because(call).at(now.plus(REST))));
    return stopped.map(Stopped::id);
  }
}
