package com.mas.domain.learning.credential;

import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.domain.learning.credential.ChainRepository.Attempt;
import com.mas.domain.learning.credential.ChainRepository.Counts;
import com.mas.domain.learning.credential.ChainRepository.Open;
import com.mas.domain.learning.credential.ChainRepository.Waiting;
import com.mas.domain.learning.credential.ChainRules.Fees;
import com.mas.domain.learning.credential.OutsideContract.*;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.meters.Meters;
import com.mas.outbound.evm.Eip1559;
import com.mas.outbound.evm.Eip1559.Signed;
import com.mas.outbound.evm.EvmClient;
import com.mas.outbound.evm.EvmClient.Block;
import com.mas.outbound.evm.EvmClient.Receipt;
import com.mas.outbound.evm.EvmKey;
import com.mas.outbound.evm.EvmRefusal;
import com.mas.outbound.evm.Hex;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes the roots of the log into a chain: one transaction for each, from the account to itself, with the root as its
 * data. A transaction is stored before it is sent, and sent again until a block has it or its place is taken; so what
 * this process knew when it was killed is never needed.
 */
final class ChainService {
  static final Duration PACE = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);
  private static final int AT_ONCE = 8;
  private static final int LOOKED_AT = 50;
  private static final int LOOKED_AGAIN = 5;

  /**
   * Says to which chain, and how.
   *
   * @param confirmations blocks that must be there before a root is trusted to stay, its own among them
   * @param mostFee wei for a unit of gas
   * @param patience with a transaction, before it is replaced by a dearer one
   */
  record Config(long chainId, EvmKey key, int confirmations, BigInteger mostFee, Duration patience) {}

  private final Database db;
  private final ChainRepository rows;
  private final Jobs jobs;
  private final EvmClient node;
  private final Config config;
  private final Clock clock;

  ChainService(Database db, ChainRepository rows, Jobs jobs, EvmClient node, Config config, Clock clock) {
    this.db = db;
    this.rows = rows;
    this.jobs = jobs;
    this.node = node;
    this.config = config;
    this.clock = clock;
  }

  Config config() {
    return config;
  }

  ChainMoved advance() {
    Counts before = rows.counts();
    if (before.open() + before.confirmed() == 0) {
      return new ChainMoved(0, 0, 0);
    }
    if (node.chainId() != config.chainId) {
      throw OutsideContract.ANOTHER_CHAIN.refusal();
    }
    Block newest = node.latest();
    long there = node.transactions(sender(), "latest");
    count("put_back", rows.putBack(config.chainId, sender(), there, clock.instant()));
    for (Open open : rows.open(config.chainId, sender(), LOOKED_AT)) {
      look(open, newest, there);
    }
    for (Open old : rows.unseen(config.chainId, sender(), LOOKED_AGAIN, clock.instant().minus(LOOK_AGAIN))) {
      look(old, newest, there);
    }
    int sent = sendWaiting(newest);
    Counts after = rows.counts();
    if (after.open() > 0) {
      long slot = clock.instant().getEpochSecond() / PACE.toSeconds() + 1;
      Database.await(jobs.store(db, OutsideContract.ADVANCE_CHAIN, new AdvanceChain(),
          JobOptions.on(OutsideContract.CHAIN_QUEUE).unique("credential-chain:" + slot)
              .at(Instant.ofEpochSecond(slot * PACE.toSeconds()))));
    }
    return new ChainMoved(sent, (int) Math.max(0, after.confirmed() - before.confirmed()), (int) after.open());
  }

  Chain shown() {
    Counts counts = rows.counts();
    return new Chain(ChainRules.network(config.chainId), config.chainId, sender(), counts.waiting(), counts.sent(),
        counts.mined(), counts.confirmed(), counts.failed(), counts.problem(), counts.checkedAt());
  }

  private String sender() {
    return config.key.address();
  }

  /** Finds out what became of one root, and does what is due. */
  private void look(Open open, Block newest, long there) {
    List<Attempt> attempts = rows.attempts(open.anchor());
    for (Attempt attempt : attempts) {
      Optional<Receipt> receipt = node.receipt(attempt.hash());
      if (receipt.isPresent()) {
        settle(open, attempt, receipt.get(), newest);
        return;
      }
    }
    if (open.state() != ChainState.SENT) {
      rows.putBack(open.anchor(), clock.instant());
      count("put_back", 1);
    }
    Attempt dearest = attempts.getFirst();
    if (there > open.nonce()) {
      miss(open, newest);
    } else if (ChainRules.isReplacementDue(dearest.signedAt(), clock.instant(), config.patience)) {
      replace(open, dearest, newest);
    } else {
      send(open, dearest, newest, true);
    }
  }

  private void settle(Open open, Attempt attempt, Receipt receipt, Block newest) {
    boolean isFinal = ChainRules.isFinal(receipt.block(), newest.number(), config.confirmations);
    ChainState state = !isFinal ? ChainState.MINED : receipt.succeeded() ? ChainState.CONFIRMED : ChainState.FAILED;
    rows.settle(open.anchor(), state, attempt.hash(), receipt, clock.instant(), receipt.succeeded() ? null
        : "The chain took the transaction and reverted it.");
    if (state != open.state()) {
      count(state == ChainState.MINED ? "mined" : state == ChainState.CONFIRMED ? "confirmed" : "failed", 1);
    }
  }

  /**
   * Sees to a root whose number another transaction of the account has: somebody else uses the key. The number is given
   * up when that is final and, for as long as a transaction may take, none of ours was found; a node that lags behind
   * others must not make us send a root twice.
   */
  private void miss(Open open, Block newest) {
    Instant now = clock.instant();
    if (open.missedAt() != null && ChainRules.isReplacementDue(open.missedAt(), now, config.patience)
        && node.transactions(sender(),
            Hex.quantity(ChainRules.finalBlock(newest.number(), config.confirmations))) > open.nonce()) {
      rows.release(open.anchor(), now);
      count("released", 1);
    } else {
      rows.missed(open.anchor(), now, "Another transaction of the account has the number " + open.nonce()
          + ". Let no other program use the key; a new number is taken when that transaction is final.");
    }
  }

  private void replace(Open open, Attempt previous, Block newest) {
    Optional<Fees> fees = ChainRules.fees(newest.baseFee(), node.tip(), previous.fees(), config.mostFee);
    if (fees.isEmpty()) {
      send(open, previous, newest, false);
      rows.looked(open.anchor(), clock.instant(), tooDear());
      return;
    }
    Eip1559 said = Eip1559.said(previous.raw());
    Signed signed = new Eip1559(said.chainId(), said.nonce(), fees.get().tip(), fees.get().max(), said.gas(),
        said.to(), said.data()).signed(config.key);
    Instant now = clock.instant();
    if (!db.transaction(tx -> rows.sign(tx, open.anchor(), open.nonce(), signed, fees.get(), now))) {
      return;
    }
    count("replaced", 1);
    send(open, new Attempt(signed.hash(), signed.raw(), fees.get().tip().longValueExact(),
        fees.get().max().longValueExact(), now), newest, false);
  }

  private static String tooDear() {
    return "The chain asks for more than EVM_MAX_FEE_GWEI allows; it is tried again until it asks for less.";
  }

  /** @param mayReplace whether a dearer one is made at once when the node finds this one too cheap */
  private void send(Open open, Attempt attempt, Block newest, boolean mayReplace) {
    String problem = null;
    try {
      node.send(attempt.raw());
    } catch (EvmRefusal no) {
      switch (no.kind()) {
        case KNOWN -> {
          // it waits for a block
        }
        case LATER -> throw Failure.PROVIDER_FAILED.with("The chain's node wants to be asked later.");
        case UNDERPRICED -> {
          if (mayReplace) {
            replace(open, attempt, newest);
            return;
          }
          problem = "The node finds the fees too low: " + no.getMessage();
        }
        case NO_FUNDS -> problem = "The account " + sender() + " cannot pay for the transaction; fill it up.";
        case NONCE_USED, REVERTED, OTHER -> problem = "The node refuses the transaction: " + no.getMessage();
      }
    }
    rows.looked(open.anchor(), clock.instant(), problem);
  }

  private int sendWaiting(Block newest) {
    List<Open> under = rows.open(config.chainId, sender(), LOOKED_AT);
    long sent = under.stream().filter(open -> open.state() == ChainState.SENT).count();
    boolean stuck = under.stream().anyMatch(open -> open.state() == ChainState.SENT && open.problem() != null);
    List<Waiting> waiting = stuck || sent >= AT_ONCE ? List.of() : rows.waiting((int) (AT_ONCE - sent));
    if (waiting.isEmpty()) {
      return 0;
    }
    Optional<Fees> fees = ChainRules.fees(newest.baseFee(), node.tip(), null, config.mostFee);
    if (fees.isEmpty()) {
      waiting.forEach(one -> rows.looked(one.anchor(), clock.instant(), tooDear()));
      return 0;
    }
    long told = node.transactions(sender(), "pending");
    int begun = 0;
    for (Waiting one : waiting) {
      begun += begin(one, fees.get(), told, newest) ? 1 : 0;
    }
    return begun;
  }

  /** Gives a root its number and its first transaction, and sends that. */
  private boolean begin(Waiting one, Fees fees, long told, Block newest) {
    Instant now = clock.instant();
    Optional<Long> gas;
    try {
      gas = ChainRules.gas(node.gas(sender(), sender(), one.root()));
    } catch (EvmRefusal no) {
      switch (no.kind()) {
        case REVERTED -> rows.refuse(one.anchor(), now, "The chain would revert the transaction: " + no.getMessage());
        case NO_FUNDS -> rows.looked(one.anchor(), now,
            "The account " + sender() + " cannot pay for the transaction; fill it up.");
        default -> rows.looked(one.anchor(), now, "The node refuses the transaction: " + no.getMessage());
      }
      return false;
    }
    if (gas.isEmpty()) {
      rows.looked(one.anchor(), now, "The transaction would take more than " + ChainRules.MOST_GAS + " gas.");
      return false;
    }
    record Begun(long nonce, Signed signed) {}
    Begun begun = db.transaction(tx -> {
      long nonce = rows.holdAccount(tx, config.chainId, sender(), told);
      if (!rows.assign(tx, one.anchor(), config.chainId, sender(), nonce)) {
        return null;
      }
      Signed signed = new Eip1559(config.chainId, nonce, fees.tip(), fees.max(), gas.get(), sender(), one.root())
          .signed(config.key);
      rows.sign(tx, one.anchor(), nonce, signed, fees, now);
      return new Begun(nonce, signed);
    });
    if (begun == null) {
      return false;
    }
    count("signed", 1);
    send(new Open(one.anchor(), ChainState.SENT, begun.nonce, one.root(), null, null),
        new Attempt(begun.signed.hash(), begun.signed.raw(), fees.tip().longValueExact(),
            fees.max().longValueExact(), now),
        newest, true);
    return true;
  }

  private static void count(String what, int number) {
    if (number > 0) {
      Meters.counter("credential.chain", "Roots of the log by what became of them at the chain, each time it did",
          "what", what).increment(number);
    }
  }
}
