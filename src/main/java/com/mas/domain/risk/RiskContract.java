package com.mas.domain.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.mas.bus.Page;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What can be asked about students at risk. {@code id} in the batch lead's requests is the student's. */
public final class RiskContract {
  public static final String QUEUE = "studentRiskComputationQueue";
  public static final int DEFAULT_LIMIT = 5;
  public static final int MAX_LIMIT = 20;

  private static final Duration TIME = Duration.ofSeconds(10);

  private RiskContract() {}

  public enum Signal {
    @JsonProperty("inactivity") INACTIVITY,
    @JsonProperty("learning_progress") LEARNING_PROGRESS,
    @JsonProperty("tests") TESTS,
    @JsonProperty("warnings") WARNINGS,
    @JsonProperty("placement") PLACEMENT
  }

  public enum Tier {
    @JsonProperty("low") LOW,
    @JsonProperty("medium") MEDIUM,
    @JsonProperty("high") HIGH
  }

  /** Where the sentence comes from. */
  public enum ReasonSource {
    @JsonProperty("ai") AI,
    @JsonProperty("template") TEMPLATE
  }

  /**
   * One signal of a score.
   *
   * @param value 0 to 100; null when nothing is known of it
   * @param weight in percent, of those that are known: together 100
   * @param points what it adds to the score
   * @param words what was seen
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(Signal signal, Double value, double weight, double points, String words) {}

  /** One way to the next lower tier: all of its signals together. */
  public record Way(List<Signal> signals, String words) {}

  /**
   * @param id the student's, as in the requests below
   * @param name null when the account is closed
   * @param score 0 to 100, the sum of the parts' points
   * @param parts the one that adds most first
   * @param nextTier which the ways lead to; null when the tier is low
   * @param reviewedBy null on a review that a call made, and when there was none
   * @param reviewedUntil when the row is back on the list, if it is still at risk; null without a review
   * @param classroomRequestedAt of the newest open request; null when there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RiskStudent(UUID id, String name, UUID batchId, String batchName, double score, Tier tier,
      List<Part> parts, Tier nextTier, List<Way> ways, String reason, ReasonSource reasonSource, UUID reviewedBy,
      Instant reviewedAt, Instant reviewedUntil, String lastCallSummary, Instant classroomRequestedAt,
      Instant computedAt) {}

  public static final List<Request<?, ?>> REQUESTS = List.of();

  static <Q, A> Request<Q, A> request(String address, Class<Q> body, Class<A> answer) {
    return Request.of(address, body, answer, TIME);
  }

  static <Q, T> Request<Q, Page<T>> paged(String address, Class<Q> body) {
    return Request.of(address, body, Page.type(), TIME);
  }
}
