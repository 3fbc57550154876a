package com.mas.boot;

import com.mas.log.RedactionRules;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Spans of what comes in by HTTP, goes over the bus, to the database, Redis and outside systems, sent to a collector by
 * OTLP over HTTP. Sent in batches by a thread of their own; what does not fit into its queue of 2,048 is dropped, so
 * that a collector that is away costs nothing but spans.
 */
record Tracing(OpenTelemetrySdk sdk) implements AutoCloseable {
  private static final int STOP_SECONDS = 5;

  static Tracing open(Settings.Traces settings) {
    SpanExporter collector = OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint() + "/v1/traces").build();
    SdkTracerProvider spans = SdkTracerProvider.builder()
        .setResource(Resource.getDefault().toBuilder().put("service.name", settings.service()).build())
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.percent() / 100.0)))
        .addSpanProcessor(BatchSpanProcessor.builder(new Redacting(collector)).build())
        .build();
    return new Tracing(OpenTelemetrySdk.builder().setTracerProvider(spans)
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance())).build());
  }

  VertxTracerFactory factory() {
    return new OpenTelemetryTracingFactory(sdk);
  }

  /** Sends what it still has. */
  @Override
  public void close() {
    sdk.getSdkTracerProvider().shutdown().join(STOP_SECONDS, TimeUnit.SECONDS);
  }

  /** A collector is no place for secrets either: addresses go without their query, where providers want their keys. */
  private record Redacting(SpanExporter collector) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return collector.export(spans.stream().<SpanData>map(Redacted::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
      return collector.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return collector.shutdown();
    }
  }

  private static final class Redacted extends DelegatingSpanData {
    private final Attributes attributes;

    Redacted(SpanData span) {
      super(span);
      AttributesBuilder clean = span.getAttributes().toBuilder();
      span.getAttributes().forEach((key, value) -> {
        if (key.getType() == AttributeType.STRING) {
          clean.put(AttributeKey.stringKey(key.getKey()), clean(key.getKey(), (String) value));
        }
      });
      attributes = clean.build();
    }

    private static String clean(String key, String value) {
      if (key.equals("url.query")) {
        return "";
      }
      int query = key.startsWith("url.") || key.startsWith("http.") ? value.indexOf('?') : -1;
      return RedactionRules.redact(query < 0 ? value : value.substring(0, query));
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }
  }
}
