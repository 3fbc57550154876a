package com.mas.outbound.store;

import com.mas.outbound.s3.S3Client.Listing;
import com.mas.outbound.s3.S3Client.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A place for objects by key. Waits; call on a virtual thread. All of it may be repeated. Thread-safe. */
public interface ObjectStore {
  /** Bytes of all parts of an upload but the last. */
  int PART_BYTES = 8 << 20;
  /** Most parts of an upload. */
  int MOST_PARTS = 10_000;

  /** Begins an upload in parts and returns its id. */
  String begin(String key);

  /** Returns the parts that have arrived, by number; empty when there is no such upload (any more). */
  Optional<List<Part>> parts(String key, String upload);

  /** Makes an object of the parts; false when there is no such upload (any more): it may have been done before. */
  boolean complete(String key, String upload, List<Part> parts);

  /** Throws the parts away. */
  void abort(String key, String upload);

  /** @param bytes at most {@link #PART_BYTES} */
  Part putPart(String key, String upload, int number, byte[] bytes);

  /** @param bytes at most {@link #PART_BYTES} */
  void put(String key, byte[] bytes);

  /** Returns the bytes of an object; empty where there is none. */
  OptionalLong size(String key);

  /** Reads some of an object, at most {@link #PART_BYTES}; fewer at its end. NOT_FOUND where there is none. */
  byte[] read(String key, long from, int bytes);

  void delete(String key);

  /** Lists objects by key, a page at a time. */
  Listing list(String after);

  /**
   * Returns an address with which anybody may do one thing until it expires; it begins with a slash where the server's
   * own address is not configured.
   *
   * @param query further parameters that are signed
   */
  String address(String method, String key, Map<String, String> query, Instant now, Duration valid);

  /** Names the place for operators: {@code local}, or {@code s3}. */
  String name();

  /** Returns a name that all nodes see alike; they share the place if and only if it is the same. */
  String identity();
}
