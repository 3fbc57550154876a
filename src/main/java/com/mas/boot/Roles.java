package com.mas.boot;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.bus.Capacity;
import com.mas.module.SettingsReader.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says how many of each verticle a node runs and how much each may take on, in starting order: that of the modules,
 * then HTTP. {@code conf/verticles.yaml} has the figures; a role that it leaves out has the usual ones.
 */
record Roles(Map<String, Role> byName) {
  /** @param instances one or more, once read */
  record Role(int instances, int pool, int inHand) {
    private Role orElse(int usual) {
      return instances > 0 ? this : new Role(usual, pool, inHand);
    }

    Capacity capacity(String name) {
      return new Capacity(name, pool, inHand);
    }
  }

  private static final Role USUAL = new Role(1, 1, 500);

  /**
   * Reads the figures. {@code instances: 0} is one per core, for HTTP one per event loop.
   *
   * @param known the roles of this build, in starting order
   * @throws SettingsException when the file names a role that this build does not have
   */
  static Roles read(Path yaml, List<String> known, int eventLoops) {
    try {
      Map<String, Role> figures = new YAMLMapper()
          .readValue(yaml.toFile(), new TypeReference<LinkedHashMap<String, Role>>() {});
      List<String> unknown = figures.keySet().stream().filter(name -> !known.contains(name)).toList();
      if (!unknown.isEmpty()) {
        throw new SettingsException(List.of(yaml + " has roles that this build does not have: "
            + String.join(", ", unknown)));
      }
      Map<String, Role> roles = new LinkedHashMap<>();
      known.forEach(name -> roles.put(name, figures.getOrDefault(name, USUAL)));
      roles.replaceAll((name, role) -> {
        if (role.instances < 0 || role.pool < 1 || role.inHand < 1) {
          throw new IllegalArgumentException(yaml + ": " + name + " needs instances >= 0, pool >= 1 and inHand >= 1");
        }
        return role.orElse(name.equals("http") ? eventLoops : Runtime.getRuntime().availableProcessors());
      });
      return new Roles(roles);
    } catch (IOException e) {
      throw new IllegalArgumentException(yaml + " cannot be read: " + e.getMessage(), e);
    }
  }
}
