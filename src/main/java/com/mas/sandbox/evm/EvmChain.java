package com.mas.sandbox.evm;

import com.mas.outbound.evm.Eip1559;
import com.mas.outbound.evm.Eip1559.Sent;
import com.mas.outbound.evm.Hex;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds blocks, and the transactions that wait for one, as strictly as a node does. On one thread. */
final class EvmChain {
  static final int MOST_WAITING = 500;
  static final int MOST_BLOCKS = 20_000;
  private static final BigInteger TENTH = BigInteger.TEN;
  private static final int PERCENT = 100;

  /** A node's no. */
  static final class Refused extends RuntimeException {
    private final int code;

    Refused(int code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** @param fails whether it is reverted in its block */
  record Waiting(Sent sent, boolean fails) {}

  /** @param transactions by hash */
  record Block(long number, String hash, String parent, BigInteger baseFee, Map<String, Waiting> transactions) {}

  private final long chainId;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<String, TreeMap<Long, Waiting>> waiting = new LinkedHashMap<>();
  /** Numbers that another program used, which are in no block that is shown. */
  private final Map<String, TreeMap<Long, Long>> foreign = new LinkedHashMap<>();
  private BigInteger baseFee = BigInteger.valueOf(10_000_000_000L);
  private int forks;

  EvmChain(long chainId) {
    this.chainId = chainId;
    mine();
  }

  void baseFee(BigInteger wei) {
    baseFee = wei;
  }

  Block newest() {
    return blocks.getLast();
  }

  /** Returns how many transactions of an account the blocks have, the last included. */
  long count(String account, long block) {
    long own = blocks.stream().filter(each -> each.number <= block)
        .mapToLong(each -> each.transactions.values().stream().filter(of -> of.sent.from().equals(account)).count())
        .sum();
    return own + foreign.getOrDefault(account, new TreeMap<>()).values().stream().filter(at -> at <= block).count();
  }

  long pending(String account) {
    long next = count(account, newest().number);
    TreeMap<Long, Waiting> own = waiting.getOrDefault(account, new TreeMap<>());
    while (own.containsKey(next)) {
      next++;
    }
    return next;
  }

  /** Takes a transaction; returns its hash. */
  String send(byte[] raw, boolean fails) {
    Sent sent;
    try {
      sent = Eip1559.read(raw);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Refused(-32_602, "rlp: " + e.getMessage());
    }
    Eip1559 transaction = sent.transaction();
    if (transaction.chainId() != chainId) {
      throw new Refused(-32_000, "invalid sender: invalid chain id for signer");
    }
    TreeMap<Long, Waiting> own = waiting.computeIfAbsent(sent.from(), none -> new TreeMap<>());
    Waiting there = own.get(transaction.nonce());
    if (there != null && there.sent.hash().equals(sent.hash())) {
      throw new Refused(-32_000, "already known");
    }
    if (transaction.nonce() < count(sent.from(), newest().number)) {
      throw new Refused(-32_000, "nonce too low: next nonce " + count(sent.from(), newest().number) + ", tx nonce "
          + transaction.nonce());
    }
    if (there != null && (isTooCheap(transaction.tip(), there.sent.transaction().tip())
        || isTooCheap(transaction.maxFee(), there.sent.transaction().maxFee()))) {
      throw new Refused(-32_000, "replacement transaction underpriced");
    }
    if (waiting.values().stream().mapToInt(TreeMap::size).sum() >= MOST_WAITING) {
      throw new Refused(-32_000, "txpool is full");
    }
    own.put(transaction.nonce(), new Waiting(sent, fails));
    return sent.hash();
  }

  private static boolean isTooCheap(BigInteger offered, BigInteger before) {
    return offered.multiply(TENTH).compareTo(before.multiply(TENTH.add(BigInteger.ONE))) < 0;
  }

  /** Makes a block of what waits, can be paid for, and leaves no number out. */
  void mine() {
    long number = blocks.isEmpty() ? 0 : newest().number + 1;
    Map<String, Waiting> taken = new LinkedHashMap<>();
    waiting.forEach((account, own) -> {
      long next = blocks.isEmpty() ? 0 : count(account, number - 1);
      own.headMap(next).clear();
      for (Waiting each = own.get(next); each != null
          && each.sent.transaction().maxFee().compareTo(baseFee) >= 0; each = own.get(++next)) {
        taken.put(each.sent.hash(), each);
        own.remove(next);
      }
    });
    waiting.values().removeIf(TreeMap::isEmpty);
    String parent = blocks.isEmpty() ? Hex.data(new byte[32]) : newest().hash;
    blocks.add(new Block(number, Hex.data(Hex.keccak((parent + number + " " + forks + taken.keySet())
        .getBytes(StandardCharsets.UTF_8))), parent, baseFee, taken));
    if (blocks.size() > MOST_BLOCKS) { // an account's count would be wrong without them: begin anew
      reset();
    }
  }

  /** @param lose whether what the replaced blocks had is forgotten instead of waiting again */
  void reorganise(int depth, boolean lose) {
    forks++;
    int left = Math.max(1, blocks.size() - depth);
    List<Block> gone = new ArrayList<>(blocks.subList(left, blocks.size()));
    blocks.subList(left, blocks.size()).clear();
    long newest = newest().number;
    foreign.values().forEach(own -> own.values().removeIf(at -> at > newest));
    if (!lose) {
      gone.forEach(block -> block.transactions.values().forEach(each -> waiting
          .computeIfAbsent(each.sent.from(), none -> new TreeMap<>())
          .putIfAbsent(each.sent.transaction().nonce(), each)));
    }
  }

  void drop() {
    waiting.clear();
  }

  /** Uses the next number of an account in a block of its own; what waits with that number waits for ever. */
  void foreign(String account) {
    long next = count(account, newest().number);
    Map<String, TreeMap<Long, Waiting>> aside = new LinkedHashMap<>(waiting);
    waiting.clear();
    mine();
    foreign.computeIfAbsent(account, none -> new TreeMap<>()).put(next, newest().number);
    waiting.putAll(aside);
    waiting.getOrDefault(account, new TreeMap<>()).remove(next);
  }

  /** Returns the block that has a transaction; null: none. */
  Block of(String hash) {
    return blocks.reversed().stream().filter(block -> block.transactions.containsKey(hash)).findFirst().orElse(null);
  }

  /** Returns what the blocks have, oldest first. */
  List<Waiting> taken() {
    return blocks.stream().sorted(Comparator.comparingLong(Block::number))
        .flatMap(block -> block.transactions.values().stream()).toList();
  }

  int blocks() {
    return blocks.size();
  }

  int waiting() {
    return waiting.values().stream().mapToInt(TreeMap::size).sum();
  }

  void reset() {
    blocks.clear();
    waiting.clear();
    foreign.clear();
    forks = 0;
    baseFee = BigInteger.valueOf(PERCENT * 100_000_000L);
    mine();
  }
}
