import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { Tracer } from "../../ports/tracer";
import { createOtelTracer } from "./tracer";

/** Spans to the collector that OpenTelemetry's own variables name (`OTEL_EXPORTER_OTLP_ENDPOINT`, `…_HEADERS`). */
export function createOtlpTracer(options: { serviceName?: string }): Tracer {
  return createOtelTracer({ ...options, processors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
}
