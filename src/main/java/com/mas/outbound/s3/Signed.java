package com.mas.outbound.s3;

import com.mas.outbound.s3.SigV4.Ask;
import com.mas.outbound.s3.SigV4.Field;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Recognizes requests that were signed by {@link SigV4}, for whoever serves the interface.
 *
 * @param verdict whether the request may pass
 * @param payload SHA-256 that the body must have, or {@link SigV4#UNSIGNED}
 */
public record Signed(Verdict verdict, String payload) {
  /** Says what is wrong with a request, in the words of the interface. */
  public enum Verdict {
    RIGHT(200, ""),
    /** Nothing is signed at all, or it cannot be read. */
    MISSING(403, "AccessDenied"),
    UNKNOWN_KEY(403, "InvalidAccessKeyId"),
    WRONG(403, "SignatureDoesNotMatch"),
    EXPIRED(403, "AccessDenied"),
    /** The sender's clock is wrong by more than a quarter of an hour. */
    SKEWED(403, "RequestTimeTooSkewed"),
    /** The body is sent in signed chunks, which are not read here. */
    CHUNKED(501, "NotImplemented");

    private final int status;
    private final String code;

    Verdict(int status, String code) {
      this.status = status;
      this.code = code;
    }

    public int status() {
      return status;
    }

    public String code() {
      return code;
    }
  }

  private static final Duration SKEW = Duration.ofMinutes(15);
  private static final long LONGEST_SECONDS = 7 * 24 * 3600;

  /**
   * Judges a request.
   *
   * @param path as it was sent, escaped
   * @param query as it was sent; null for none
   * @param headers returns all values of a header, in their order
   */
  public static Signed judge(SigV4 signer, String method, String path, String query,
      Function<String, List<String>> headers, Instant now) {
    try {
      List<Field> fields = fields(query);
      String plain = decoded(path);
      return fields.stream().anyMatch(each -> each.name().equals(SigV4.SIGNATURE))
          ? judgeQuery(signer, method, plain, fields, headers, now)
          : judgeHeader(signer, method, plain, fields, headers, now);
    } catch (IllegalArgumentException | DateTimeException broken) {
      return new Signed(Verdict.MISSING, "");
    }
  }

  private static Signed judgeQuery(SigV4 signer, String method, String path, List<Field> fields,
      Function<String, List<String>> headers, Instant now) {
    Map<String, String> by = new HashMap<>();
    fields.forEach(each -> by.put(each.name(), each.value()));
    Instant at = time(by.get(SigV4.DATE));
    long seconds = Long.parseLong(by.getOrDefault("X-Amz-Expires", "-1"));
    if (!SigV4.ALGORITHM.equals(by.get("X-Amz-Algorithm")) || seconds < 1 || seconds > LONGEST_SECONDS) {
      return new Signed(Verdict.MISSING, "");
    }
    List<Field> signed = signedHeaders(by.getOrDefault("X-Amz-SignedHeaders", ""), headers);
    List<Field> rest = fields.stream().filter(each -> !each.name().equals(SigV4.SIGNATURE)).toList();
    Verdict verdict = compare(signer, by.getOrDefault("X-Amz-Credential", ""), by.get(SigV4.SIGNATURE),
        new Ask(method, path, rest, signed, SigV4.UNSIGNED), at);
    if (verdict == Verdict.RIGHT && at.isAfter(now.plus(SKEW))) {
      verdict = Verdict.SKEWED;
    } else if (verdict == Verdict.RIGHT && !now.isBefore(at.plusSeconds(seconds))) {
      verdict = Verdict.EXPIRED;
    }
    return new Signed(verdict, SigV4.UNSIGNED);
  }

  private static Signed judgeHeader(SigV4 signer, String method, String path, List<Field> fields,
      Function<String, List<String>> headers, Instant now) {
    String given = first(headers, "authorization");
    if (!given.startsWith(SigV4.ALGORITHM + " ")) {
      return new Signed(Verdict.MISSING, "");
    }
    Map<String, String> by = new HashMap<>();
    for (String part : given.substring(SigV4.ALGORITHM.length() + 1).split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        by.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    String payload = first(headers, "x-amz-content-sha256");
    if (payload.startsWith("STREAMING-")) {
      return new Signed(Verdict.CHUNKED, "");
    }
    if (!payload.equals(SigV4.UNSIGNED) && !payload.matches("[0-9a-f]{64}")) {
      return new Signed(Verdict.MISSING, "");
    }
    Instant at = time(first(headers, "x-amz-date"));
    Verdict verdict = compare(signer, by.getOrDefault("Credential", ""), by.get("Signature"), new Ask(method, path,
        fields, signedHeaders(by.getOrDefault("SignedHeaders", ""), headers), payload), at);
    if (verdict == Verdict.RIGHT && Duration.between(at, now).abs().compareTo(SKEW) > 0) {
      verdict = Verdict.SKEWED;
    }
    return new Signed(verdict, payload);
  }

  private static Verdict compare(SigV4 signer, String credential, String signature, Ask ask, Instant at) {
    if (!credential.equals(signer.keys().id() + "/" + signer.scope(at))) {
      return credential.startsWith(signer.keys().id() + "/") ? Verdict.WRONG : Verdict.UNKNOWN_KEY;
    }
    boolean hosts = ask.headers().stream().anyMatch(each -> each.name().equals("host"));
    byte[] right = signer.signature(ask, at).getBytes(StandardCharsets.US_ASCII);
    return hosts && signature != null
        && MessageDigest.isEqual(right, signature.getBytes(StandardCharsets.UTF_8)) ? Verdict.RIGHT : Verdict.WRONG;
  }

  private static List<Field> signedHeaders(String names, Function<String, List<String>> headers) {
    List<Field> signed = new ArrayList<>();
    for (String name : names.split(";")) {
      headers.apply(name).forEach(value -> signed.add(new Field(name, value)));
    }
    return signed;
  }

  private static Instant time(String text) {
    if (text == null) {
      throw new IllegalArgumentException("no time");
    }
    return SigV4.TIME.parse(text, Instant::from);
  }

  private static String first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst().orElse("");
  }

  /** Reads a query as stores do: a plus sign is a blank. */
  public static List<Field> fields(String query) {
    return query == null || query.isEmpty() ? List.of() : Arrays.stream(query.split("&"))
        .filter(each -> !each.isEmpty()).map(each -> {
          int equals = each.indexOf('=');
          return equals < 0 ? new Field(URLDecoder.decode(each, StandardCharsets.UTF_8), "")
              : new Field(URLDecoder.decode(each.substring(0, equals), StandardCharsets.UTF_8),
                  URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
        }).toList();
  }

  /** Reads a path, in which a plus sign is one. */
  public static String decoded(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
