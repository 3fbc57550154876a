package com.mas.bus;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A message: by reference inside the JVM, as JSON text once it has crossed the wire, decoded by whoever knows its type.
 */
record Envelope(@Nullable Call call, @Nullable Object body, byte @Nullable [] wire) {
  private static final JavaType ANYTHING = Json.MAPPER.constructType(JsonNode.class);

  static Envelope local(@Nullable Call call, @Nullable Object body) {
    return new Envelope(call, body, null);
  }

  private record Wire<T>(@Nullable Call call, @Nullable T body) {}

  /** Accepts what a local sender, another node, or a worker in another language (a JSON object) may put on the bus. */
  static Envelope open(Object message, Class<?> type) {
    return open(message, Json.MAPPER.constructType(type));
  }

  /** Opens a message whose type has parameters, as a page of items has. */
  static Envelope open(Object message, JavaType type) {
    try {
      Envelope envelope = message instanceof JsonObject json ? new Envelope(null, null, json.toBuffer().getBytes())
          : (Envelope) message;
      if (envelope.wire == null) {
        return envelope;
      }
      boolean nothing = type.hasRawClass(Void.class);
      Wire<?> wire = Json.MAPPER.readValue(envelope.wire, Json.MAPPER.getTypeFactory()
          .constructParametricType(Wire.class, nothing ? ANYTHING : type));
      return new Envelope(wire.call, nothing ? null : wire.body, null);
    } catch (IOException | ClassCastException e) {
      throw Failure.INVALID.with("The message is not a " + type.getRawClass().getSimpleName() + ".");
    }
  }

  byte[] toWire() {
    try {
      return wire != null ? wire : Json.MAPPER.writeValueAsBytes(new WireOut(call, body));
    } catch (IOException e) {
      String type = body == null ? "nothing" : body.getClass().getSimpleName();
      throw new IllegalStateException("cannot write " + type, e);
    }
  }

  private record WireOut(@Nullable Call call, @Nullable Object body) {}

  static final class Codec implements MessageCodec<Envelope, Envelope> {
    @Override
    public void encodeToWire(Buffer buffer, Envelope envelope) {
      byte[] bytes = envelope.toWire();
      buffer.appendInt(bytes.length).appendBytes(bytes);
    }

    @Override
    public Envelope decodeFromWire(int position, Buffer buffer) {
      int length = buffer.getInt(position);
      return new Envelope(null, null, buffer.getBytes(position + 4, position + 4 + length));
    }

    @Override
    public Envelope transform(Envelope envelope) {
      return envelope;
    }

    @Override
    public String name() {
      return "mas";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
