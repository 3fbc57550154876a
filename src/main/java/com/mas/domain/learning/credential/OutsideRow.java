package com.mas.domain.learning.credential;

import java.time.LocalDate;

/**
 * A credential as an outside issuer tells it, and what became of it before it is written.
 *
 * @param email in small letters
 * @param certificate address of its PDF; null: there is none
 * @param skip null: it is kept
 * @param note what people are told of it; null: nothing
 * @param file the PDF; null: it is kept without
 */
record OutsideRow(String externalId, String email, String name, String title, String description, Double hours,
    LocalDate day, String certificate, Skip skip, String note, byte[] file) {
  /** Says why a row is not kept. */
  enum Skip {
    DUPLICATE("duplicate"), NO_EMAIL("noEmail"), HOURS("hoursOutOfBounds"), UNVERIFIED("unverified"),
    UNREADABLE("unreadable"),
    /** Its certificate could not be had; the next sync tries it again. */
    LATER("later");

    private final String count;

    Skip(String count) {
      this.count = count;
    }

    /** Returns the name of its count. */
    String count() {
      return count;
    }
  }

  boolean isKept() {
    return skip == null;
  }

  OutsideRow skipped(Skip why, String told) {
    return new OutsideRow(externalId, email, name, title, description, hours, day, certificate, why, told, null);
  }

  OutsideRow noted(String told) {
    return new OutsideRow(externalId, email, name, title, description, hours, day, certificate, skip, told, null);
  }

  OutsideRow with(byte[] pdf) {
    return new OutsideRow(externalId, email, name, title, description, hours, day, certificate, skip, note, pdf);
  }

  /** Concerns a person. */
  @Override
  public String toString() {
    return "OutsideRow[" + externalId + "]";
  }
}
