package com.mas.domain.learning.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what becomes of credentials outside this server: the chain that the log's roots are written to, and the
 * store that keeps certificates under the names of their bytes.
 */
@NullMarked
public final class OutsideContract {
  public static final Reason ANOTHER_CHAIN = Reason.of(Failure.NOT_CONFIGURED, "another_chain",
      "The node at EVM_RPC_URL is of another chain than EVM_CHAIN_ID says; nothing is sent to it.");

  /** One at a time in the whole cluster: it numbers the transactions of an account. */
  static final String CHAIN_QUEUE = "credentialChainQueue";
  static final String STORE_QUEUE = "credentialStoreQueue";
  private static final Duration WORK = Duration.ofMinutes(4);

  private OutsideContract() {}

  /**
   * States of a root on its way into a chain: it has no transaction yet; has one that is sent again until a block has
   * it; a block has it; so many blocks follow that it stays; the chain has refused it for good.
   */
  public enum ChainState implements Word { WAITING, SENT, MINED, CONFIRMED, FAILED }

  /** Looks what became of transactions, and sends those that are due. Idempotent. */
  public static final Request<AdvanceChain, ChainMoved> ADVANCE_CHAIN =
      Request.of("credential.chain.advance", AdvanceChain.class, ChainMoved.class, WORK);

  public record AdvanceChain() {}

  /** @param open roots that are not confirmed yet */
  public record ChainMoved(int sent, int confirmed, int open) {}

  /** Stores certificates that are due, looks after stored ones, and removes what is here no more. Idempotent. */
  public static final Request<AdvanceStore, StoreMoved> ADVANCE_STORE =
      Request.of("credential.store.advance", AdvanceStore.class, StoreMoved.class, WORK);

  public record AdvanceStore() {}

  public record StoreMoved(int stored, int refused, int removed) {}

  /** Tells how far the log and the certificates have come outside. */
  public static final Request<GetOutside, Outside> GET =
      Request.of("credential.outside.get", GetOutside.class, Outside.class);

  public record GetOutside() {}

  /** @param chain null: none is configured; {@code store} likewise */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Outside(@Nullable Chain chain, @Nullable Store store) {}

  /**
   * Counts certificates by where they are.
   *
   * @param refused those to which the store gives another name than their bytes have
   * @param problem of one of them that has one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Store(String place, long waiting, long stored, long refused, @Nullable String problem,
      @Nullable Instant checkedAt) {}

  /**
   * Counts roots by where they are.
   *
   * @param account that pays for the transactions
   * @param problem why the oldest of them that has one does not get on
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Chain(String network, long chainId, String account, long waiting, long sent, long mined,
      long confirmed, long failed, @Nullable String problem, @Nullable Instant checkedAt) {}

  /** Tries again what has failed for good, once its cause is gone. Idempotent. */
  public static final Request<RetryOutside, Retried> RETRY =
      Request.of("credential.outside.retry", RetryOutside.class, Retried.class);

  public record RetryOutside() {}

  public record Retried(int anchors, int files) {}
}
