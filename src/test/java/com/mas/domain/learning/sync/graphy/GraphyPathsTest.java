package com.mas.domain.learning.sync.graphy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.sync.graphy.GraphyApi.Paths;
import com.mas.domain.learning.sync.graphy.GraphyApi.Tokens;
import com.mas.module.SettingsReader;
import com.mas.outbound.Outgoing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schools differ in the paths of their Graphy, and only two of them are published: another one needs no new build. */
class GraphyPathsTest {
  private static SettingsReader settings(Map<String, String> environment) {
    return SettingsReader.of(Path.of("conf/application.yaml"), environment);
  }

  @Test
  void theShippedPathsAreTheUsualOnes() {
    assertEquals(Paths.USUAL, Paths.read(settings(Map.of())));
  }

  @Test
  void eachPathIsASettingWithItsPlaces() {
    Paths paths = Paths.read(settings(Map.of("GRAPHY_LOGIN_PATH", "/own/login", "GRAPHY_COURSES_PATH", "/own/courses",
        "GRAPHY_LEARNERS_PATH", "/own/{course}/people", "GRAPHY_REPORT_PATH", "/own/{course}/of/{user}",
        "GRAPHY_USERS_PATH", "/own/users")));
    GraphyApi api = new GraphyApi(paths);
    Tokens tokens = new Tokens("c", "s", null);
    assertEquals(List.of("/own/login", "/own/courses", "/own/c%2F9/people", "/own/c%2F9/of/u1", "/own/users"),
        Stream.of(api.login("a@x.example", "p"), api.courses(tokens, 0, 10), api.learners(tokens, "c/9", 0, 10),
            api.report(tokens, "c/9", "u1"), api.students(tokens, 0, 10)).map(Outgoing::path).toList());
  }

  @ParameterizedTest
  @CsvSource({"GRAPHY_LOGIN_PATH, s/authenticate", "GRAPHY_LEARNERS_PATH, /t/api/learners",
      "GRAPHY_REPORT_PATH, /t/{course}/report", "GRAPHY_COURSES_PATH, /t/api/list?x=1",
      "GRAPHY_USERS_PATH, https://elsewhere.example/users"})
  void aPathThatIsNoneOrLacksAPlaceIsAMistakeThatNamesTheSetting(String name, String path) {
    SettingsReader from = settings(Map.of(name, path));
    Paths.read(from);
    assertTrue(assertThrows(SettingsReader.SettingsException.class, from::finish).getMessage().contains(name));
  }
}
