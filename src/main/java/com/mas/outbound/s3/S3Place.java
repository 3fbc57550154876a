package com.mas.outbound.s3;

import java.net.URI;

/**
 * Says where a bucket is.
 *
 * @param endpoint scheme and host of the store, perhaps a port, such as {@code https://s3.ap-south-1.amazonaws.com}
 * @param pathStyle whether the bucket is the first part of the path; else of the host's name
 */
public record S3Place(String endpoint, String region, String bucket, boolean pathStyle) {
  public S3Place {
    endpoint = endpoint.replaceAll("/+$", "");
  }

  /** Returns Amazon's own store of the region. */
  public static S3Place amazon(String region, String bucket) {
    return new S3Place("https://s3." + region + ".amazonaws.com", region, bucket, false);
  }

  /** Returns the URL that all calls about the bucket begin with; for the {@link com.mas.outbound.HttpCaller}. */
  public String site() {
    URI uri = URI.create(endpoint);
    return pathStyle ? endpoint : uri.getScheme() + "://" + bucket + "." + uri.getRawAuthority() + path(uri);
  }

  /** Returns the value of {@code Host}, without a port that the scheme has anyhow. */
  String host() {
    URI uri = URI.create(site());
    boolean usual = uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
    return usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /**
   * Returns the path below {@link #site()}, not escaped.
   *
   * @param key of an object; empty for the bucket itself
   */
  String path(String key) {
    return pathStyle ? "/" + bucket + (key.isEmpty() ? "" : "/" + key) : "/" + key;
  }

  /** Returns the path that is signed, not escaped: that of the site belongs to it. */
  String signedPath(String key) {
    return path(URI.create(endpoint)) + path(key);
  }

  private static String path(URI uri) {
    return uri.getPath() == null ? "" : uri.getPath();
  }
}
