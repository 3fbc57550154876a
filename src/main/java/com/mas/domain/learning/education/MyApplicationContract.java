package com.mas.domain.learning.education;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.Onboarding;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what a person sees of the own applications. */
@NullMarked
public final class MyApplicationContract {
  private MyApplicationContract() {}

  /** Lists the caller's own applications with their batches, newest first. */
  public static final Request<MyApplications, Page<MyApplication>> MY_APPLICATIONS =
      Request.list("education.application.mine", MyApplications.class, MyApplication.class);

  public record MyApplications(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * @param onboarding steps that the person has done; those that are false are asked for
   * @param rollNumber that the person has in the batch
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MyApplication(UUID id, UUID batchId, String batchName, BatchState batchState, LocalDate startsOn,
      @Nullable LocalDate endsOn, ApplicationState state, @Nullable String stateReason, Onboarding onboarding,
      Instant createdAt, Instant stateChangedAt, @Nullable String rollNumber) {}
}
