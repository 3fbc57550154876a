package com.mas.module;

import java.util.List;

/**
 * Names an outside provider of a domain.
 *
 * @param name first part of its simulator's paths in the sandbox, and the simulator's name
 * @param settings that lead to the provider; with the sandbox on, its simulator may set these and no others
 */
public record Provider(String name, List<String> settings) {
  public Provider {
    settings = List.copyOf(settings);
  }
}
