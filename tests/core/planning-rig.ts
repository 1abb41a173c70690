import { nodeSha256 } from "../../lib/adapters/node/sha256";
import { checksumOf } from "../../lib/core/fingerprint/checksum";
import type { Fingerprint } from "../../lib/core/fingerprint/types";
import type { Blueprint, InputValues } from "../../lib/core/graph/blueprint-types";
import { expandGraph, type Graph } from "../../lib/core/graph/expand";
import { requireInputs } from "../../lib/core/graph/inputs";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import { microUsd } from "../../lib/core/money/micro-usd";
import { dispatchDecision } from "../../lib/core/plan/dispatch";
import { fingerprintFieldsOf } from "../../lib/core/plan/fingerprint-fields";
import { type PlanVideoOptions, planVideo } from "../../lib/core/plan/plan";
import type {
  ArtifactRecord,
  HeadState,
  JobSpec,
  ModelChoice,
  Plan,
  PlanOptions,
} from "../../lib/core/plan/types";

export const hash = nodeSha256;
export const SEED = 42;

/** Provider, price in micro-USD and the golden median seconds of graph.md, per generator. */
const WORK: Record<string, [provider: string, costMicros: number, seconds: number]> = {
  ScriptGen: ["openai", 9_000, 50],
  TextToMusicPromptGen: ["openai", 500, 5],
  MusicGen: ["replicate", 20_000, 10],
  AudioGen: ["openai", 3_000, 10],
  TextToImagePromptGen: ["openai", 700, 5],
  ImageGen: ["replicate", 4_000, 30],
  TextToVideoPromptGen: ["openai", 700, 5],
  TextToVideoGen: ["replicate", 300_000, 90],
  ImageToVideoPromptGen: ["openai", 900, 5],
  StartingImageGen: ["replicate", 4_000, 30],
  ImageToVideoGen: ["replicate", 400_000, 120],
  TimelineAssembler: ["local", 0, 0],
};

export function modelChoice(change: Partial<ModelChoice> = {}): ModelChoice {
  return {
    provider: "openai",
    model: "model-1",
    modelConfig: { temperature: 0.7, format: "json" },
    generatorVersion: 1,
    promptTemplateVersion: "1",
    estimate: () => ({ costMicros: microUsd(1_000), seconds: 1 }),
    ...change,
  };
}

/** A model choice for every generator of a blueprint, with graph.md's times where it names them. */
export function modelsFor(
  blueprint: Blueprint,
  change: Record<string, Partial<ModelChoice>> = {},
): Record<string, ModelChoice> {
  const entries = blueprint.generators.map(({ id }) => {
    const [provider, cost, seconds] = WORK[id] ?? ["openai", 1_000, 1];
    const estimate = () => ({ costMicros: microUsd(cost), seconds });
    return [id, modelChoice({ provider, estimate, ...change[id] })] as const;
  });
  return Object.fromEntries(entries);
}

export interface Rig {
  blueprint: Blueprint;
  inputs: InputValues;
  graph: Graph;
  models: Record<string, ModelChoice>;
}

/** A blueprint with inputs, expanded. */
export function rigOf(
  blueprint: Blueprint,
  inputs: InputValues,
  change: Record<string, Partial<ModelChoice>> = {},
): Rig {
  return {
    blueprint,
    inputs,
    graph: expandGraph({ blueprint, inputs }),
    models: modelsFor(blueprint, change),
  };
}

/** The narrated-video blueprint with the given inputs over the defaults. */
export function videoRig(
  raw: Record<string, unknown> = {},
  change: Record<string, Partial<ModelChoice>> = {},
): Rig {
  return rigOf(narratedVideo, requireInputs({ InquiryPrompt: "How tides work", ...raw }), change);
}

export function planOf(
  { blueprint, inputs, graph, models }: Rig,
  head: HeadState | null = null,
  options: Partial<PlanOptions> = {},
  more: Partial<PlanVideoOptions> = {},
): Plan {
  return planVideo({
    blueprint,
    inputs,
    graph,
    models,
    seed: SEED,
    head,
    options: { mode: "dirty", ...options },
    hash,
    ...more,
  });
}

/** What a fake provider answers: bytes that follow from the fields, or, by `produce`, from as little of them as wished. */
export type Produce = (job: JobSpec, artifact: string, fingerprint: Fingerprint) => string;

/** A distinct result for every fingerprint, as a real model gives. */
export const everNew: Produce = (_job, artifact, fingerprint) => `${artifact} of ${fingerprint}`;

export interface Execution {
  head: HeadState;
  bought: string[];
  skipped: string[];
  adopted: string[];
}

