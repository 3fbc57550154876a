package com.mas.module;

import com.mas.sandbox.kit.Stage;
import java.util.List;

/**
 * Declares an outside provider of a domain.
 *
 * @param name first part of its simulator's paths in the sandbox, and the simulator's name
 * @param simulator makes it
 * @param settings that lead to the provider; with the sandbox on, its simulator may set these and no others
 */
public record Provider(String name, Stage.Maker simulator, List<String> settings) {
  public Provider {
    settings = List.copyOf(settings);
  }
}
