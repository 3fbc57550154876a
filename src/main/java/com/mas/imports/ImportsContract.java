package com.mas.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what people ask about tables that they upload. A kind says who may; to everybody else, and to another
 * tenant, its imports are {@code not_found}.
 */
@NullMarked
public final class ImportsContract {
  /** Shape of a kind's name. */
  private static final String KIND = "^[a-z][a-z-]{0,39}$";
  /** More than any file has. */
  private static final long ROWS = 100_000_000;
  private static final Duration UPLOAD_TIME = Duration.ofSeconds(30);

  public static final Reason WHOLE_UNDER_WAY = Reason.of(Failure.CONFLICT, "whole_under_way",
      "Another file for the same is being imported, and one of the two is wanted whole or not at all; or what such a"
          + " file wrote is being taken back. Wait until that is over, then try again.");

  private ImportsContract() {}

  /** A file is uploaded, checked, and imported when that was confirmed; the last three are final. */
  public enum State implements Word {
    UPLOADING, CHECKING, CHECKED, IMPORTING, COMPLETED, FAILED, CANCELLED;

    public boolean isOver() {
      return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    boolean isRunning() {
      return this == CHECKING || this == IMPORTING;
    }
  }

  /** @param required whether a file without it is refused; its cells must have a word then */
  public record ColumnShown(String key, String title, boolean required) {}

  /** @param subject what the id is of that an upload names as its subject; null: it names none */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Kind(String name, String title, @Nullable String subject, boolean allOrNothing,
      List<ColumnShown> columns) {}

  /** @param header as it stands in the file */
  public record Mapped(String column, String header) {}

  /**
   * Says how the file was understood.
   *
   * @param format {@code csv} or {@code xlsx}
   * @param encoding of a CSV, such as {@code UTF-8}; null for a sheet
   * @param delimiter of a CSV: a comma, semicolon, tab or bar; null for a sheet
   * @param sheet that is read; null for a CSV
   * @param headerRow counted from 1, as rows are everywhere
   * @param ignored headers that no column knows
   * @param notes for the person, such as that the encoding was guessed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Found(String format, @Nullable String encoding, @Nullable String delimiter, @Nullable String sheet,
      long headerRow, List<Mapped> columns, List<String> ignored, List<String> notes) {}

  /** Counts rows; {@code rows} is the sum of the others. */
  public record Tally(long rows, long added, long changed, long same, long refused) {}

  /**
   * @param subject what the file is for, such as the batch's id
   * @param found null until the file was looked at
   * @param percent of what is under way
   * @param checked what the check said would happen; null before it began
   * @param imported what has happened; null before it was confirmed
   * @param error why it failed, for a person
   * @param allOrNothing whether nothing is to stay when a row is refused
   * @param takenBackAt when what it had written before it failed was gone; null: that was not needed, or is to come
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Import(UUID id, String kind, @Nullable UUID subject, String name, State state, long bytes,
      @Nullable Found found, @Nullable Integer percent, @Nullable Tally checked, @Nullable Tally imported,
      @Nullable String error, boolean allOrNothing, @Nullable Instant takenBackAt, UUID madeBy, Instant createdAt,
      Instant changedAt, @Nullable Instant endedAt) {}

  /** @param word as it stands in the file; null: none, or one that cannot be shown */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Problem(@Nullable String column, @Nullable String word, String reason) {}

  /** @param row as a spreadsheet counts it */
  public record RefusedRow(long row, List<Problem> problems) {}

  /** A piece of a CSV file; {@code next} asks for the one after it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CsvPart(String text, @Nullable Long next) {}

  /** Lists what the caller may import. */
  public static final Request<ListKinds, Page<Kind>> KINDS =
      Request.list("imports.kind.list", ListKinds.class, Kind.class);

  public record ListKinds(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** Returns the header row of a kind, as a file to fill in. */
  public static final Request<GetTemplate, CsvPart> TEMPLATE =
      Request.of("imports.kind.template", GetTemplate.class, CsvPart.class);

  public record GetTemplate(@Pattern(regexp = KIND) @Size(max = 40) String kind,
      @Nullable @Min(0) @Max(ROWS) Long from) {}

  /**
   * Takes one part of a file, in their order; after the last one the check begins by itself. Fails with INVALID,
   * NOT_FOUND, TOO_LARGE, CONFLICT when too many files of the tenant wait, and {@link #WHOLE_UNDER_WAY}.
   */
  public static final Request<Upload, Import> UPLOAD =
      Request.of("imports.file.upload", Upload.class, Import.class, UPLOAD_TIME);

  /**
   * @param id of the import, from the second part on; null with the first
   * @param bytes in base64
   * @param last whether no part follows
   */
  public record Upload(@Nullable UUID id, @Pattern(regexp = KIND) @Size(max = 40) String kind, @Nullable UUID subject,
      @Nullable @Size(max = 200) String name, String bytes, boolean last) {
    @Override
    public String toString() {
      return "Upload[" + id + ", " + kind + "]";
    }
  }

  /** Newest first. */
  public static final Request<ListImports, Page<Import>> LIST =
      Request.list("imports.file.list", ListImports.class, Import.class);

  /** @param kind null: all that the caller may import; {@code subject} null: all */
  public record ListImports(@Nullable @Pattern(regexp = KIND) @Size(max = 40) String kind, @Nullable UUID subject,
      @Nullable State state, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<GetImport, Import> GET = Request.of("imports.file.get", GetImport.class, Import.class);

  public record GetImport(UUID id) {}

  /** Lists refused rows, of the import once it was confirmed, of the check before; in the order of the file. */
  public static final Request<ListRefused, Page<RefusedRow>> REFUSED =
      Request.list("imports.file.refused", ListRefused.class, RefusedRow.class);

  public record ListRefused(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** Returns the refused rows as they came, with a column of reasons; what is corrected there can be uploaded again. */
  public static final Request<RefusedFile, CsvPart> REFUSED_FILE =
      Request.of("imports.file.refused_csv", RefusedFile.class, CsvPart.class);

  /** @param from the row to begin with; 0 or null: the header */
  public record RefusedFile(UUID id, @Nullable @Min(0) @Max(ROWS) Long from) {}

  /**
   * Imports what was checked. Twice is as once; CONFLICT while it is not, UNPROCESSABLE when no row is good, and for
   * the whole file when one of its rows is refused; {@link #WHOLE_UNDER_WAY}.
   */
  public static final Request<ConfirmImport, Import> CONFIRM =
      Request.of("imports.file.confirm", ConfirmImport.class, Import.class);

  /** @param allOrNothing true: the whole file or nothing, where the kind offers that; null is false */
  public record ConfirmImport(UUID id, @Nullable Boolean allOrNothing) {
    public ConfirmImport(UUID id) {
      this(id, null);
    }
  }

  /** Ends it with the next rows; those that were imported stay. Twice is as once; CONFLICT when it is over. */
  public static final Request<CancelImport, Import> CANCEL =
      Request.of("imports.file.cancel", CancelImport.class, Import.class);

  public record CancelImport(UUID id) {}

  /** Ends uploads that broke off and checks that nobody confirmed, and removes old reports; of all tenants. */
  public static final Request<Purge, Purged> PURGE =
      Request.of("imports.old.purge", Purge.class, Purged.class, Duration.ofMinutes(2));

  public record Purge() {}

  public record Purged(int ended, int removed) {}
}
