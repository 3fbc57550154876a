package com.mas.domain.people.google;

import java.net.URI;
import java.util.Optional;

/** Says which documents are taken out of Drives, and how they are asked for. */
final class DriveRules {
  /** Bounds a document, as Google bounds what it exports. */
  static final int MOST_BYTES = 10 << 20;
  static final String PDF = "application/pdf";
  private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  private static final String OWN = "application/vnd.google-apps.document";
  private static final String TAKEN = "trashed = false and (mimeType = '" + PDF + "' or mimeType = '" + DOCX
      + "' or mimeType = '" + OWN + "')";

  private static final String DOWNLOADS = ".googleusercontent.com";

  private DriveRules() {}

  /** @param name a part of it; null: any */
  static String query(String name) {
    return name == null ? TAKEN
        : TAKEN + " and name contains '" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  static boolean isTaken(String type) {
    return type.equals(PDF) || type.equals(DOCX) || isOwn(type);
  }

  /** Returns whether it is a document of Google's own, which has no bytes before it is exported. */
  static boolean isOwn(String type) {
    return type.equals(OWN);
  }

  static boolean isTooLong(String reason) {
    return reason.equals("exportSizeLimitExceeded");
  }

  static String name(String name, boolean isOwn) {
    String whole = name.isBlank() ? "document" : name;
    String cut = whole.codePointCount(0, whole.length()) <= 200 ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, 200));
    return isOwn ? cut + ".pdf" : cut;
  }

  /**
   * Returns path and query of a link; empty when it does not lead to the one site that may see a person's token.
   *
   * @param site scheme, host and perhaps a path, without a slash at its end
   */
  static String target(String link, String site) {
    try {
      String text = URI.create(link).toASCIIString();
      return text.startsWith(site + "/") ? text.substring(site.length()) : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * Returns where a document is to be had that Google leads elsewhere for; nothing when it is not Google's place.
   *
   * @param site as for {@link #target}
   */
  static Optional<URI> place(String location, String site) {
    try {
      URI at = URI.create(location);
      boolean isGoogles = "https".equals(at.getScheme()) && at.getHost() != null && at.getHost().endsWith(DOWNLOADS)
          && at.getRawUserInfo() == null && at.getPort() == -1 && at.getRawPath().startsWith("/");
      return isGoogles || !target(location, site).isEmpty() ? Optional.of(at) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
