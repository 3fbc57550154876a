package com.mas.outbound.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as AWS Signature Version 4 wants it, in headers or in the query of an address. Paths and queries are
 * given as they read, not escaped. Paths are not normalized: in an object's key each sign counts. Immutable.
 *
 * @param service {@code s3}, but for other services of the same scheme
 */
public record SigV4(Keys keys, String region, String service) {
  /** Stands for the hash of a body that is not signed. */
  public static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  public static final String ALGORITHM = "AWS4-HMAC-SHA256";
  public static final String SIGNATURE = "X-Amz-Signature";
  public static final String DATE = "X-Amz-Date";
  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String HMAC = "HmacSHA256";
  private static final String END = "aws4_request";

  /**
   * Opens an account of a store.
   *
   * @param session empty for a lasting key
   */
  public record Keys(String id, String secret, String session) {
    public static Keys of(String id, String secret) {
      return new Keys(id, secret, "");
    }

    /** The secret is not for logs. */
    @Override
    public String toString() {
      return "Keys[" + id + "]";
    }
  }

  /** One parameter of a query, or one header. */
  public record Field(String name, String value) {}

  /**
   * A request before it is signed.
   *
   * @param headers all that are to be signed, {@code host} among them
   * @param payload SHA-256 of the body in lower-case hexadecimal digits, or {@link #UNSIGNED}
   */
  public record Ask(String method, String path, List<Field> query, List<Field> headers, String payload) {
    public Ask {
      query = List.copyOf(query);
      headers = List.copyOf(headers);
    }
  }

  public static SigV4 s3(Keys keys, String region) {
    return new SigV4(keys, region, "s3");
  }

  /** Returns the value of {@code Authorization}; {@code x-amz-date} of this instant is among the headers. */
  public String authorization(Ask ask, Instant at) {
    return ALGORITHM + " Credential=" + keys.id + "/" + scope(at) + ", SignedHeaders=" + signedHeaders(ask)
        + ", Signature=" + signature(ask, at);
  }

  /** Returns the query, escaped, that lets anybody send the request until it expires; seconds count. */
  public List<Field> presigned(Ask ask, Instant at, Duration valid) {
    List<Field> query = new ArrayList<>(ask.query);
    query.add(new Field("X-Amz-Algorithm", ALGORITHM));
    query.add(new Field("X-Amz-Credential", keys.id + "/" + scope(at)));
    query.add(new Field(DATE, TIME.format(at)));
    query.add(new Field("X-Amz-Expires", Long.toString(valid.toSeconds())));
    if (!keys.session.isEmpty()) {
      query.add(new Field("X-Amz-Security-Token", keys.session));
    }
    query.add(new Field("X-Amz-SignedHeaders", signedHeaders(ask)));
    String signature = signature(new Ask(ask.method, ask.path, query, ask.headers, ask.payload), at);
    query.add(new Field(SIGNATURE, signature));
    return query;
  }

  /** Returns the signature of a request that has all it signs, in hexadecimal digits. */
  public String signature(Ask ask, Instant at) {
    byte[] key = hmac(("AWS4" + keys.secret).getBytes(StandardCharsets.UTF_8), TIME.format(at).substring(0, 8));
    return HexFormat.of().formatHex(hmac(hmac(hmac(hmac(key, region), service), END), toSign(ask, at)));
  }

  String toSign(Ask ask, Instant at) {
    return ALGORITHM + "\n" + TIME.format(at) + "\n" + scope(at) + "\n"
        + sha256(canonical(ask).getBytes(StandardCharsets.UTF_8));
  }

  static String canonical(Ask ask) {
    TreeMap<String, String> headers = new TreeMap<>();
    ask.headers.forEach(each -> headers.merge(each.name.toLowerCase(Locale.ROOT),
        each.value.strip().replaceAll("\\s+", " "), (first, more) -> first + "," + more));
    return ask.method + "\n" + path(ask.path) + "\n" + query(ask.query) + "\n"
        + headers.entrySet().stream().map(each -> each.getKey() + ":" + each.getValue() + "\n")
            .collect(Collectors.joining())
        + "\n" + String.join(";", headers.keySet()) + "\n" + ask.payload;
  }

  /** Returns {@code day/region/service/aws4_request}. */
  public String scope(Instant at) {
    return TIME.format(at).substring(0, 8) + "/" + region + "/" + service + "/" + END;
  }

  private static String signedHeaders(Ask ask) {
    return ask.headers.stream().map(each -> each.name.toLowerCase(Locale.ROOT)).distinct().sorted()
        .collect(Collectors.joining(";"));
  }

  /** Escapes a query, ordered as it is signed; so it may be sent, too. */
  public static String query(List<Field> fields) {
    return fields.stream().map(each -> new Field(escaped(each.name), escaped(each.value)))
        .sorted(Comparator.comparing(Field::name).thenComparing(Field::value))
        .map(each -> each.name + "=" + each.value).collect(Collectors.joining("&"));
  }

  /** Escapes a path, whose slashes stay. */
  public static String path(String path) {
    return path.isEmpty() ? "/" : escaped(path).replace("%2F", "/");
  }

  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z' || each >= '0' && each <= '9' || each == '-'
          || each == '_' || each == '.' || each == '~') {
        out.append((char) each);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return out.toString();
  }

  /** Returns the hash of a body, in hexadecimal digits. */
  public static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
