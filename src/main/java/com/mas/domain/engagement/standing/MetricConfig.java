package com.mas.domain.engagement.standing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** {@code conf/rules/standing.yaml}. */
record MetricConfig(Weights weights, Integer weeklyShare) {
  /** Weights in percent. */
  record Weights(Integer evalTest, Integer learnProgress, Integer superMentor, Integer communication,
      Integer attendance, Integer mockInterview) {
    List<Integer> all() {
      return Arrays.asList(evalTest, learnProgress, superMentor, communication, attendance, mockInterview);
    }
  }

  /** @throws IllegalArgumentException that says what is wrong in the file */
  MetricConfig {
    if (weights == null || weights.all().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("weights has to name all six components");
    }
    int sum = weights.all().stream().mapToInt(Integer::intValue).sum();
    if (sum != 100 || weights.all().stream().anyMatch(weight -> weight < 0)) {
      throw new IllegalArgumentException("weights are 0 or more and together 100, not " + sum);
    }
    if (weeklyShare == null || weeklyShare < 0 || weeklyShare > 100) {
      throw new IllegalArgumentException("weeklyShare is 0 to 100");
    }
  }

  static MetricConfig read(Path yaml) {
    try {
      return parse(Files.readString(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException("The rules of standing cannot be read: " + yaml, e);
    }
  }

  static MetricConfig parse(String yaml) {
    try {
      return new YAMLMapper().readValue(yaml, MetricConfig.class);
    } catch (JsonProcessingException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException("The rules of standing: " + why.getMessage(), e);
    }
  }
}
