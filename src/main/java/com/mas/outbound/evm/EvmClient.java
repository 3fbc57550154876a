package com.mas.outbound.evm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a node of a chain. All of it waits; call on a virtual thread. A node that refuses is an {@link EvmRefusal}, one
 * that is away or answers nonsense {@link Failure#PROVIDER_FAILED}, one that does not know us
 * {@link Failure#PROVIDER_UNAUTHENTICATED}. Everything may be asked again, since a transaction is known by its hash.
 */
public final class EvmClient {
  private static final int MOST_ANSWER_BYTES = 2 << 20;
  private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
  private static final int METHOD_UNKNOWN = -32_601;

  /** @param baseFee wei for a unit of gas that is burnt */
  public record Block(long number, String hash, BigInteger baseFee) {}

  /** Tells what became of a transaction that is in a block. */
  public record Receipt(boolean succeeded, long block, String blockHash) {}

  private final HttpCaller caller;
  private final String path;

  /** @param caller of {@link #polite} */
  public EvmClient(HttpCaller caller) {
    this.caller = caller;
    String path = URI.create(caller.site()).getPath();
    this.path = path == null || path.isEmpty() ? "/" : "";
  }

  /** Returns how a node is called: each attempt 15 s, 3 attempts. */
  public static HttpCaller.Config polite(String url) {
    return new HttpCaller.Config("Chain", url, Duration.ofSeconds(15), 3, Duration.ofMillis(500),
        Duration.ofSeconds(10), MOST_ANSWER_BYTES, 8, Duration.ofSeconds(15));
  }

  public long chainId() {
    return ask("eth_chainId", result -> number(result).longValueExact());
  }

  /** Returns the newest block; of a chain without base fees the fee is 0. */
  public Block latest() {
    return ask("eth_getBlockByNumber", result -> new Block(number(result.path("number")).longValueExact(),
        text(result.path("hash")), result.hasNonNull("baseFeePerGas") ? number(result.path("baseFeePerGas"))
            : BigInteger.ZERO),
        "latest", false);
  }

  /** @param at number of a block, or {@code latest}, or {@code pending} with those that wait for a block */
  public long transactions(String account, String at) {
    return ask("eth_getTransactionCount", result -> number(result).longValueExact(), account, at);
  }

  /** Returns the tip that the node proposes; 1 gwei where it proposes none. */
  public BigInteger tip() {
    return ask("eth_maxPriorityFeePerGas", result -> result.isMissingNode() ? GWEI : number(result));
  }

  /** Returns the units of gas that a transaction would take. */
  public long gas(String from, String to, byte[] data) {
    ObjectNode call = Json.MAPPER.createObjectNode().put("from", from).put("to", to).put("data", Hex.data(data));
    return ask("eth_estimateGas", result -> number(result).longValueExact(), call);
  }

  /** Hands a transaction over; that the node takes it does not mean that a block will have it. */
  public void send(byte[] raw) {
    ask("eth_sendRawTransaction", EvmClient::text, Hex.data(raw));
  }

  /** Returns nothing while no block has it. */
  public Optional<Receipt> receipt(String hash) {
    return ask("eth_getTransactionReceipt", result -> result.isNull() ? Optional.empty()
        : Optional.of(new Receipt(number(result.path("status")).signum() > 0,
            number(result.path("blockNumber")).longValueExact(), text(result.path("blockHash")))),
        hash);
  }

  private <T> T ask(String method, Function<JsonNode, T> read, Object... parameters) {
    ObjectNode request = Json.MAPPER.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    ArrayNode list = request.putArray("params");
    for (Object each : parameters) {
      list.addPOJO(each);
    }
    Incoming answer = caller.call(new Outgoing("POST", path, Map.of(), Map.of("content-type", "application/json",
        "accept", "application/json"), Json.write(request), true)).await();
    JsonNode told = told(answer);
    if (told.hasNonNull("error")) {
      int code = told.path("error").path("code").asInt();
      if (code == METHOD_UNKNOWN && method.equals("eth_maxPriorityFeePerGas")) {
        return read.apply(Json.MAPPER.missingNode());
      }
      throw new EvmRefusal(code, told.path("error").path("message").asText());
    }
    try {
      return read.apply(told.path("result"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw unreadable();
    }
  }

  private static JsonNode told(Incoming answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      throw Failure.PROVIDER_UNAUTHENTICATED.with("The chain's node refuses us; it answered with status "
          + answer.status() + ". Check EVM_RPC_URL.");
    }
    try {
      JsonNode told = answer.complete() ? Json.FOREIGN.readTree(answer.text()) : null;
      if (told != null && told.isObject() && (told.has("result") || told.hasNonNull("error"))) {
        return told;
      }
    } catch (JsonProcessingException e) {
      // told below
    }
    throw answer.status() / 100 == 2 ? unreadable() : Failure.PROVIDER_FAILED.with(
        "The chain's node answered with status " + answer.status() + ".");
  }

  private static FailureException unreadable() {
    return Failure.PROVIDER_FAILED.with("The chain's node gave an answer that cannot be read.");
  }

  private static BigInteger number(JsonNode quantity) {
    return Hex.number(quantity.asText());
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("It is no text.");
    }
    return node.asText();
  }
}
