import type { Graph } from "../../core/graph/expand";
import type { VideoInputs } from "../../core/graph/inputs";
import { type RevisionDocument, videoPrefix } from "../../core/naming/document-path";
import { withChoices } from "../../core/plan/choices";
import type { ArtifactRecord, HeadState, Plan } from "../../core/plan/types";
import { buildTimeline } from "../../core/timeline/build-timeline";
import type { JobRow, RunRow } from "../../ports/database";
import { assemblyOf } from "../artifacts/assembly";
import { mergeArtifacts } from "../artifacts/current-artifacts";
import type { Context } from "../context";
import { encodeDocument, encodeLines } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { frozenChoices } from "../plans/planning-head";
import { keepPruned } from "./keep-pruned";

/** Documents of a revision as bytes, whether they are written for the first time or again because one was lost. */
type EncodedDocuments = Record<RevisionDocument, Uint8Array>;

/** What a run freezes before it begins. */
export function inputsDocument(run: RunRow): Uint8Array {
  return encodeDocument(DOCUMENT_SCHEMAS.inputs, {
    revision: run.revision,
    inputRevision: run.inputRevision,
    seed: run.seed,
    inputs: run.inputs,
  });
}

export function nodesDocument(options: { ctx: Context; graph: Graph; inputs: VideoInputs }): Uint8Array {
  const { ctx, graph, inputs } = options;
  const nodes = graph.jobs.map((job) => nodeOf(ctx, job, inputs));
  return encodeDocument(DOCUMENT_SCHEMAS.nodes, { nodes });
}

export function planDocument(run: RunRow, plan: Plan): Uint8Array {
  return encodeDocument(DOCUMENT_SCHEMAS.plan, {
    runId: run.id,
    actor: run.actor,
    createdAt: run.createdAt.toISOString(),
    options: run.options,
    layers: plan.layers,
    queueHash: plan.queueHash,
    quote: plan.quote,
    jobs: plan.jobs,
    artifacts: plan.artifacts,
  });
}

function nodeOf(ctx: Context, job: Graph["jobs"][number], inputs: VideoInputs): object {
  const model = ctx.models[job.genId];
  return {
    id: job.jobId,
    type: job.genId,
    provider: model?.provider ?? "none",
    model: model?.model ?? "none",
    dependencies: job.dependencies,
    produces: job.produces,
    costEstimateMicros: model?.estimate({ genId: job.genId, index: job.index, inputs }).costMicros ?? 0,
  };
}

/** The artifacts that a run leaves: what it made, what it failed to make, and over the head it began with what a person chose. */
export function artifactsOfRun(options: {
  run: RunRow;
  jobs: readonly JobRow[];
  /** Of the revision that was the head then. */
  head: HeadState | null;
}): Map<string, ArtifactRecord> {
  const { run, jobs } = options;
  const head = withChoices(options.head, frozenChoices(run));
  const merged = mergeArtifacts({ inputs: run.inputs, head, jobs });
  return keepPruned({ artifacts: withFailures({ run, jobs, artifacts: merged }), head });
}

/** What a run writes in the moment of its commit. Reads texts and timings of the artifacts. */
export async function commitDocuments(options: {
  ctx: Context;
  run: RunRow;
  artifacts: ReadonlyMap<string, ArtifactRecord>;
}): Promise<
  Pick<EncodedDocuments, "assembly-input.json" | "timeline.json" | "tags.jsonl" | "manifest.json">
> {
  const { ctx, run, artifacts } = options;
  const { videoId, inputs } = run;
  const assembly = await assemblyOf({ ctx, videoId, inputs, artifacts });
  const { schema: assemblySchema, ...assemblyValue } = assembly;
  const { schema: timelineSchema, ...timelineValue } = buildTimeline(assembly);
  const records = [...artifacts.values()];
  return {
    "assembly-input.json": encodeDocument(assemblySchema, assemblyValue),
    "timeline.json": encodeDocument(timelineSchema, timelineValue),
    "tags.jsonl": encodeLines(DOCUMENT_SCHEMAS.tag, records),
    "manifest.json": encodeDocument(DOCUMENT_SCHEMAS.manifest, {
      objects: promisedObjects(videoId, records),
    }),
  };
}

/** A line of the manifest for each asset. */
export function promisedObjects(videoId: string, records: readonly ArtifactRecord[]) {
  const objects = records.flatMap((record) =>
    record.key && record.checksum
      ? [
          {
            key: `${videoPrefix(videoId)}/${record.key}`,
            bytes: record.bytes,
            sha256: record.checksum.replace("sha256:", ""),
          },
        ]
      : [],
  );
  return objects.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * Artifacts whose job failed keep their old bytes, if any, and say so: the next dirty run makes them again. Another take that could not
 * even be begun, because what it is made from failed, is still wanted.
 */
function withFailures(options: {
  run: RunRow;
  jobs: readonly JobRow[];
  artifacts: Map<string, ArtifactRecord>;
}): Map<string, ArtifactRecord> {
  const { run, jobs, artifacts } = options;
  const failed = jobs.filter((job) => job.state === "failed");
  for (const job of failed) {
    const { take } = job.spec.metadata;
    for (const id of job.spec.produces) {
      const before = artifacts.get(id);
      artifacts.set(id, {
        id,
        revision: before?.revision ?? run.revision,
        status: "failed",
        dirtyReason: job.failure?.code === "validation" ? "validation" : "failed",
        checksum: before?.checksum ?? null,
        fingerprint: before?.fingerprint ?? null,
        key: before?.key ?? null,
        mediaType: before?.mediaType ?? "application/octet-stream",
        bytes: before?.bytes ?? 0,
        producedBy: job.jobId,
        madeFrom: before?.madeFrom ?? null,
        failedAt: job.finishedAt?.toISOString() ?? "",
        ...(take > (before?.madeFrom?.take ?? 0) ? { failedTake: take } : {}),
        lastJobId: job.jobId,
      });
    }
  }
  for (const job of jobs.filter(({ state }) => state === "blocked")) {
    const { take } = job.spec.metadata;
    for (const id of job.spec.produces) {
      const before = artifacts.get(id);
      if (before && take > (before.madeFrom?.take ?? 0)) artifacts.set(id, { ...before, failedTake: take });
    }
  }
  return artifacts;
}
