package com.mas.boot;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.bus.Capacity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code conf/verticles.yaml}: how many of each verticle a node runs and how much each may take on, in starting order.
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

  /** {@code instances: 0} is one per core, for HTTP one per event loop. */
  static Roles read(Path yaml, int eventLoops) {
    try {
      Map<String, Role> roles = new YAMLMapper()
          .readValue(yaml.toFile(), new TypeReference<LinkedHashMap<String, Role>>() {});
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
