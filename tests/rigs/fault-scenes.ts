import { createTimelineAssembler } from "../../lib/adapters/local/timeline-assembler";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import type { RunRow } from "../../lib/ports/database";
import type { GenerationRequest, UpstreamArtifact } from "../../lib/ports/generator";
import type { ObjectStore } from "../../lib/ports/object-store";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { cleanWorkspace } from "../../lib/services/maintenance/clean/clean-orphans";
import type { CleaningReport } from "../../lib/services/maintenance/clean/report";
import { repairVideos } from "../../lib/services/maintenance/repair-videos";
import type { Problem } from "../../lib/services/maintenance/verify-video";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { failRun } from "../../lib/services/runs/fail-run";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { ScriptedGenerator } from "./scripted-generator";
import { createRun, driveRun, SMALL_INPUTS, World } from "./studio-world";

const NO_FILM = { export: false } as const;
const YEAR_MS = 366 * 24 * 60 * 60_000;
const POLICY = { graceMs: YEAR_MS / 2, trashMs: YEAR_MS, failedRunsMs: YEAR_MS };

export type Operation = "put" | "get" | "head" | "list" | "copy" | "delete";

/** A moment of a video's life at which the store is asked for something: which operation, and on which keys. */
export interface Phase {
  name: string;
  operation: Operation;
  /** Tried on the object's key; on the prefix of a listing; on the source of a copy. */
  key: RegExp;
  act: Act;
}

/**
 * - `first`: a whole generation;
 * - `second`: everything edited, and made again;
 * - `adopt`: a run that died with everything stored and nothing committed, and the run after it;
 * - `edit`, `verify`, `repair`, `clean`: one call, after a generation. What is cleaned is one object that nothing names.
 */
export type Act = "first" | "second" | "adopt" | "edit" | "verify" | "repair" | "clean";

const dag = (files: string) => new RegExp(`/dag/00000\\d/(?:${files})$`);
const asset = /\/assets\//;
const orphan = /orphan/;

