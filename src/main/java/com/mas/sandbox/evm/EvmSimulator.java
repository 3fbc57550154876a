package com.mas.sandbox.evm;

import com.mas.outbound.evm.Hex;
import com.mas.sandbox.evm.EvmChain.Block;
import com.mas.sandbox.evm.EvmChain.Refused;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Given;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Struck;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** A node of an EVM chain that makes a block every 12 s, and when it is told to. */
public final class EvmSimulator implements Simulator {
  public static final long CHAIN_ID = 1_337;
  /** Pays on this chain alone, and is known to everybody. */
  public static final String ACCOUNT_KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
  /** Opens nothing but this simulator. */
  public static final String KEY = "sandbox-3f1c77";

  private static final Duration BLOCK = Duration.ofSeconds(12);
  private static final int MOST_BLOCKS_AT_ONCE = 64;
  private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
  private static final long GAS = 22_280;
  private static final Set<String> METHODS = new TreeSet<>(Set.of("eth_chainId", "eth_getBlockByNumber",
      "eth_blockNumber", "eth_getTransactionCount", "eth_maxPriorityFeePerGas", "eth_estimateGas",
      "eth_sendRawTransaction", "eth_getTransactionReceipt", "eth_getTransactionByHash"));

  private static final Kind NO_FUNDS = Kind.own("noFunds");
  private static final Kind UNDERPRICED = Kind.own("underpriced");
  private static final Kind NONCE_TOO_LOW = Kind.own("nonceTooLow");
  private static final Kind REVERTS = Kind.own("reverts");
  private static final Kind FAILS = Kind.own("fails");
  private static final Kind BUSY = Kind.own("busy");

  private final Clock clock;
  private final EvmChain chain = new EvmChain(CHAIN_ID);
  private Instant next;

  public EvmSimulator(Clock clock) {
    this.clock = clock;
    this.next = clock.instant().plus(BLOCK);
  }

  @Override
  public String name() {
    return "evm";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/v3/:key", "rpc", this::rpc).named(call -> call.json().getString("method")));
  }

  @Override
  public Set<String> words() {
    Set<String> words = new TreeSet<>(METHODS);
    words.add("rpc");
    return words;
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(NO_FUNDS, UNDERPRICED, NONCE_TOO_LOW, REVERTS, FAILS, BUSY);
  }

  @Override
  public void switches(Switches switches) {
    switches.on("POST", "mine", this::mine).on("POST", "reorganise", this::reorganise)
        .on("POST", "drop", asked -> {
          chain.drop();
          return told();
        }).on("PUT", "baseFee", this::baseFee).on("POST", "foreign", this::foreign)
        .on("GET", "transactions", asked -> transactions());
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("EVM_RPC_URL").isEmpty()) {
      settings.put("EVM_RPC_URL", base + "/v3/" + KEY);
      settings.put("EVM_CHAIN_ID", String.valueOf(CHAIN_ID));
      settings.put("EVM_PRIVATE_KEY", ACCOUNT_KEY);
      settings.put("EVM_CONFIRMATIONS", "2");
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return KEY.equals(call.path("key"));
  }

  @Override
  public void refuse(Exchange call, int status) {
    call.json(status, error(call, status == 401 ? -32_000 : -32_603,
        status == 401 ? "invalid project id" : "please try again later"));
  }

  @Override
  public void reset() {
    chain.reset();
    next = clock.instant().plus(BLOCK);
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("waiting", new Kept.Held(chain.waiting(), EvmChain.MOST_WAITING));
  }

  // --- JSON-RPC -----------------------------------------------------------------------------------------------------