/** Results by fingerprint, as the ledger keeps them. */
export type Earlier = Map<Fingerprint, ArtifactRecord[]>;

/** Executes a plan in memory as the runner does: recompute, decide, make or keep; one new revision. */
export function execute(
  rig: Rig,
  plan: Plan,
  head: HeadState | null,
  { produce = everNew, earlier = new Map() }: { produce?: Produce; earlier?: Earlier } = {},
): Execution {
  const revision = (head?.revision ?? 0) + 1;
  const artifacts = new Map(head?.artifacts ?? []);
  const result: Execution = { head: { revision, artifacts }, bought: [], skipped: [], adopted: [] };
  for (const job of plan.layers.flat()) {
    const upstreamChecksums = new Map<string, string>();
    for (const [id, { checksum }] of artifacts) if (checksum !== null) upstreamChecksums.set(id, checksum);
    const { seed, take } = job.metadata;
    const { inputs, models } = rig;
    const fields = fingerprintFieldsOf({ job, inputs, seed, models, upstreamChecksums, take });
    const recorded = [...artifacts.values()];
    const decision = dispatchDecision({
      job,
      fields,
      recorded,
      earlier: (fingerprint) => coveringResult(earlier, fingerprint, job.produces),
      hash,
    });
    if (decision.action === "skip-unchanged") {
      result.skipped.push(job.jobId);
      continue;
    }
    let records: ArtifactRecord[];
    if (decision.action === "adopt") {
      result.adopted.push(job.jobId);
      records = decision.from
        .filter(({ id }) => job.produces.includes(id))
        .map((record) => ({ ...record, revision }));
    } else {
      result.bought.push(job.jobId);
      const { fingerprint } = decision;
      records = job.produces.map((id) =>
        recordOf({
          id,
          revision,
          producedBy: job.jobId,
          fingerprint,
          madeFrom: fields,
          checksum: checksumOf(produce(job, id, fingerprint), hash),
        }),
      );
      earlier.set(fingerprint, records);
    }
    for (const record of records) artifacts.set(record.id, record);
  }
  return result;
}

/** An earlier result that has everything the job is to make. */
export function coveringResult(
  earlier: Earlier,
  fingerprint: Fingerprint,
  produces: readonly string[],
): ArtifactRecord[] | null {
  const records = earlier.get(fingerprint) ?? [];
  return produces.every((id) => records.some((record) => record.id === id)) ? records : null;
}

export function recordOf(record: Partial<ArtifactRecord> & Pick<ArtifactRecord, "id">): ArtifactRecord {
  return {
    revision: 1,
    status: "ready",
    checksum: checksumOf(record.id, hash),
    fingerprint: null,
    key: `assets/${record.id}`,
    mediaType: "text/plain",
    bytes: 1,
    producedBy: "person",
    madeFrom: null,
    ...record,
  };
}

/** A head with some of its records changed; null removes one. */
export function withRecords(
  head: HeadState,
  changes: Record<string, Partial<ArtifactRecord> | null>,
): HeadState {
  const artifacts = new Map(head.artifacts);
  for (const [id, change] of Object.entries(changes)) {
    const record = artifacts.get(id) ?? recordOf({ id });
    if (change === null) artifacts.delete(id);
    else artifacts.set(id, { ...record, ...change });
  }
  return { ...head, artifacts };
}

/** A generated video: the rig, and the head after its first run. */
export function generated(
  raw: Record<string, unknown> = {},
  change: Record<string, Partial<ModelChoice>> = {},
): Rig & { head: HeadState; earlier: Earlier } {
  const rig = videoRig(raw, change);
  const earlier: Earlier = new Map();
  return { ...rig, head: execute(rig, planOf(rig), null, { earlier }).head, earlier };
}

export function jobIds(plan: Plan): string[] {
  return plan.layers.flat().map(({ jobId }) => jobId);
}

export function jobOf(plan: Plan, jobId: string): JobSpec {
  const found = plan.layers.flat().find((job) => job.jobId === jobId);
  if (found === undefined) throw new Error(`${jobId} is not planned`);
  return found;
}

/** Golden form of a plan: what graph.md's table fixes, without prices and seeds. */
export function reproducible(plan: Plan): unknown {
  return {
    layers: plan.layers.map((layer) =>
      layer.map(({ jobId, genId, dependencies, produces, reason, metadata }) => ({
        jobId,
        genId,
        cardinalityIndex: metadata.cardinalityIndex,
        dependencies,
        produces,
        reason,
      })),
    ),
    jobs: plan.jobs,
    artifacts: plan.artifacts,
    seconds: plan.quote.seconds,
  };
}