export const PHASES: readonly Phase[] = [
  { name: "the plan's documents", operation: "put", key: dag("(?:inputs|nodes|plan)\\.json"), act: "first" },
  { name: "assets", operation: "put", key: asset, act: "first" },
  { name: "outcomes", operation: "put", key: dag("jobs/.*"), act: "first" },
  { name: "checkpoints", operation: "put", key: dag("checkpoints/.*"), act: "first" },
  {
    name: "the revision's documents",
    operation: "put",
    key: dag("assembly-input\\.json|timeline\\.json|tags\\.jsonl|manifest\\.json"),
    act: "first",
  },
  { name: "the run's log", operation: "put", key: /\/run\.jsonl$/, act: "first" },
  { name: "metadata", operation: "put", key: /\/metadata\.json$/, act: "second" },
  { name: "the draft of an edit", operation: "put", key: /\/draft\/inputs\.json$/, act: "edit" },
  { name: "what a job is made from", operation: "get", key: asset, act: "first" },
  { name: "the head", operation: "get", key: dag("tags\\.jsonl"), act: "second" },
  { name: "the plan, when it is there", operation: "get", key: dag("plan\\.json"), act: "first" },
  { name: "metadata, before it is replaced", operation: "get", key: /\/metadata\.json$/, act: "second" },
  { name: "earlier results", operation: "head", key: asset, act: "adopt" },
  { name: "what verify reads", operation: "get", key: /\/(?:dag|assets)\//, act: "verify" },
  { name: "what verify lists", operation: "list", key: /^videos\//, act: "verify" },
  { name: "what a repair reads", operation: "get", key: /\/(?:dag|assets)\//, act: "repair" },
  { name: "what the cleaner lists", operation: "list", key: /^videos\//, act: "clean" },
  { name: "what the cleaner puts away", operation: "copy", key: orphan, act: "clean" },
  { name: "what the cleaner has put away", operation: "delete", key: orphan, act: "clean" },
];

/** What a scene leaves behind, to be compared; its keys apart. */
export interface Left {
  keys: string[];
  problems: unknown[];
  [what: string]: unknown;
}

/** What it works on is read before it is sent, as by real providers; so what is counted as asked for has been sent. */
class ReadingGenerator extends ScriptedGenerator {
  override async submit(request: GenerationRequest, signal: AbortSignal) {
    const artifacts = new Map<string, UpstreamArtifact>();
    for (const [name, artifact] of request.artifacts) {
      const bytes = await artifact.read();
      artifacts.set(name, { ...artifact, read: async () => bytes });
    }
    return await super.submit({ ...request, artifacts }, signal);
  }
}

/** One video's life up to the moment of a phase, and then the phase's act, as often as it takes. */
export class Scene {
  private run: RunRow | null = null;
  private process: ReturnType<World["start"]>;

  private constructor(
    readonly world: World,
    private readonly act: Act,
  ) {
    this.process = world.start();
  }

  /** Providers as the real ones: text is paid for with the asking and never asked for twice unheard; media can be looked for. */
  static async open(objects: ObjectStore, act: Act): Promise<Scene> {
    const world = await World.open(createMemoryDatabase(), objects);
    const { clock } = world;
    const costMicros = () => 700;
    const text = new ReadingGenerator({
      provider: "text",
      clock,
      unknownOutcome: "resubmit-once",
      script: { costMicros },
    });
    const media = new ReadingGenerator({
      provider: "media",
      clock,
      unknownOutcome: "adopt",
      limit: 2,
      script: { costMicros, isAsync: () => true, latencyMs: () => 3_000 },
    });
    Object.assign(world, { text, media, generators: [text, media, createTimelineAssembler()] });
    const scene = new Scene(world, act);
    await scene.prepare();
    return scene;
  }

  private get ctx(): Context {
    return this.process.ctx;
  }

  get videoId(): RunRow["videoId"] {
    if (!this.run) throw new Error("There is no video yet.");
    return this.run.videoId;
  }

  /** What comes before the act. */
  private async prepare(): Promise<void> {
    this.run = await createRun(this.ctx, SMALL_INPUTS, NO_FILM);
    if (this.act === "first") return;
    if (this.act === "adopt") {
      const input = { runId: this.run.id };
      await planRun({ ctx: this.ctx, input });
      while (!(await executeBatch({ ctx: this.ctx, input })).done) this.world.clock.advance(4_000);
      await failRun({ ctx: this.ctx, input: { ...input, message: "Its server went away." } });
      return;
    }
    await driveRun(this.process, this.run.id);
    if (this.act !== "clean") return;
    const key = keyIn(this.videoId, "assets/orphan.0123456789ab.txt");
    const body = new TextEncoder().encode("nothing names this");
    await this.ctx.objects.put({ key, body, mediaType: "text/plain", condition: { kind: "create" } });
    // Stores have clocks of their own.
    this.world.clock.advance(2 * YEAR_MS);
  }

  private async edit(): Promise<void> {
    const patch = { InquiryPrompt: "How the moon pulls" };
    await editInputs({ ctx: this.ctx, input: { id: this.videoId, patch, seen: null } });
  }

  /** Does the act, or goes on with it. Throws what stops it; every step is tried once. */
  async play(): Promise<CleaningReport | null> {
    const { ctx, act } = this;
    const input = { id: this.videoId };
    switch (act) {
      case "first":
        await this.drive();
        return null;
      case "second":
        if (this.nextRun === null) await this.edit();
        if (this.nextRun === null) await this.next();
        await this.drive();
        return null;
      case "adopt":
        if (this.run === null || (await this.isEnded(this.run))) await this.next();
        await this.drive();
        return null;
      case "edit":
        await this.edit();
        return null;
      case "verify":
        await verifyVideos({ ctx, input });
        return null;
      case "repair":
        await repairVideos({ ctx, input });
        return null;
      case "clean": {
        return await cleanWorkspace({ ctx, policy: POLICY, input: { dryRun: false } });
      }
    }
  }

  private nextRun: RunRow | null = null;

  private async isEnded(run: RunRow): Promise<boolean> {
    if (this.nextRun !== null) return false;
    const row = await inTenant(this.ctx, ({ runs }) => runs.find(run.id));
    return row?.finishedAt !== null;
  }

  private async next(): Promise<void> {
    const { fresh } = await createNextRun({
      ctx: this.ctx,
      input: { id: this.videoId, mode: "dirty", ...NO_FILM },
      idempotency: null,
      render: () => ({ status: 202, headers: {}, body: "" }),
    });
    if (!fresh?.run) throw new Error("There was nothing to do.");
    this.run = this.nextRun = fresh.run;
  }

  private async drive(): Promise<void> {
    if (!this.run) throw new Error("There is no run.");
    const { id } = this.run;
    const { ctx } = this;
    const row = await inTenant(ctx, ({ runs }) => runs.find(id));
    // After the commit the step itself is delivered again.
    if (row?.finishedAt === null) await driveRun(this.process, id, 1);
    else await finalizeRun({ ctx, input: { runId: id } });
  }

  /** How often each job was asked for, as its provider counts. */
  purchases(): Record<string, number> {
    const { text, media } = this.world;
    const counts: Record<string, number> = {};
    for (const jobId of [...text.submits, ...media.submits]) counts[jobId] = (counts[jobId] ?? 0) + 1;
    return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Everything that is left of it, without ids and times; `objects`: the store without its faults. */
  async state(objects: ObjectStore): Promise<Left> {
    const ctx = { ...this.ctx, objects };
    const { videoId } = this;
    const { video, runs } = await inTenant(ctx, async (repositories) => {
      const all = await repositories.runs.ofVideo({ videoId, limit: 100 });
      return {
        video: await repositories.videos.find(videoId),
        runs: await Promise.all(
          all.map(async (run) => ({ run, jobs: await repositories.jobs.ofRun(run.id) })),
        ),
      };
    });
    const heads = await listAll(objects, "");
    const named = (text: string) =>
      runs
        .reduce((name, { run }, index) => name.replace(run.id, `RUN${index}`), text)
        .replace(videoId, "VIDEO");
    return {
      video: video && {
        status: video.status,
        headRevision: video.headRevision,
        numDirtyArtifacts: video.numDirtyArtifacts,
        totalCostMicros: video.totalCostMicros,
      },
      runs: runs.map(({ run, jobs }) => ({
        status: run.status,
        costMicros: run.costMicros,
        reservedMicros: run.reservedMicros,
        jobs: jobs.map(({ jobId, state, attempts, costMicros, outputs }) => ({
          jobId,
          state,
          attempts,
          costMicros,
          outputs: outputs?.map(({ id, key, checksum }) => ({ id, key, checksum })),
        })),
      })),
      keys: heads.map(({ key }) => named(key).replace(/^trash\/[^/]+\//, "trash/DAY/")).sort(),
      problems: (await verifyVideos({ ctx, input: { id: videoId } })).problems,
    };
  }

  /** What verify says of it now; `objects`: the store without its faults. */
  async problems(objects: ObjectStore): Promise<Problem[]> {
    return (await verifyVideos({ ctx: { ...this.ctx, objects }, input: { id: this.videoId } })).problems;
  }

  /** The process is gone with all it knew, and another one takes its place. */
  restart(): void {
    Object.assign(this.world, { signals: { ...this.world.signals } });
    this.process = this.world.start();
  }
}

/** Which operation of which key a request for S3 is; null for what is none of the store's own (parts of uploads). */
export function operationOf(request: {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
}): { operation: Operation; key: string } | null {
  const url = new URL(request.url, "http://store");
  const key = decodeURIComponent(url.pathname.split("/").slice(2).join("/"));
  const prefix = url.searchParams.get("prefix");
  switch (request.method) {
    case "PUT": {
      const source = request.headers["x-amz-copy-source"];
      return source === undefined
        ? { operation: "put", key }
        : { operation: "copy", key: decodeURIComponent(String(source)) };
    }
    case "GET":
      return url.searchParams.has("list-type")
        ? { operation: "list", key: prefix ?? "" }
        : { operation: "get", key };
    case "HEAD":
      return { operation: "head", key };
    case "POST":
      return url.searchParams.has("delete") ? { operation: "delete", key: "orphan" } : null;
    default:
      return null;
  }
}
