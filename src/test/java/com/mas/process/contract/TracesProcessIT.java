package com.mas.process.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.sandbox.graphy.GraphySimulator;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector of traces that a server was told of, and what it gets. */
class TracesProcessIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  @TempDir private Path data;

  @Test
  void aCallersTraceGoesOnOverTheBusToTheDatabaseAndToOutsideSystemsWithoutSecrets() throws Exception {
    Queue<byte[]> batches = new ConcurrentLinkedQueue<>();
    HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    collector.createContext("/v1/traces", exchange -> {
      batches.add(exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    collector.start();
    try (ServerProcess server = ServerProcess.start(data, Map.of("SANDBOX", "true", "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + collector.getAddress().getPort()))) {
      String admin = server.api().admin();
      Reply login = server.api().post("/api/graphy/auth/login", admin, Map.of("email", GraphySimulator.EMAIL,
          "password", GraphySimulator.PASSWORD));
      assertEquals(200, login.status(), login::text);
      HttpResponse<String> courses = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(
          server.api().base() + "/api/graphy/courses?limit=5")).header("authorization", "Bearer " + admin)
          .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01").header("x-request-id", "traced-1").build(),
          HttpResponse.BodyHandlers.ofString());
      assertEquals(200, courses.statusCode(), courses.body());
      assertEquals(0, server.stop(), server.out::toString);

      List<Span> spans = batches.stream().flatMap(TracesProcessIT::spans).toList();
      List<Span> ours = spans.stream().filter(span -> hex(span.getTraceId()).equals(TRACE)).toList();
      Span request = one(ours, span -> span.getName().equals("GET /api/graphy/courses"));
      assertEquals(CALLER, hex(request.getParentSpanId()));
      assertEquals("traced-1", attribute(request, "request.id"));
      for (Span span : ours) {
        assertTrue(
            span == request || ours.stream().anyMatch(parent -> parent.getSpanId().equals(span.getParentSpanId())),
            () -> "has no parent here: " + span);
      }
      one(ours, span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER && span != request
          && attribute(span, "request.id").equals("traced-1"));
      assertTrue(ours.stream().anyMatch(span -> attribute(span, "db.system").startsWith("postgres")), ours::toString);
      assertTrue(ours.stream().anyMatch(span -> attribute(span, "url.full").contains("/graphy/")), ours::toString);

      for (Span span : spans) {
        assertFalse(span.toString().contains(GraphySimulator.PASSWORD), span::toString);
        assertFalse(span.toString().contains(Api.PASSWORD), span::toString);
        assertFalse(attribute(span, "url.full").contains("?"), span::toString);
        assertEquals("", attribute(span, "url.query"), span::toString);
      }
    } finally {
      collector.stop(0);
    }
  }

  private static Stream<Span> spans(byte[] batch) {
    try {
      return ExportTraceServiceRequest.parseFrom(batch).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream()).flatMap(scope -> scope.getSpansList().stream());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Span one(List<Span> spans, Predicate<Span> which) {
    return spans.stream().filter(which).findFirst().orElseThrow(() -> new AssertionError("is not in " + spans));
  }

  private static String attribute(Span span, String name) {
    return span.getAttributesList().stream().filter(attribute -> attribute.getKey().equals(name))
        .map(KeyValue::getValue).map(value -> value.getStringValue()).findFirst().orElse("");
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
