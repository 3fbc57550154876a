package com.mas.domain.people.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.files.FilesContract.*;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Subscription;
import com.mas.jobs.Subscriptions;
import com.mas.module.FileKind;
import com.mas.module.Installation;
import com.mas.module.Parts;
import com.mas.outbound.store.LocalStore;
import com.mas.outbound.store.ObjectStore;
import com.mas.testkit.House;
import com.mas.testkit.TestInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A house with files: a real database and a real folder. */
abstract class FilesHouse {
  static final int MIB = 1 << 20;
  static final long QUOTA = 100L * MIB;
  static final FileKind SLICES = new FileKind("slices", "Slices", 60L * MIB,
      FilesContract.RECORDING.types(), List.of("user"), List.of("role:ADMIN"), 1, Duration.ofDays(30), true);

  final UUID asha = UUID.randomUUID();
  final UUID ravi = UUID.randomUUID();
  final UUID admin = UUID.randomUUID();
  @TempDir Path folder;
  LocalStore store;
  House house;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder, "");
    house = new House("2026-03-10T09:00:00Z");
    deploy(store, true);
  }

  void deploy(ObjectStore at, boolean direct) {
    Installation plain = TestInstallation.PLAIN;
    Installation here = new Installation(plain.node(), plain.tenants(), plain.secrets(), plain.privateHosts(),
        plain.phones(), plain.freeDisk(), plain.flags(), plain.queues(), plain.schedules(), plain.imports(),
        List.of(FilesContract.PROFILE_PICTURE, FilesContract.RESUME, FilesContract.DOCUMENT, SLICES));
    Subscriptions told = Subscriptions.of(List.of(FilesContract.READY),
        List.of(new Subscription<>(FilesContract.READY, "portal", JobOptions.on("databaseQueue"))));
    house.deploy(new FilesVerticle(new Parts(house.vertx, house.bus, house.db, null, here, Map.of(), told),
        new Capacity("files", 2, 100), at, new UploadService.Bounds(QUOTA, 20L * MIB, direct)));
  }

  @AfterEach
  void close() {
    house.close();
  }

  File take(UUID who, String kind, String name, byte[] bytes) {
    return house.ask(who, FilesContract.TAKE, new TakeFile(null, kind, name, null, null, base64(bytes), true));
  }

  FailureException refusedTake(String kind, byte[] bytes) {
    return house.refused(Failure.UNSUPPORTED_MEDIA_TYPE, asha, FilesContract.TAKE,
        new TakeFile(null, kind, "innocent.pdf", null, null, base64(bytes), true));
  }

  Upload begin(UUID who, String kind, Long bytes) {
    return house.ask(who, FilesContract.BEGIN, new BeginUpload(kind, "a.pdf", null, null, bytes));
  }

  /** Sends as a browser does, past the product. */
  void send(Upload upload, int number, byte[] bytes) {
    String key = house.text("SELECT key FROM files.version WHERE id = ?", upload.id());
    store.putPart(key, house.text("SELECT upload FROM files.version WHERE id = ?", upload.id()), number, bytes);
  }

  File get(UUID who, UUID id) {
    return house.ask(who, FilesContract.GET, new GetFile(id));
  }

  void check() {
    for (String id : house.column("SELECT id::text FROM files.version WHERE state = 'checking'")) {
      assertEquals(1, house.number("SELECT count(*) FROM jobs.job WHERE unique_key = 'file ' || ?", id));
      house.run(FilesContract.CHECK, new CheckVersion(UUID.fromString(id)));
    }
  }

  Swept sweep() {
    return house.run(FilesContract.SWEEP, new Sweep());
  }

  Usage usage() {
    return house.ask(house.as(admin, Role.ADMIN), FilesContract.USAGE, new GetUsage());
  }

  List<String> objects() {
    return store.list("").objects().stream().map(each -> each.key()).toList();
  }

  long uploadsInFolder() {
    try (Stream<Path> found = Files.list(folder.resolve("uploads"))) {
      return found.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static byte[] pdf(int length) {
    byte[] whole = new byte[length];
    new Random(length).nextBytes(whole);
    byte[] head = SampleFiles.bytes("%PDF-1.7\n");
    byte[] end = SampleFiles.bytes("\n%%EOF\n");
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(end, 0, whole, length - end.length, end.length);
    return whole;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String reason(FailureException refusal) {
    return refusal.detail().reason();
  }
}
