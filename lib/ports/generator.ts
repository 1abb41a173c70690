import type { ShownLimits } from "../core/limits/learn";
import type { MicroUsd } from "../core/money/micro-usd";

/** One provider call of one job, everything resolved: what to make, from what, with which model. */
export interface GenerationRequest {
  jobId: string;
  genId: string;
  /** `main`, or another call of the same job, e.g. `timings` (see ProviderCall). */
  call: string;
  model: string;
  modelConfig: Record<string, unknown>;
  /** uint32 */
  seed: number;
  /** Input values by name, as the fingerprint holds them. */
  inputs: Readonly<Record<string, unknown>>;
  /**
   * All inputs as the run froze them. Only for what cannot change without changing a declared dependency as well, e.g. the planned
   * length of a segment in the assembler: anything else belongs into `inputs`, or edits would go unnoticed.
   */
  frozen: Readonly<Record<string, unknown>>;
  /** Upstream artifacts by name; for a later call of a job also what its earlier calls made. */
  artifacts: ReadonlyMap<string, UpstreamArtifact>;
  /** Artifact names this call owes: all or none. */
  produces: readonly string[];
  /** Unique per purchase: the provider's Idempotency-Key where it takes one. */
  nonce: string;
  /**
   * To be awaited right before what costs money is asked for, behind whatever takes time (moderation, an upload). Throws when it is not
   * wanted any more: the run is being cancelled, or has gone to another executor.
   */
  goAhead?(): Promise<void>;
}

export interface UpstreamArtifact {
  mediaType: string;
  checksum: string;
  facts: Readonly<Record<string, number>>;
  /** A person brought it along: nobody has looked at what it says. */
  isOwn?: boolean;
  read(): Promise<Uint8Array>;
}

/** The texts among the upstream artifacts that a person wrote, for whoever looks at a person's words before they are sent. */
export async function ownTexts({ artifacts }: Pick<GenerationRequest, "artifacts">): Promise<string[]> {
  const own = [...artifacts.values()].filter(({ isOwn, mediaType }) => isOwn && mediaType === "text/plain");
  return await Promise.all(own.map(async (upstream) => new TextDecoder().decode(await upstream.read())));
}

export interface GeneratedOutput {
  artifact: string;
  mediaType: string;
  bytes: Uint8Array;
  /** Measured, e.g. `{durationSeconds: 9.4}`; kept with the artifact so that readers need not open the bytes. */
  facts?: Record<string, number>;
}

export interface GenerationResult {
  outputs: GeneratedOutput[];
  costMicros: MicroUsd;
  /** What the answer said of the provider's limits. */
  shown?: ShownLimits;
}

export type SubmitResult =
  | ({ kind: "finished" } & GenerationResult)
  | { kind: "accepted"; providerRequestId: string; checkAfterMs: number; shown?: ShownLimits }
  /** The request went out and its answer was lost (a connection cut, an answer that breaks off): the provider may have done the work. */
  | { kind: "unknown"; message: string };

export type CheckResult =
  | ({ kind: "finished" } & GenerationResult)
  | { kind: "pending"; checkAfterMs: number; progress?: number };

/**
 * What to do when a crash leaves it unknown whether a submit reached the provider (runner.md, Job ledger):
 * - `adopt`: look for it with `find`; never submit again while it may exist;
 * - `resubmit-once`: wait out the deadline, reserve again, submit once more;
 * - `repeatable`: nothing is bought and the result is the same each time: do it again at once.
 */
export type UnknownOutcomePolicy = "adopt" | "resubmit-once" | "repeatable";

/**
 * One paid call of a job. Most jobs are one; narration is spoken (`main`) and then timed (`timings`), each a purchase of its own, so that
 * a failure of the second never buys the first again. A call sees what the earlier ones made among its artifacts.
 */
export interface ProviderCall {
  call: string;
  /** The artifacts this call makes, of those the job owes. */
  produces: readonly string[];
  /** The most it can cost; the shares add up to the job's estimate. */
  maximumMicros: MicroUsd;
  /** The most tokens it can use; absent where its provider counts none. */
  tokens?: number;
}

/**
 * Jobs of one slot share a window: at most `limit` claimed or submitted purchases at a time. With `most` that is only where it begins:
 * what the provider shows of its limits moves it (lib/core/limits), for all runs and processes together.
 */
export interface SlotWindow {
  /** Provider and credential. */
  key: string;
  limit: number;
  /** As many as it may grow to; absent: it stays as it is. */
  most?: number;
  /** Requests and tokens a minute are counted apart for each of these; absent: the whole window is one. */
  lane?: string;
}

/**
 * A provider (runner.md, Talking to providers). Synchronous work finishes in `submit`; long work is accepted there and collected
 * with `check`. Failures are thrown as GeneratorFailure with a class.
 */
export interface Generator {
  readonly provider: string;
  readonly unknownOutcome: UnknownOutcomePolicy;
  /** The window a generator's jobs share. */
  window(genId: string, model?: string, call?: string): SlotWindow;
  /** Longest a submit may take before its outcome counts as unknown, milliseconds. */
  deadlineMs(genId: string, call?: string): number;
  /** The calls a job takes, in order; absent: one `main` that makes everything. */
  calls?(job: {
    genId: string;
    model: string;
    produces: readonly string[];
    inputs: Readonly<Record<string, unknown>>;
    maximumMicros: MicroUsd;
  }): readonly ProviderCall[];
  /**
   * A GeneratorFailure says that the provider surely did not take the work, or did it and failed: nothing is on its way. Anything else
   * thrown (a connection cut after the request had left) leaves the outcome unknown, and the policy decides. Upstream artifacts are read
   * before anything is sent: an object store that fails under them leaves nothing unknown.
   */
  submit(request: GenerationRequest, signal: AbortSignal): Promise<SubmitResult>;
  /**
   * A GeneratorFailure means that the work itself has failed; anything else thrown means that only the asking did, and it is asked
   * again. May be asked again after `finished`: a crash can come before the result is stored.
   */
  check(options: {
    providerRequestId: string;
    request: GenerationRequest;
    signal: AbortSignal;
  }): Promise<CheckResult>;
  /**
   * With `adopt`, and there required: looks for the work of a submit whose answer was lost, once its deadline has passed: by its nonce
   * or by equal model and input, created at or after `submittedAfter`, and not `isClaimed` by another purchase. Null: the provider
   * surely has none, so that submitting again cannot buy twice. Throws when it could not be asked.
   */
  find?(options: {
    request: GenerationRequest;
    submittedAfter: Date;
    isClaimed(providerRequestId: string): Promise<boolean>;
    signal: AbortSignal;
  }): Promise<{ providerRequestId: string } | null>;
  /** Best effort; an unknown id is no error. */
  cancel(providerRequestId: string): Promise<void>;
}
