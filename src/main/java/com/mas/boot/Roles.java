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
  /** {@code instances: 0} means one per core. */
  record Role(int instances, int pool, int inHand) {
    int count() {
      return instances > 0 ? instances : Runtime.getRuntime().availableProcessors();
    }

    Capacity capacity(String name) {
      return new Capacity(name, pool, inHand);
    }
  }

  static Roles read(Path yaml) {
    try {
      Roles roles = new Roles(new YAMLMapper()
          .readValue(yaml.toFile(), new TypeReference<LinkedHashMap<String, Role>>() {}));
      roles.byName.forEach((name, role) -> {
        if (role.instances < 0 || role.pool < 1 || role.inHand < 1) {
          throw new IllegalArgumentException(yaml + ": " + name + " needs instances >= 0, pool >= 1 and inHand >= 1");
        }
      });
      return roles;
    } catch (IOException e) {
      throw new IllegalArgumentException(yaml + " cannot be read: " + e.getMessage(), e);
    }
  }
}
