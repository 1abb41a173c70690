import { createHash } from "node:crypto";
import { type Attributes, ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  type IdGenerator,
  RandomIdGenerator,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { Tracer } from "../../ports/tracer";

/** The trace and root span of a run: sha256 of its id, so that every process finds the same without asking. */
export function runTraceIds(runId: string): { traceId: string; spanId: string } {
  const digest = createHash("sha256").update(`trace ${runId}`).digest("hex");
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}

/** Ids that can be given for the next span: the SDK makes up its own otherwise. */
class GivenIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  given: { traceId: string; spanId: string } | null = null;
  generateTraceId = () => this.given?.traceId ?? this.random.generateTraceId();
  generateSpanId = () => this.given?.spanId ?? this.random.generateSpanId();
}

/** Spans in OpenTelemetry's form, handed to `processors` (an OTLP exporter behind a batch, or a test's memory). */
export function createOtelTracer(options: { processors: SpanProcessor[]; serviceName?: string }): Tracer {
  const ids = new GivenIds();
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ "service.name": options.serviceName ?? "reelgraph" }),
    spanProcessors: options.processors,
  });
  const tracer = provider.getTracer("reelgraph");
  return {
    attempt(span) {
      const parent = trace.setSpanContext(ROOT_CONTEXT, {
        ...runTraceIds(span.runId),
        traceFlags: TraceFlags.SAMPLED,
        isRemote: true,
      });
      const attributes: Attributes = {
        "reelgraph.run.id": span.runId,
        "reelgraph.video.id": span.videoId,
        "reelgraph.job.id": span.jobId,
        "reelgraph.generator": span.genId,
        "reelgraph.purchase.id": span.purchaseId,
        "reelgraph.purchase.number": span.purchaseNumber,
        "reelgraph.call": span.call,
        "reelgraph.provider": span.provider,
        "reelgraph.model": span.model,
        "reelgraph.outcome": span.outcome,
        "reelgraph.cost_micros": span.costMicros,
      };
      const started = tracer.startSpan(
        `attempt ${span.genId}`,
        { startTime: span.startedAt, attributes },
        parent,
      );
      if (span.failure) {
        started.setAttribute("reelgraph.failure.code", span.failure.code);
        started.setStatus({ code: SpanStatusCode.ERROR, message: span.failure.message });
      }
      started.end(span.endedAt);
    },
    run(span) {
      ids.given = runTraceIds(span.runId);
      const attributes: Attributes = {
        "reelgraph.run.id": span.runId,
        "reelgraph.video.id": span.videoId,
        "reelgraph.run.type": span.type,
        "reelgraph.run.status": span.status,
        "reelgraph.cost_micros": span.costMicros,
      };
      const started = tracer.startSpan(
        `run ${span.type}`,
        { root: true, startTime: span.startedAt, attributes },
        ROOT_CONTEXT,
      );
      ids.given = null;
      if (span.status === "failed") started.setStatus({ code: SpanStatusCode.ERROR });
      started.end(span.endedAt);
    },
  };
}
