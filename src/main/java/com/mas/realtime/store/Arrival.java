package com.mas.realtime.store;

import com.mas.outbound.s3.SigV4;
import com.mas.outbound.store.LocalStore;
import com.mas.outbound.store.ObjectStore;
import com.mas.realtime.store.StoreHandler.Ask;
import com.mas.realtime.store.StoreHandler.Refused;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/** Takes an object, or a part of one, from a connection onto the disk, at the pace of the disk. Of one event loop. */
final class Arrival {
  /** Most of one body, where the address does not say less. */
  private static final long MOST = 5L << 30;
  /** Bytes that stay free on the disk, for the database and for all else. */
  private static final long SPARE = 256L << 20;
  static final String MOST_BYTES = "x-most-bytes";

  private final Vertx vertx;
  private final LocalStore store;
  private final Ask ask;
  private final HttpServerRequest request;
  private final BiConsumer<HttpServerRequest, Throwable> refuse;
  private final MessageDigest md5 = digest("MD5");
  private final MessageDigest sha256;
  private final Path file;
  private long bytes;
  private boolean over;

  Arrival(Vertx vertx, LocalStore store, Ask ask, BiConsumer<HttpServerRequest, Throwable> refuse) {
    this.vertx = vertx;
    this.store = store;
    this.ask = ask;
    this.request = ask.request();
    this.refuse = refuse;
    this.sha256 = ask.payload().equals(SigV4.UNSIGNED) ? null : digest("SHA-256");
    this.file = store.arriving();
  }

  void take() {
    boolean isPart = ask.has("partNumber");
    if (isPart && (ask.number("partNumber", 0, ObjectStore.MOST_PARTS) < 1 || ask.get("uploadId").isEmpty())) {
      throw new Refused(400, "InvalidArgument", "A part has a number of 1 to 10000, and an upload.");
    }
    if (request.getHeader("x-amz-copy-source") != null) {
      throw new Refused(501, "NotImplemented", "Objects are not copied here.");
    }
    String told = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (told == null || !told.matches("\\d{1,18}")) {
      throw new Refused(411, "MissingContentLength", "Say how long the body is.");
    }
    long length = Long.parseLong(told);
    String most = ask.get(MOST_BYTES);
    if (length > (most.matches("\\d{1,18}") ? Long.parseLong(most) : MOST)) {
      throw new Refused(400, "EntityTooLarge", "The body is larger than this address allows.");
    }
    vertx.executeBlocking(() -> {
      if (store.free() - length < SPARE) {
        throw new Refused(507, "InsufficientStorage", "The disk of this server is full. Try again later.");
      }
      if (isPart && store.parts(ask.key(), ask.get("uploadId")).isEmpty()) {
        throw StoreHandler.gone();
      }
      return null;
    }, false).compose(free -> vertx.fileSystem().open(file.toString(),
        new OpenOptions().setRead(false).setWrite(true).setCreateNew(true)))
        .onFailure(this::fail).onSuccess(this::pump);
  }

  private void pump(AsyncFile to) {
    if (request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
    to.exceptionHandler(broken -> drop(to, broken));
    request.exceptionHandler(gone -> drop(to, null));
    request.handler(chunk -> {
      if (!over) {
        add(to, chunk);
      }
    });
    request.endHandler(end -> {
      if (!over) {
        over = true;
        to.close().compose(closed -> vertx.executeBlocking(this::keep, false)).onFailure(this::fail)
            .onSuccess(kept -> request.response().putHeader("etag", "\"" + kept + "\"").end());
      }
    });
    request.resume();
  }

  private void add(AsyncFile to, Buffer chunk) {
    byte[] got = chunk.getBytes();
    bytes += got.length;
    md5.update(got);
    if (sha256 != null) {
      sha256.update(got);
    }
    to.write(chunk);
    if (to.writeQueueFull()) {
      request.pause();
      to.drainHandler(room -> request.resume());
    }
  }

  /** Puts the whole body in its place, once the disk has it, and returns its ETag. */
  private String keep() throws IOException {
    try {
      byte[] hash = md5.digest();
      String given = request.getHeader("content-md5");
      if (given != null && !given.equals(Base64.getEncoder().encodeToString(hash))) {
        throw new Refused(400, "BadDigest", "The body is not the one whose Content-MD5 was given.");
      }
      if (sha256 != null && !HexFormat.of().formatHex(sha256.digest()).equals(ask.payload())) {
        throw new Refused(400, "XAmzContentSHA256Mismatch", "The body is not the one that was signed.");
      }
      if (Files.size(file) != bytes) {
        throw new IOException("the disk has not taken all of a file");
      }
      try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      String etag = HexFormat.of().formatHex(hash);
      if (!ask.has("partNumber")) {
        store.put(ask.key(), file);
        return Departure.etag(store.find(ask.key()).orElseThrow());
      }
      if (!store.putPart(ask.key(), ask.get("uploadId"), ask.number("partNumber", 1, ObjectStore.MOST_PARTS), etag,
          file)) {
        throw StoreHandler.gone();
      }
      return etag;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** @param broken null: the client is gone */
  private void drop(AsyncFile to, Throwable broken) {
    if (!over) {
      over = true;
      to.close().onComplete(closed -> vertx.fileSystem().delete(file.toString()));
      if (broken != null) {
        fail(broken);
      }
    }
  }

  private void fail(Throwable cause) {
    over = true;
    refuse.accept(request, cause);
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
