package com.mas.domain.people.files;

import com.mas.db.Table;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Place;
import com.mas.outbound.s3.SigV4;
import com.mas.outbound.store.LocalStore;
import com.mas.outbound.store.ObjectStore;
import com.mas.outbound.store.S3Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/** Declares files: where their bytes are kept, how many there may be, and how long they live. */
public final class FilesModule extends DomainModule {
  private static final int MOST_THROUGH_MB = 256;
  private static final String REMOVED = "files.store.sweep, each night";

  /** Makes the store when the domain starts; not before, so that a mistake in the settings is told first. */
  @FunctionalInterface
  interface Opening {
    ObjectStore open(Parts parts);
  }

  public FilesModule() {
    super("files", FilesContract.class);
    page(ConsolePage.of(58, "manage", "files", "folder", "Files",
        "What people have uploaded, who opened it, and the space it takes", "role:ADMIN"));
    tables(
        Table.of("files.file").person("owner").removed("as their kinds say, by " + REMOVED),
        Table.of("files.version").partOf("files.file", "file_id").by("made_by").hides("key", "upload", "picture")
            .nobody("name").goesWith("files.file"),
        Table.of("files.staged").partOf("files.version", "version_id").hides("bytes").goesWith("files.version"),
        Table.of("files.opening").person("person").keeps(Duration.ofDays(365), "at"),
        Table.of("files.garbage").removed(REMOVED),
        Table.of("files.place").never("all servers keep files in one place"));
    on(PersonContract.ERASED, JobOptions.on("databaseQueue"));
    schedule(Schedule.cron("15 3 * * *", ZoneId.of("Asia/Kolkata"), "files-sweep", "cleanupQueue", FilesContract.SWEEP,
        new FilesContract.Sweep()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    UploadService.Bounds bounds = new UploadService.Bounds((long) from.number("FILES_QUOTA_GB", 1, 1_000_000) << 30,
        (long) from.number("FILES_UPLOAD_MB", 1, MOST_THROUGH_MB) << 20, from.flag("USE_DIRECT_S3_UPLOAD"));
    Opening opening = from.text("AWS_S3_BUCKET").isEmpty() ? local(from) : outside(from);
    return (parts, capacity) -> new FilesVerticle(parts, capacity, opening.open(parts), bounds);
  }

  private static Opening local(SettingsReader from) {
    Path folder = from.text("FILES_DIR").isEmpty() ? Path.of(from.text("DATA_DIR"), "files")
        : Path.of(from.text("FILES_DIR"));
    String open = from.url("FILES_PUBLIC_URL", "http", "https").replaceFirst("/+$", "");
    for (String unused : new String[] {"AWS_REGION", "AWS_S3_ENDPOINT", "AWS_S3_PUBLIC_ENDPOINT", "AWS_S3_PATH_STYLE",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}) {
      from.text(unused);
    }
    return parts -> LocalStore.open(folder.toAbsolutePath().normalize(), open);
  }

  private static Opening outside(SettingsReader from) {
    String region = from.text("AWS_REGION");
    String bucket = from.text("AWS_S3_BUCKET");
    String endpoint = from.url("AWS_S3_ENDPOINT", "http", "https");
    boolean pathStyle = from.flag("AWS_S3_PATH_STYLE");
    S3Place place = endpoint.isEmpty() ? S3Place.amazon(region, bucket)
        : new S3Place(endpoint, region, bucket, pathStyle);
    String open = from.url("AWS_S3_PUBLIC_ENDPOINT", "http", "https");
    SigV4.Keys keys = SigV4.Keys.of(from.text("AWS_ACCESS_KEY_ID"), from.text("AWS_SECRET_ACCESS_KEY"));
    from.require(!keys.id().isEmpty() && !keys.secret().isEmpty(),
        "AWS_S3_BUCKET needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    from.require(bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"), "AWS_S3_BUCKET is no name of a bucket");
    from.text("FILES_DIR");
    from.text("FILES_PUBLIC_URL");
    return parts -> new S3Store(S3Client.of(parts.outbound(S3Client.polite("File store", place)), place, keys,
        parts.clock()), open.isEmpty() ? place : new S3Place(open, region, bucket, pathStyle), keys);
  }
}
