package com.mas.domain.learning.credential;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An outside issuer whose credentials are synced, as {@code conf/issuers.yaml} says.
 *
 * @param id by which it is known in addresses, logs and metrics
 * @param issuer short name of the issuer here, in whose name its credentials are kept
 * @param url of its home, for people; may be null
 * @param tenant whose issuer it is; empty: the default one
 * @param address below which it answers; empty: it is not connected
 * @param verify null: it is not asked again about each credential
 * @param certificates other places than its own where certificates lie; may be null
 * @param pauseMs bounds of the pauses before pages, such as 0-200
 * @param atOnce calls about single credentials at the same time
 * @param overlapHours how far the next sync looks back behind the beginning of the last one
 */
record OutsideIssuer(String id, String name, String issuer, String url, boolean enabled, String tenant, String address,
    Auth auth, Listed list, Mapping map, Verify verify, Certificates certificates, String pauseMs, Integer atOnce,
    Integer timeoutSeconds, Integer overlapHours) {
  /** Names the ways to log in, as they are written. */
  enum Kind {
    JWT, OAUTH2, API_KEY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Says where a page begins. */
  enum Paging {
    /** At a number that grows by one. */
    NUMBER,
    /** At a number of rows. */
    OFFSET,
    /** At what the page before says. */
    CURSOR;

    @JsonCreator
    static Paging of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param path at which tokens are given; for a key null
   * @param send json, form or basic: how a client of OAuth 2 shows who it is; null: json
   * @param header that has the key; null: X-API-Key
   */
  record Auth(Kind kind, String path, String id, String secret, String key, String send, String header, String scope) {
    /** It holds secrets. */
    @Override
    public String toString() {
      return "Auth[" + kind + "]";
    }
  }

  /**
   * @param since parameter that has the time from which on it lists; null: it always lists all
   * @param size parameter that has the number of rows; null: it decides by itself
   * @param rows of a page
   * @param page parameter that has the beginning of a page
   * @param begin number of the first page; null: 1, and 0 for rows
   * @param next place of what is null, empty or false on the last page; of the cursor where there is one
   * @param items place of the rows
   */
  record Listed(String path, String since, String size, Integer rows, String page, Paging paging, Integer begin,
      Place next, Place items) {}

  record Mapping(Place externalId, Place email, Place name, Place title, Place description, Place hours, Place day,
      Place certificate) {}

  /**
   * @param fields members of the question, each with the name of the value that it has
   * @param answer place of what is true when the credential is good
   */
  record Verify(String path, Map<String, String> fields, Place answer) {}

  /** @param origins such as https://files.example */
  record Certificates(List<String> origins) {}

  /** Finds a value in JSON: by the first of its pointers at which there is one. */
  record Place(List<JsonPointer> pointers) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Place of(JsonNode written) {
      List<JsonPointer> pointers = new ArrayList<>();
      for (JsonNode each : written.isArray() ? written : List.of(written)) {
        pointers.add(JsonPointer.compile(each.asText()));
      }
      return new Place(List.copyOf(pointers));
    }

    /** Returns the value; null when there is none. */
    JsonNode in(JsonNode row) {
      for (JsonPointer pointer : pointers) {
        JsonNode value = row.at(pointer);
        if (!value.isMissingNode() && !value.isNull()) {
          return value;
        }
      }
      return null;
    }
  }

  boolean isOn() {
    return enabled && !address.isEmpty();
  }

  /** Returns the scheme, host and port of its address. */
  String origin() {
    return origin(URI.create(address));
  }

  static String origin(URI of) {
    int port = of.getPort() > 0 ? of.getPort() : "https".equals(of.getScheme()) ? 443 : 80;
    return of.getScheme() + "://" + of.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  OutsideIssuer named(String key, String usualTenant) {
    return new OutsideIssuer(key, name == null ? key : name, issuer == null || issuer.isBlank() ? key : issuer, url,
        enabled, tenant == null || tenant.isBlank() ? usualTenant : tenant, address == null ? "" : address.strip(),
        auth, list, map, verify, certificates, pauseMs == null ? "0-200" : pauseMs, atOnce == null ? 4 : atOnce,
        timeoutSeconds == null ? 30 : timeoutSeconds, overlapHours == null ? 24 : overlapHours);
  }

  /** It holds secrets. */
  @Override
  public String toString() {
    return "OutsideIssuer[" + id + "]";
  }
}
