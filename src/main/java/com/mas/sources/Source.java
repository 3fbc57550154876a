package com.mas.sources;

/**
 * Names an outside system.
 *
 * @param name for keys, logs and metrics: small letters, digits and hyphens
 * @param title for people
 */
public record Source(String name, String title) {
  public Source {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(name + " is no name of a source");
    }
  }
}
