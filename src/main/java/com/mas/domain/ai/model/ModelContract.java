package com.mas.domain.ai.model;

import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what a language model is asked. Prompts and answers are neither stored nor logged. */
@NullMarked
public final class ModelContract {
  public static final Reason KEY_REFUSED = Reason.of(Failure.PROVIDER_UNAUTHENTICATED, "key_refused",
      "The language model rejected the key; check GROQ_API_KEY.");
  public static final Reason MODEL_MISSING = Reason.of(Failure.NOT_CONFIGURED, "model_missing",
      "No language model is configured; set GROQ_API_KEY.");

  /** Characters of the two messages together. */
  public static final int MAX_PROMPT = 100_000;
  public static final int MAX_TOKENS = 8_000;

  /**
   * @param purpose names in metrics and logs what is asked for, such as {@code risk.reason}
   * @param system what the model is to do
   * @param user what it is told
   * @param maxTokens of the answer
   * @param temperature 0 to 2; null: the model's own
   * @param json whether the answer must be a JSON object
   */
  public record Complete(String purpose, String system, String user, @Min(1) @Max(MAX_TOKENS) int maxTokens,
      @Nullable Double temperature, boolean json) {}

  /** @param model which one answered */
  public record Completion(String text, String model, int promptTokens, int completionTokens) {}

  /**
   * Asks for one whole answer. Fails with NOT_CONFIGURED without a key, with PROVIDER_UNAUTHENTICATED for one that is
   * refused, with PROVIDER_FAILED when the model cannot be reached or does not come to an end, and with
   * TOO_MANY_REQUESTS and a time when it asks to wait. Not idempotent: each request is paid for.
   */
  public static final Request<Complete, Completion> COMPLETE =
      Request.of("ai.model.complete", Complete.class, Completion.class, Duration.ofSeconds(30));

  private ModelContract() {}
}