  private void rpc(Exchange call) {
    passTime();
    JsonObject asked = call.json();
    JsonArray parameters = asked.getJsonArray("params", new JsonArray());
    try {
      if (call.struck().has(BUSY)) {
        throw new Refused(-32_005, "daily request count exceeded, request rate limited");
      }
      call.json(new JsonObject().put("jsonrpc", "2.0").put("id", asked.getValue("id"))
          .put("result", result(asked.getString("method", ""), parameters, call.struck())));
    } catch (Refused no) {
      call.json(error(call, no.code(), no.getMessage()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
      call.json(error(call, -32_602, "invalid argument"));
    }
  }

  private static JsonObject error(Exchange call, int code, String message) {
    return new JsonObject().put("jsonrpc", "2.0").put("id", call.json().getValue("id"))
        .put("error", new JsonObject().put("code", code).put("message", message));
  }

  private void passTime() {
    for (int i = 0; i < MOST_BLOCKS_AT_ONCE && !clock.instant().isBefore(next); i++) {
      chain.mine();
      next = next.plus(BLOCK);
    }
    if (!clock.instant().isBefore(next)) {
      next = clock.instant().plus(BLOCK);
    }
  }

  private Object result(String method, JsonArray parameters, Struck struck) {
    return switch (method) {
      case "eth_chainId" -> Hex.quantity(CHAIN_ID);
      case "eth_blockNumber" -> Hex.quantity(chain.newest().number());
      case "eth_maxPriorityFeePerGas" -> Hex.quantity(GWEI.longValue());
      case "eth_getBlockByNumber" -> block(chain.newest());
      case "eth_getTransactionCount" -> Hex.quantity(count(parameters.getString(0), parameters.getString(1)));
      case "eth_estimateGas" -> {
        refuseIf(struck, REVERTS, 3, "execution reverted: not today");
        refuseIf(struck, NO_FUNDS, -32_000, "insufficient funds for transfer");
        yield Hex.quantity(GAS);
      }
      case "eth_sendRawTransaction" -> {
        refuseIf(struck, NO_FUNDS, -32_000, "insufficient funds for gas * price + value: balance 0");
        refuseIf(struck, UNDERPRICED, -32_000, "transaction underpriced");
        refuseIf(struck, NONCE_TOO_LOW, -32_000, "nonce too low");
        refuseIf(struck, REVERTS, 3, "execution reverted: not today");
        yield chain.send(Hex.bytes(parameters.getString(0)), struck.has(FAILS));
      }
      case "eth_getTransactionReceipt" -> receipt(parameters.getString(0));
      case "eth_getTransactionByHash" -> receipt(parameters.getString(0));
      default -> throw new Refused(-32_601, "the method " + method + " does not exist/is not available");
    };
  }

  private static void refuseIf(Struck struck, Kind kind, int code, String message) {
    if (struck.has(kind)) {
      throw new Refused(code, message);
    }
  }

  private long count(String account, String at) {
    return switch (at) {
      case "latest" -> chain.count(account, chain.newest().number());
      case "pending" -> chain.pending(account);
      default -> chain.count(account, Hex.number(at).longValueExact());
    };
  }

  private static JsonObject block(Block block) {
    return new JsonObject().put("number", Hex.quantity(block.number())).put("hash", block.hash())
        .put("parentHash", block.parent()).put("baseFeePerGas", "0x" + block.baseFee().toString(16))
        .put("transactions", new JsonArray(List.copyOf(block.transactions().keySet())));
  }

  private JsonObject receipt(String hash) {
    Block block = chain.of(hash);
    return block == null ? null : new JsonObject().put("transactionHash", hash)
        .put("status", block.transactions().get(hash).fails() ? "0x0" : "0x1")
        .put("blockNumber", Hex.quantity(block.number())).put("blockHash", block.hash())
        .put("gasUsed", Hex.quantity(GAS)).put("logs", new JsonArray());
  }

  // --- switches -----------------------------------------------------------------------------------------------------

  private JsonObject told() {
    return new JsonObject().put("newest", chain.newest().number()).put("waiting", chain.waiting());
  }

  private JsonObject mine(Switches.Asked asked) {
    int blocks = asked.body("blocks").whole("blocks", 1, MOST_BLOCKS_AT_ONCE, 1);
    for (int i = 0; i < blocks; i++) {
      chain.mine();
    }
    return told();
  }

  private JsonObject reorganise(Switches.Asked asked) {
    Given body = asked.body("blocks", "lose");
    chain.reorganise(body.whole("blocks", 1, MOST_BLOCKS_AT_ONCE, 1), body.whole("lose", 0, 1, 0) == 1);
    return told();
  }

  private JsonObject baseFee(Switches.Asked asked) {
    chain.baseFee(GWEI.multiply(BigInteger.valueOf(asked.body("gwei").whole("gwei", 1, 1_000_000, 10))));
    return told();
  }

  private JsonObject foreign(Switches.Asked asked) {
    chain.foreign(asked.body("account").text("account"));
    return told();
  }

  private JsonObject transactions() {
    JsonArray list = new JsonArray();
    chain.taken().forEach(each -> list.add(new JsonObject().put("hash", each.sent().hash())
        .put("from", each.sent().from()).put("to", each.sent().transaction().to())
        .put("nonce", each.sent().transaction().nonce()).put("data", Hex.data(each.sent().transaction().data()))
        .put("fails", each.fails())));
    return new JsonObject().put("transactions", list);
  }
}
