package com.mas.module;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads named values and collects every mistake instead of stopping at the first. */
public final class SettingsReader {
  /** All that is wrong with the settings; the message has a line for each. */
  public static final class SettingsException extends RuntimeException {
    public SettingsException(List<String> mistakes) {
      super("The settings have " + mistakes.size() + " mistake" + (mistakes.size() == 1 ? "" : "s") + ":\n  - "
          + String.join("\n  - ", mistakes));
    }
  }

  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path conf;
  private final Map<String, Object> file;
  private final Map<String, String> environment;
  private final TreeSet<String> unread;
  /** Names of earlier systems that say nothing here. */
  private final List<String> unused;
  /** Mistakes in the order in which they were found; one name that two modules read is reported once. */
  private final Set<String> mistakes = new LinkedHashSet<>();

  /** @param conf folder of the other files of an operator */
  private SettingsReader(Path conf, Map<String, Object> file, Map<String, String> environment) {
    this.conf = conf;
    this.file = file;
    this.environment = OldNames.read(environment, mistakes);
    this.unread = new TreeSet<>(file.keySet());
    this.unused = OldNames.unused(environment, file.keySet());
  }

  public static SettingsReader of(Path yaml, Map<String, String> environment) {
    return of(yaml, environment, List.of());
  }

  /**
   * Reads the file over the defaults that domains bring in {@code domain/<role>/settings.yaml}.
   *
   * @param modules whose settings are read
   */
  public static SettingsReader of(Path yaml, Map<String, String> environment, List<DomainModule> modules) {
    try {
      Map<String, Object> values = new LinkedHashMap<>();
      for (DomainModule module : modules) {
        try (InputStream own = module.resource("settings.yaml")) {
          values.putAll(own == null ? Map.of() : values(YAML.readTree(own)));
        }
      }
      values.putAll(values(YAML.readTree(yaml.toFile())));
      return new SettingsReader(yaml.toAbsolutePath().getParent(), values, environment);
    } catch (IOException e) {
      throw new SettingsException(List.of(yaml + " cannot be read: " + e.getMessage().lines().findFirst().orElse("")));
    }
  }

  private static Map<String, Object> values(JsonNode read) {
    return YAML.convertValue(read, new TypeReference<Map<String, Object>>() {});
  }

  /** Returns whether defaults that are safe only on a laptop must be refused. */
  public boolean isProduction() {
    return text("ENVIRONMENT").equalsIgnoreCase("production");
  }

  /** Returns the environment's value, else the file's; trimmed, never null. */
  public String text(String name) {
    unread.remove(name);
    String value = environment.get(name);
    if (value == null) {
      Object inFile = file.get(name);
      if (inFile == null) {
        mistakes.add(name + " is missing in conf/application.yaml");
        return "";
      }
      value = inFile.toString();
    }
    return value.strip();
  }

  public int number(String name, int lowest, int highest) {
    String text = text(name);
    try {
      int value = Integer.parseInt(text);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    mistakes.add(name + " must be a whole number from " + lowest + " to " + highest + ", not \"" + text + "\"");
    return lowest;
  }

  public boolean flag(String name) {
    String text = text(name);
    if (!text.equals("true") && !text.equals("false")) {
      mistakes.add(name + " must be true or false, not \"" + text + "\"");
    }
    return text.equals("true");
  }

  public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    String text = text(name);
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    mistakes.add(name + " must be one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
        + ", not \"" + text + "\"");
    return type.getEnumConstants()[0];
  }

  /** Reads a comma list, or a JSON array of strings. */
  public List<String> list(String name) {
    String text = text(name);
    if (text.startsWith("[")) {
      try {
        return YAML.readValue(text, new TypeReference<List<String>>() {});
      } catch (IOException e) {
        mistakes.add(name + " is not a JSON array of texts");
        return List.of();
      }
    }
    return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  /** Reads {@code low-high}, both inclusive, in the unit that the name says. */
  public int[] range(String name) {
    String text = text(name);
    if (text.matches("\\d{1,6}-\\d{1,6}")) {
      int[] ends = Arrays.stream(text.split("-")).mapToInt(Integer::parseInt).toArray();
      if (ends[0] <= ends[1]) {
        return ends;
      }
    }
    mistakes.add(name + " must be a range such as 600-1800, not \"" + text + "\"");
    return new int[] {0, 0};
  }

  /** Reads a URL with one of the schemes; may be empty. */
  public String url(String name, String... schemes) {
    String text = text(name);
    if (!text.isEmpty()) {
      try {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !Arrays.asList(schemes).contains(uri.getScheme())) {
          mistakes.add(name + " must be a URL that starts with " + String.join(":// or ", schemes) + "://");
        }
      } catch (IllegalArgumentException e) {
        mistakes.add(name + " is not a URL");
      }
    }
    return text;
  }

  /**
   * Returns the file of a domain's rules, {@code conf/rules/<name>.yaml}; {@code conf/<name>.yaml}, where it lay in
   * earlier releases, wins where an operator has put it.
   */
  public Path rules(String name) {
    Path earlier = conf.resolve(name + ".yaml");
    return Files.exists(earlier) ? earlier : conf.resolve("rules").resolve(name + ".yaml");
  }

  public void require(boolean right, String mistake) {
    if (!right) {
      mistakes.add(mistake);
    }
  }

  /** Returns what an operator should know who starts with these settings, though nothing of it is a mistake. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (isProduction() && text("PUBLIC_URL").isEmpty()) {
      warnings.add("PUBLIC_URL is empty: mails and notifications have no links, as the address of the console is not"
          + " known. Set it to an address such as https://learn.example.");
    }
    if (!unused.isEmpty()) {
      warnings.add("The environment has names of an earlier system that are not read: " + String.join(", ", unused)
          + ". Please remove them.");
    }
    return warnings;
  }

  /** Throws when anything was wrong, a name in the file that nothing reads included: it is a typing error. */
  public void finish() {
    unread.forEach(name -> mistakes.add(name + " in conf/application.yaml is not a setting"));
    if (!mistakes.isEmpty()) {
      throw new SettingsException(List.copyOf(mistakes));
    }
  }
}
