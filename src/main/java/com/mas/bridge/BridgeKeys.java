package com.mas.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys that may connect, with what each may ask and answer; {@code conf/bridge.example.yaml} explains the file. */
public record BridgeKeys(List<Key> keys) {
  /**
   * @param sha256 of the key, as 64 hexadecimal digits; the key itself is nowhere on this side
   * @param tenant on whose behalf it asks; null: nobody's
   * @param asks addresses that it may ask
   * @param answers addresses that it may answer
   */
  public record Key(String name, String sha256, String tenant, Set<String> asks, Set<String> answers) {
    public Key {
      asks = asks == null ? Set.of() : Set.copyOf(asks);
      answers = answers == null ? Set.of() : Set.copyOf(answers);
    }

    @Override
    public String toString() {
      return "Key[" + name + "]";
    }
  }

  /**
   * @param known addresses of this build: what may be asked, and what others may not answer in its place
   * @throws IllegalArgumentException with a line for each mistake
   */
  public static BridgeKeys read(Path file, Set<String> known) {
    BridgeKeys read;
    try {
      read = YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build()
          .readValue(Files.readString(file), BridgeKeys.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
    List<String> mistakes = mistakes(read, known);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(file + " has mistakes:\n  - " + String.join("\n  - ", mistakes));
    }
    return read;
  }

  private static List<String> mistakes(BridgeKeys read, Set<String> known) {
    List<String> mistakes = new ArrayList<>();
    if (read.keys == null || read.keys.isEmpty()) {
      return List.of("it names no key");
    }
    Set<String> names = new HashSet<>();
    for (Key key : read.keys) {
      if (key.name == null || key.name.isBlank() || !names.add(key.name)) {
        mistakes.add("each key needs a name of its own");
      }
      if (key.sha256 == null || !key.sha256.matches("[0-9a-f]{64}")) {
        mistakes.add(key.name + ": sha256 must be 64 hexadecimal digits in lower case");
      }
      key.asks.stream().filter(address -> !known.contains(address)).sorted()
          .forEach(address -> mistakes.add(key.name + " asks " + address + ", which this build does not have"));
      key.answers.stream().filter(known::contains).sorted()
          .forEach(address -> mistakes.add(key.name + " answers " + address + ", which this build answers itself"));
    }
    return mistakes;
  }

  /** Every address that some worker may answer: what can be stored for them. */
  public Set<String> answered() {
    Set<String> all = new HashSet<>();
    keys.forEach(key -> all.addAll(key.answers));
    return all;
  }

  /** All are compared, so that the time tells nothing. */
  Optional<Key> find(String secret) {
    byte[] digest = HexFormat.of().formatHex(digest(secret)).getBytes(StandardCharsets.US_ASCII);
    Key found = null;
    for (Key key : keys) {
      if (MessageDigest.isEqual(digest, key.sha256.getBytes(StandardCharsets.US_ASCII))) {
        found = key;
      }
    }
    return Optional.ofNullable(found);
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
