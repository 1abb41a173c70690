import type { Checksum, Fingerprint, FingerprintFields } from "../fingerprint/types";
import type { MicroUsd } from "../money/micro-usd";

/** Why an artifact, and so the job that makes it, is dirty (graph.md, Dirtiness). */
export type DirtyReason =
  | "missing"
  | "failed"
  | "validation"
  | "take-requested"
  | "full-run"
  | `input-changed:${string}`
  | `fingerprint-changed:${string}`
  | `upstream:${string}`;

/** One artifact as a committed revision records it: a line of `tags.jsonl`. */
export interface ArtifactRecord {
  /** e.g. `SegmentImageAsset[1][0]` */
  id: string;
  /** The revision that made these bytes. */
  revision: number;
  status: "ready" | "failed";
  /** Why it is dirty although it is there: set when validation refused it or its job failed. */
  dirtyReason?: "failed" | "validation";
  checksum: Checksum | null;
  fingerprint: Fingerprint | null;
  /** Object key relative to the video's prefix, e.g. `assets/images/seg1/img0.9f2c41d07a3e.png`. */
  key: string | null;
  mediaType: string;
  bytes: number;
  /** Job id, e.g. `ImageGen[1][0]`, or `person` for an artifact that was brought along. */
  producedBy: string;
  /** The fields the fingerprint was computed from: they explain a change and answer `why`. */
  madeFrom: FingerprintFields | null;
  /** Measured facts consumers need before reading the bytes, e.g. `{durationSeconds: 9.4}`. */
  facts?: Record<string, number>;
  failedAt?: string;
  /** The take that was asked for and failed or was blocked, where it is later than the one the bytes are of: that one is made next. */
  failedTake?: number;
  lastJobId?: string;
  /** When a person brought these bytes along (ISO 8601), and who: a key's id, or `local`. */
  brought?: { at: string; by: string };
}

/** What is known of a video when it is planned: the head revision's artifacts; empty for a new video. */
export interface HeadState {
  revision: number;
  artifacts: ReadonlyMap<string, ArtifactRecord>;
  /** Highest take ever bought per job id, promoted or not; absent: what the artifacts' records say. */
  takes?: ReadonlyMap<string, number>;
}

/** Which model does a generator's work, and what that costs; one entry per generator id. */
export interface ModelChoice {
  provider: string;
  model: string;
  modelConfig: Record<string, unknown>;
  generatorVersion: number;
  promptTemplateVersion: string;
  /** Absent: the price was looked up within the year. Otherwise the quote says how little it is worth. */
  price?: PriceDoubt;
  /** Price and typical duration of one job, from its input values; the maximum is what gets reserved. */
  estimate(job: EstimateInput): JobEstimate;
}

/** `unknown`: nobody knows what the model costs, and it counts as nothing; `stale`: looked up long ago, on the day `asOf`. */
export interface PriceDoubt {
  state: "stale" | "unknown";
  asOf?: string;
}

export interface EstimateInput {
  genId: string;
  index: readonly number[];
  inputs: Readonly<Record<string, unknown>>;
}

export interface JobEstimate {
  /** The most this job can cost, micro-USD: the quote's upper bound and the reservation. */
  costMicros: MicroUsd;
  /** Typical seconds. */
  seconds: number;
}

export type PlanMode = "full" | "dirty" | "scope";

export interface PlanOptions {
  mode: PlanMode;
  /** Selectors: `segment=1`, `generator=ImageGen`, `artifact=SegmentImageAsset[1][*]`, or a bare artifact name. */
  scope?: readonly string[];
  /** Whether a scope also takes what depends on it; default true. */
  downstream?: boolean;
  /** Selectors of artifacts to keep although they are dirty. */
  pins?: readonly string[];
  /** Selectors of artifacts of which another take is wanted. */
  takes?: readonly string[];
  upToLayer?: number;
}

/** One job of a plan; a pure value without secrets (inventory B08). */
export interface JobSpec {
  jobId: string;
  genId: string;
  provider: string;
  model: string;
  /** Artifact and input names, as in graph.md's table, sorted as the blueprint declares them. */
  dependencies: string[];
  produces: string[];
  metadata: {
    cardinalityIndex: number[];
    /** Prompt inputs known when planning, e.g. `{InquiryPrompt: "How tides work"}`. */
    prompts: Record<string, string>;
    modelConfig: Record<string, unknown>;
    seed: number;
    take: number;
  };
  /** Reasons per artifact it produces; a job is planned when any of them is dirty. */
  reason: DirtyReason;
  reasons: DirtyReason[];
  /** From the first cause to this job, e.g. `["input-changed:ImageStyle"]` or `["input-changed:Audience", "upstream:VideoSummary"]`. */
  why: DirtyReason[];
  /** True when dispatch may skip it: all its reasons are changes whose effect is not known yet (graph.md, early cutoff). */
  mayCutOff: boolean;
  estimate: JobEstimate;
}

export interface Quote {
  /** Upper bound: Σ estimates of all planned jobs. Reserved before a run starts. */
  costMicros: MicroUsd;
  /** Without the jobs that early cutoff or adoption will likely skip. */
  expectedMicros: MicroUsd;
  /** Typical seconds along the critical path. */
  seconds: number;
  items: {
    genId: string;
    provider: string;
    model: string;
    jobs: number;
    costMicros: MicroUsd;
    price?: PriceDoubt;
  }[];
}

export interface Plan {
  layers: JobSpec[][];
  /** `sha256:` + 64 hex over the canonical layers. */
  queueHash: string;
  quote: Quote;
  /** Number of planned jobs. */
  jobs: number;
  /** Artifact names that the planned jobs produce. */
  artifacts: string[];
}
