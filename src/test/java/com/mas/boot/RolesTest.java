package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Roles.Role;
import com.mas.module.SettingsReader.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesTest {
  @TempDir Path folder;

  private Roles read(String yaml, String... known) throws IOException {
    return Roles.read(Files.writeString(folder.resolve("verticles.yaml"), yaml), List.of(known), 3);
  }

  @Test
  void aRoleThatTheFileLeavesOutHasTheUsualFiguresAndItsPlaceInTheOrderOfTheBuild() throws IOException {
    Roles roles = read("b: {instances: 2, pool: 3, inHand: 4}\nhttp: {instances: 0, pool: 1, inHand: 1}",
        "a", "b", "http");
    assertEquals(List.of("a", "b", "http"), List.copyOf(roles.byName().keySet()));
    assertEquals(new Role(1, 1, 500), roles.byName().get("a"));
    assertEquals(new Role(2, 3, 4), roles.byName().get("b"));
    assertEquals(3, roles.byName().get("http").instances());
  }

  @Test
  void aRoleThatTheBuildDoesNotHaveIsNamed() {
    assertTrue(assertThrows(SettingsException.class, () -> read("old: {instances: 1, pool: 1, inHand: 1}", "a"))
        .getMessage().endsWith("verticles.yaml has roles that this build does not have: old"));
  }
}
