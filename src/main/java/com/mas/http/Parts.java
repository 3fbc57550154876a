package com.mas.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A file as an answer, part by part: the operation is asked again with what its answer gives as {@code next} until it
 * gives none, and each time only when the client has taken what came before. So a file takes a part's memory, however
 * large it is. Its answer record has a {@code next}, and a {@code text}, or {@code bytes} in base64.
 */
final class Parts {
  private final CharSequence contentType;
  private final String from;
  private final RecordComponent content;
  private final RecordComponent next;

  /** @param from the request's component that takes {@code next} */
  Parts(String contentType, String from, Class<?> answer) {
    this.contentType = contentType;
    this.from = from;
    this.content = has(answer, "bytes") ? component(answer, "bytes") : component(answer, "text");
    this.next = component(answer, "next");
  }

  private static boolean has(Class<?> answer, String name) {
    return answer.isRecord()
        && Arrays.stream(answer.getRecordComponents()).anyMatch(each -> each.getName().equals(name));
  }

  private Buffer part(Object answer) throws ReflectiveOperationException {
    String given = (String) content.getAccessor().invoke(answer);
    return content.getName().equals("bytes") ? Buffer.buffer(Base64.getDecoder().decode(given)) : Buffer.buffer(given);
  }

  private static RecordComponent component(Class<?> answer, String name) {
    return Arrays.stream(answer.isRecord() ? answer.getRecordComponents() : new RecordComponent[0])
        .filter(each -> each.getName().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
            "answers in parts with " + answer.getSimpleName() + ", which has no '" + name + "'"));
  }

  /** @param calls one for each part: a whole file has no deadline, a part has */
  void send(Exchange exchange, Bus bus, Operation operation, Supplier<Call> calls, Object input) {
    bus.sendRaw(calls.get(), operation.request(), input).onComplete(told -> {
      if (told.failed()) {
        exchange.fail(told.cause());
        return;
      }
      try {
        Object further = next.getAccessor().invoke(told.result());
        Future<Void> taken = exchange.part(contentType, part(told.result()), further == null);
        if (further != null) {
          ObjectNode asked = Json.MAPPER.valueToTree(input);
          asked.set(from, Json.MAPPER.valueToTree(further));
          Object more = Json.MAPPER.treeToValue(asked, operation.request().body());
          taken.onSuccess(done -> send(exchange, bus, operation, calls, more));
        }
      } catch (ReflectiveOperationException | JsonProcessingException e) {
        exchange.fail(e);
      }
    });
  }
}
