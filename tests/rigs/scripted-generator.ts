import { createHash } from "node:crypto";
import { microUsd } from "../../lib/core/money/micro-usd";
import { parseIndexedName } from "../../lib/core/naming/asset-path";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { Clock } from "../../lib/ports/clock";
import type {
  GeneratedOutput,
  GenerationRequest,
  GenerationResult,
  Generator,
  SlotWindow,
  UnknownOutcomePolicy,
} from "../../lib/ports/generator";

export interface Script {
  /** Called with each submit before anything is made: throw to refuse it. `nth` counts from 1 per job. */
  onSubmit?(request: GenerationRequest, nth: number): void;
  /** What takes time before anything is asked of the provider: a moderation, an upload. The go-ahead is asked for after it. */
  prepare?(request: GenerationRequest): Promise<void>;
  /** Called with each check of an accepted job. */
  onCheck?(request: GenerationRequest, nth: number): void;
  /** What the job delivers instead of the ordinary outputs. */
  outputs?(request: GenerationRequest, nth: number): GeneratedOutput[] | null;
  /** Long work: accepted by `submit`, collected by `check`. */
  isAsync?(genId: string): boolean;
  latencyMs?(request: GenerationRequest): number;
  costMicros?(request: GenerationRequest): number;
  /** A provider that does not listen when it is told to stop. */
  ignoresSignals?: boolean;
  /** The answer to a submit gets lost after the provider took the work. */
  losesAnswer?(request: GenerationRequest, nth: number): boolean;
  /** Called with each search for lost work: throw to be out of reach. */
  onFind?(request: GenerationRequest): void;
  /** The calls of a job, when they are more than one. */
  calls?: Generator["calls"];
}

let made = 0;

/**
 * A provider in this process that counts what it is asked. Like a real one it outlives the server: what it accepted is there after a
 * crash. The same request gives the same bytes, and other inputs, upstream bytes or seeds give others.
 */
export class ScriptedGenerator implements Generator {
  /** Job ids in the order of their submits. */
  readonly submits: string[] = [];
  readonly checks: string[] = [];
  readonly cancelled: string[] = [];
  readonly finds: string[] = [];
  inFlight = 0;
  mostInFlight = 0;
  script: Script;
  private readonly predictions = new Map<string, { readyAt: number; createdAt: number; jobId: string }>();
  private readonly windowKey = `window-${++made}`;

  constructor(
    private readonly options: {
      provider: string;
      clock: Clock;
      unknownOutcome?: UnknownOutcomePolicy;
      limit?: number;
      /** The window adapts to what is refused, up to that many. */
      most?: number;
      deadlineMs?: number;
      script?: Script;
    },
  ) {
    this.script = options.script ?? {};
  }

  get provider(): string {
    return this.options.provider;
  }

  get unknownOutcome(): UnknownOutcomePolicy {
    return this.options.unknownOutcome ?? "repeatable";
  }

  /** A window of its own: slots are shared by all runs of a database, and the tests of one file share a database. */
  window(): SlotWindow {
    const { limit = 5, most } = this.options;
    return { key: this.windowKey, limit, ...(most === undefined ? {} : { most }) };
  }

  deadlineMs(): number {
    return this.options.deadlineMs ?? 90_000;
  }

  get calls(): Generator["calls"] {
    return this.script.calls;
  }

  /** Predictions name the job they are for, as webhook URLs in a provider's list do. */
  async find(options: Parameters<NonNullable<Generator["find"]>>[0]) {
    const { request, submittedAfter, isClaimed } = options;
    this.finds.push(request.jobId);
    this.script.onFind?.(request);
    for (const [providerRequestId, { jobId, createdAt }] of this.predictions) {
      if (jobId !== request.jobId || createdAt < submittedAfter.getTime()) continue;
      if (!(await isClaimed(providerRequestId))) return { providerRequestId };
    }
    return null;
  }

  /** Every prediction is done from now on, whatever its latency was. */
  finishAll(): void {
    for (const prediction of this.predictions.values()) prediction.readyAt = 0;
  }

  /** How often a job was submitted. */
  submitsOf(jobId: string): number {
    return this.submits.filter((id) => id === jobId).length;
  }

