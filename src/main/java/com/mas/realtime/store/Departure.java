package com.mas.realtime.store;

import com.mas.outbound.store.LocalStore;
import com.mas.realtime.store.StoreHandler.Ask;
import com.mas.realtime.store.StoreHandler.Refused;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends an object, or a range of it, from the disk. Whatever it is, a browser saves it and shows nothing of it: it is
 * an attachment, of the type that was signed, in a sandbox of its own.
 */
final class Departure {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
  /** A name that a header can carry; a signed one is made by the domain. */
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]{1,1000}");

  private final Vertx vertx;
  private final LocalStore store;
  private final Ask ask;
  private final HttpServerRequest request;
  private final BiConsumer<HttpServerRequest, Throwable> refuse;

  private record Found(Path file, long bytes, Instant at) {}

  Departure(Vertx vertx, LocalStore store, Ask ask, BiConsumer<HttpServerRequest, Throwable> refuse) {
    this.vertx = vertx;
    this.store = store;
    this.ask = ask;
    this.request = ask.request();
    this.refuse = refuse;
  }

  void send() {
    request.resume();
    vertx.executeBlocking(() -> {
      Path file = store.find(ask.key()).orElseThrow(() -> new Refused(404, "NoSuchKey", "There is no such object."));
      return new Found(file, Files.size(file), Files.getLastModifiedTime(file).toInstant());
    }, false).onSuccess(this::send).onFailure(e -> refuse.accept(request, e));
  }

  private void send(Found found) {
    HttpServerResponse response = request.response();
    String etag = "\"" + etag(found.bytes, found.at) + "\"";
    response.putHeader("etag", etag).putHeader("accept-ranges", "bytes")
        .putHeader("last-modified", StoreHandler.http(found.at)).putHeader("cache-control", "private, no-transform")
        .putHeader("content-encoding", "identity")
        .putHeader("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
        .putHeader("cross-origin-resource-policy", "cross-origin")
        .putHeader(HttpHeaders.CONTENT_TYPE, plain("response-content-type", "application/octet-stream"))
        .putHeader("content-disposition", plain("response-content-disposition", "attachment"));
    if (etag.equals(request.getHeader("if-none-match"))) {
      response.setStatusCode(304).end();
      return;
    }
    String range = request.getHeader("range");
    String condition = request.getHeader("if-range");
    long from = 0;
    long to = found.bytes - 1;
    if (range != null && (condition == null || condition.equals(etag))) {
      Matcher wanted = RANGE.matcher(range);
      if (wanted.matches() && !range.equals("bytes=-")) { // several ranges at once, or other units: all of it
        boolean suffix = wanted.group(1).isEmpty();
        from = suffix ? Math.max(0, found.bytes - Long.parseLong(wanted.group(2))) : Long.parseLong(wanted.group(1));
        to = suffix || wanted.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(wanted.group(2)));
        if (from > to) {
          response.putHeader("content-range", "bytes */" + found.bytes);
          refuse.accept(request, new Refused(416, "InvalidRange", "The object has " + found.bytes + " bytes."));
          return;
        }
        response.setStatusCode(206).putHeader("content-range", "bytes " + from + "-" + to + "/" + found.bytes);
      }
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(to - from + 1));
    if (request.method().name().equals("HEAD") || found.bytes == 0) {
      response.end();
    } else {
      response.sendFile(found.file.toString(), from, to - from + 1)
          .onFailure(gone -> request.connection().close()); // in the middle, or nobody takes it
    }
  }

  private String plain(String name, String otherwise) {
    String value = ask.get(name);
    return PLAIN.matcher(value).matches() ? value : otherwise;
  }

  static String etag(Path file) {
    try {
      return etag(Files.size(file), Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      throw new UncheckedIOException("a file is gone", e);
    }
  }

  /** An object is never changed in its place, so its length and its time tell it. */
  static String etag(long bytes, Instant at) {
    return Long.toHexString(bytes) + "-" + Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
  }
}
