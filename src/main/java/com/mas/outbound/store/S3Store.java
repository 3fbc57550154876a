package com.mas.outbound.store;

import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Client.Listing;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.s3.S3Place;
import com.mas.outbound.s3.SigV4;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A bucket of an object store. */
public final class S3Store implements ObjectStore {
  private static final String TYPE = "application/octet-stream";

  private final S3Client client;
  private final S3Place open;
  private final SigV4.Keys keys;

  /** @param open by which browsers reach the bucket; often the place that the client has */
  public S3Store(S3Client client, S3Place open, SigV4.Keys keys) {
    this.client = client;
    this.open = open;
    this.keys = keys;
  }

  @Override
  public String begin(String key) {
    return client.begin(key, TYPE).await();
  }

  @Override
  public Optional<List<Part>> parts(String key, String upload) {
    return client.parts(key, upload).await();
  }

  @Override
  public boolean complete(String key, String upload, List<Part> parts) {
    return client.complete(key, upload, parts).await().isPresent();
  }

  @Override
  public void abort(String key, String upload) {
    client.abort(key, upload).await();
  }

  @Override
  public Part putPart(String key, String upload, int number, byte[] bytes) {
    return client.putPart(key, upload, number, bytes).await();
  }

  @Override
  public void put(String key, byte[] bytes) {
    client.put(key, bytes, TYPE).await();
  }

  @Override
  public OptionalLong size(String key) {
    return client.head(key).await().map(head -> OptionalLong.of(head.bytes())).orElse(OptionalLong.empty());
  }

  @Override
  public byte[] read(String key, long from, int bytes) {
    return client.read(key, from, bytes).await();
  }

  @Override
  public void delete(String key) {
    client.delete(key).await();
  }

  @Override
  public Listing list(String after) {
    return client.list("", after).await();
  }

  @Override
  public String address(String method, String key, Map<String, String> query, Instant now, Duration valid) {
    return S3Client.presign(open, keys, method, key, query, now, valid);
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public String identity() {
    return open.endpoint() + " " + open.bucket();
  }
}