  async submit(request: GenerationRequest, signal: AbortSignal) {
    const { clock } = this.options;
    const name = request.call === "main" ? request.jobId : `${request.jobId} ${request.call}`;
    if (this.script.prepare) {
      await this.script.prepare(request);
      await request.goAhead?.();
    }
    this.submits.push(name);
    const nth = this.submitsOf(name);
    this.script.onSubmit?.(request, nth);
    const latency = this.script.latencyMs?.(request) ?? 0;
    if (this.script.isAsync?.(request.genId)) {
      // Who looks for lost work asks whether an id is known in the whole database, so that there it is this provider's alone.
      const prefix = this.unknownOutcome === "adopt" ? this.windowKey : this.provider;
      const providerRequestId = `${prefix}-${request.jobId}-${nth}`;
      const now = clock.now().getTime();
      this.predictions.set(providerRequestId, {
        readyAt: now + latency,
        createdAt: now,
        jobId: request.jobId,
      });
      if (this.script.losesAnswer?.(request, nth)) return { kind: "unknown" as const, message: "cut" };
      return { kind: "accepted" as const, providerRequestId, checkAfterMs: Math.max(1, latency) };
    }
    this.inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await clock.sleep(latency, this.script.ignoresSignals ? undefined : signal);
    this.inFlight--;
    if (signal.aborted && !this.script.ignoresSignals) throw new Error("The request was aborted.");
    const result = await this.resultOf(request, nth);
    if (this.script.losesAnswer?.(request, nth)) return { kind: "unknown" as const, message: "cut" };
    return { kind: "finished" as const, ...result };
  }

  async check(options: { providerRequestId: string; request: GenerationRequest }) {
    const { providerRequestId, request } = options;
    this.checks.push(request.jobId);
    this.script.onCheck?.(request, this.checks.filter((id) => id === request.jobId).length);
    const prediction = this.predictions.get(providerRequestId);
    if (!prediction) {
      const message = `${this.provider} has no prediction ${providerRequestId}.`;
      throw new GeneratorFailure({ failureClass: "retryable", message });
    }
    const left = prediction.readyAt - this.options.clock.now().getTime();
    if (left > 0) return { kind: "pending" as const, checkAfterMs: left };
    const nth = Number(providerRequestId.split("-").at(-1));
    return { kind: "finished" as const, ...(await this.resultOf(request, nth)) };
  }

  async cancel(providerRequestId: string): Promise<void> {
    this.cancelled.push(providerRequestId);
    // What is done stays done.
    const prediction = this.predictions.get(providerRequestId);
    if (prediction && prediction.readyAt > this.options.clock.now().getTime()) {
      this.predictions.delete(providerRequestId);
    }
  }

  private async resultOf(request: GenerationRequest, nth: number): Promise<GenerationResult> {
    const outputs = this.script.outputs?.(request, nth) ?? (await ordinaryOutputs(request));
    return { outputs, costMicros: microUsd(this.script.costMicros?.(request) ?? 0) };
  }
}

/** Text that names what it was made from, timings that fit it, and stand-ins for media that `probeByName` can measure. */
export async function ordinaryOutputs(request: GenerationRequest): Promise<GeneratedOutput[]> {
  // It reads what it was given, as a real provider does, so that an unreadable artifact shows.
  const upstream = await Promise.all(
    [...request.artifacts].map(async ([name, artifact]) => {
      const bytes = await artifact.read();
      return `${name}=${createHash("sha256").update(bytes).digest("hex")}`;
    }),
  );
  const { genId, inputs, seed, modelConfig } = request;
  const madeFrom = JSON.stringify([genId, inputs, seed, modelConfig, upstream.sort()]);
  const digest = createHash("sha256").update(madeFrom).digest("hex").slice(0, 16);
  return request.produces.map((artifact) => outputOf(artifact, digest));
}

function outputOf(artifact: string, digest: string): GeneratedOutput {
  const { name } = parseIndexedName(artifact);
  const text = (value: string) => new TextEncoder().encode(value);
  switch (name) {
    case "WordTimings": {
      const words = [
        { text: "Tides", startSeconds: 0.1, endSeconds: 0.5 },
        { text: digest, startSeconds: 0.5, endSeconds: 2.25 },
      ];
      // Badly ordered on purpose: JSON is stored in canonical form.
      const body = JSON.stringify({ zwords: undefined, words });
      return { artifact, mediaType: "application/json", bytes: text(` ${body}\n`) };
    }
    case "SegmentNarrationAudio":
      return { artifact, mediaType: "audio/wav", bytes: text(`audio ${artifact} ${digest}`) };
    case "Music":
      return { artifact, mediaType: "audio/mpeg", bytes: text(`music ${digest}`) };
    case "SegmentImageAsset":
    case "StartingImage":
      return { artifact, mediaType: "image/png", bytes: text(`image ${artifact} ${digest}`) };
    case "SegmentVideo":
      return { artifact, mediaType: "video/mp4", bytes: text(`video ${artifact} ${digest}`) };
    default:
      return { artifact, mediaType: "text/plain", bytes: text(`${artifact} – ${digest}`) };
  }
}
