package com.mas.domain.people.files;

import com.mas.domain.people.files.FilesContract.UploadState;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Bounds uploads in parts. */
final class UploadRules {
  /** Time without a piece after which a file that grows is complete. */
  static final Duration QUIET = Duration.ofMinutes(2);

  private UploadRules() {}

  /**
   * Returns when to try again to complete a file that grows; empty: it is completed now, or has been.
   *
   * @param state null: nothing of it has arrived
   * @param changedAt when its last piece arrived
   * @param until when pieces are waited for no more; null: they are not
   */
  static Optional<Instant> finishLater(@Nullable UploadState state, @Nullable Instant changedAt,
      @Nullable Instant until, Instant now) {
    if (until == null || !now.isBefore(until) || state != null && state != UploadState.UPLOADING) {
      return Optional.empty();
    }
    Instant next = (changedAt == null ? now : changedAt).plus(QUIET);
    return next.isAfter(now) ? Optional.of(next.isBefore(until) ? next : until) : Optional.empty();
  }

  /** @param bytes of the whole file, or most that it may have */
  static int mostParts(long bytes) {
    return Math.clamp((bytes + ObjectStore.PART_BYTES - 1) / ObjectStore.PART_BYTES, 1, ObjectStore.MOST_PARTS);
  }

  /** Returns most bytes that a part of the number may have. */
  static long partBytes(int number, long bytes) {
    return Math.clamp(bytes - (long) (number - 1) * ObjectStore.PART_BYTES, 1, ObjectStore.PART_BYTES);
  }

  static long sum(List<Part> parts) {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * Returns what is wrong with the parts that have arrived; null when they make the file.
   *
   * @param declared bytes that were announced; null: none
   */
  static String missing(List<Part> parts, Long declared, long most) {
    int last = parts.isEmpty() ? 0 : parts.getLast().number();
    List<Integer> gaps = IntStream.rangeClosed(1, declared == null ? Math.max(1, last) : mostParts(declared))
        .filter(number -> parts.stream().noneMatch(each -> each.number() == number)).boxed().limit(20).toList();
    if (!gaps.isEmpty()) {
      return "Parts have not arrived: " + gaps + ". Send them and complete the upload again.";
    }
    int small = parts.stream().limit(parts.size() - 1L).filter(each -> each.bytes() < 5 << 20).map(Part::number)
        .findFirst().orElse(0);
    if (small > 0) {
      return "Part " + small + " is too small. Each part but the last has at least 5 MiB; send it again.";
    }
    long sum = sum(parts);
    if (declared != null && sum != declared) {
      return "The parts have " + sum + " bytes together, not the " + declared + " that were announced. Send those"
          + " again that are wrong.";
    }
    return null;
  }

  /** Returns the parts that make a file when an upload has broken off: the first ones, without a gap. */
  static List<Part> salvaged(List<Part> parts) {
    int good = 0;
    while (good < parts.size() && parts.get(good).number() == good + 1
        && (good == 0 || parts.get(good - 1).bytes() >= 5 << 20)) {
      good++;
    }
    return List.copyOf(parts.subList(0, good));
  }
}
