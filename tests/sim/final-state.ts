import { expandGraph } from "../../lib/core/graph/expand";
import { requireInputs } from "../../lib/core/graph/inputs";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import type { VideoId, WorkspaceId } from "../../lib/core/ids";
import { jobOutcomePath } from "../../lib/core/naming/document-path";
import type { ArtifactRecord } from "../../lib/core/plan/types";
import { isRunEnded } from "../../lib/core/run/run-state";
import type { JobRow, PurchaseRow, RunRow } from "../../lib/ports/database";
import { readAll } from "../../lib/ports/object-store";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { requireVideo } from "../../lib/services/runs/require-run";
import { loadHead } from "../../lib/services/videos/load-head";
import type { Owner } from "./owner";
import type { World } from "./world";

export interface JobEnd {
  /** `succeeded`, `failed policy`, `skipped`, … */
  end: string;
  checksums: string[];
  /** How often it was bought in this run. */
  purchases: number;
  succeededMicros: number;
  /** What purchases cost that came to nothing. */
  wastedMicros: number;
}

export interface RunEnd {
  status: RunRow["status"];
  jobs: Map<string, JobEnd>;
  purchases: PurchaseRow[];
}

export interface VideoEnd {
  runs: RunEnd[];
  /** What a viewer gets, without what differs between two ways to it: revisions, times, prices. */
  head: Record<string, unknown>;
  /** What the head keeps of branches its inputs do not use: that depends on what earlier runs came to. */
  kept: string[];
}

/** What a video has come to; reports what does not add up in itself. */
export async function endOf(world: World, owner: Owner): Promise<VideoEnd> {
  const ctx = world.observer(owner.workspaceId);
  const id = owner.id as VideoId;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, id));
  const head = await loadHead({ ctx, video });
  const runs: RunEnd[] = [];
  for (const runId of owner.runs) {
    const { run, jobs } = await inTenant(ctx, async (repositories) => ({
      run: await repositories.runs.find(runId),
      jobs: await repositories.jobs.ofRun(runId),
    }));
    if (!run) throw new Error(`${runId} is gone.`);
    const purchases = await purchasesOf(ctx, run, jobs);
    await checkBooks({ world, ctx, run, jobs, purchases });
    runs.push({
      status: run.status,
      purchases,
      jobs: new Map(jobs.map((job) => [job.jobId, jobEnd(job, purchases)])),
    });
  }
  const { problems } = await verifyVideos({ ctx, input: { id } });
  for (const { kind, key, detail } of problems) {
    // What a dead process had put and never named is the cleaner's.
    if (kind === "orphan") continue;
    world.invariants.report(kind === "wrong-cost" ? "books" : "artifact-lost", `${kind} ${key}: ${detail}`);
  }
  const { artifacts } = expandGraph({ blueprint: narratedVideo, inputs: requireInputs(video.inputs) });
  const records = [...(head?.artifacts.values() ?? [])];
  const isUsed = ({ id: name }: ArtifactRecord) => artifacts.has(name);
  return {
    runs,
    kept: linesOf(records.filter((record) => !isUsed(record))),
    head: {
      status: video.status,
      title: video.title,
      durationSeconds: video.durationSeconds,
      numDirtyArtifacts: video.numDirtyArtifacts,
      artifacts: linesOf(records.filter(isUsed)),
    },
  };
}

function linesOf(records: readonly ArtifactRecord[]): string[] {
  return records
    .map(({ id, status, checksum, dirtyReason }) => `${id} ${status} ${checksum} ${dirtyReason ?? ""}`)
    .sort();
}

async function purchasesOf(ctx: Context, run: RunRow, jobs: readonly JobRow[]): Promise<PurchaseRow[]> {
  return await inTenant(ctx, async ({ purchases }) => {
    const found: PurchaseRow[] = [];
    for (const { claimKey } of jobs) {
      if (claimKey === null) continue;
      for (const call of ["main", "timings"]) found.push(...(await purchases.ofClaim({ claimKey, call })));
    }
    return found.filter((purchase) => purchase.runId === run.id);
  });
}

function jobEnd(job: JobRow, purchases: readonly PurchaseRow[]): JobEnd {
  const own = purchases.filter(({ jobId }) => jobId === job.jobId);
  const costOf = (isSucceeded: boolean) =>
    own
      .filter(({ state }) => (state === "succeeded") === isSucceeded)
      .reduce((sum, { costMicros }) => sum + costMicros, 0);
  return {
    end: job.state === "failed" ? `failed ${job.failure?.code}` : job.state,
    checksums: (job.outputs ?? []).map(({ id, checksum }) => `${id} ${checksum}`),
    purchases: own.length,
    succeededMicros: costOf(true),
    wastedMicros: costOf(false),
  };
}

/** Σ purchases = Σ jobs = the run, everything reserved is spent or given back, and every outcome says what its row says. */
async function checkBooks(options: {
  world: World;
  ctx: Context;
  run: RunRow;
  jobs: readonly JobRow[];
  purchases: readonly PurchaseRow[];
}): Promise<void> {
  const { world, ctx, run, jobs, purchases } = options;
  const { invariants, memory } = world;
  const sum = (rows: readonly { costMicros: number }[]) =>
    rows.reduce((total, row) => total + row.costMicros, 0);
  const sums = [run.costMicros, sum(jobs), sum(purchases)];
  if (isRunEnded(run.status) && new Set(sums).size > 1) {
    invariants.report("books", `${run.id} costs ${sums[0]}, its jobs ${sums[1]}, its purchases ${sums[2]}`);
  }
  if (isRunEnded(run.status) && run.reservedMicros !== 0) {
    invariants.report("books", `${run.id} has ended and keeps ${run.reservedMicros} reserved`);
  }
  const entries = memory?.tables.ledger.all().filter(({ runId }) => runId === run.id);
  if (entries) {
    const of = (kind: string) =>
      entries
        .filter((entry) => entry.kind === kind)
        .reduce((total, { amountMicros }) => total + amountMicros, 0);
    if (of("settle") !== run.costMicros || of("reserve") !== of("settle") + of("release")) {
      invariants.report(
        "books",
        `${run.id} reserved ${of("reserve")}, settled ${of("settle")}, released ${of("release")}, costs ${run.costMicros}`,
      );
    }
  }
  if (run.status !== "succeeded" && run.status !== "partial") return;
  for (const job of jobs) {
    const body = await ctx.objects.get(keyIn(run.videoId, jobOutcomePath(run.revision, job.jobId)));
    const outcome = body && (JSON.parse(new TextDecoder().decode(await readAll(body))) as Partial<JobRow>);
    const { status, costMicros, attempts } = (outcome ?? {}) as Record<string, unknown>;
    if (status !== job.state || costMicros !== job.costMicros || attempts !== job.attempts) {
      invariants.report(
        "books",
        `${job.jobId} is ${job.state} for ${job.costMicros} in ${job.attempts}, its outcome says ${status}, ${costMicros}, ${attempts}`,
      );
    }
  }
}

/** Months against settlements, and the ledger against what providers say they did. */
export function checkLedger(world: World, workspaces: readonly WorkspaceId[]): void {
  const { memory, invariants } = world;
  if (!memory) return;
  const { months, ledger, purchases } = memory.tables;
  for (const workspaceId of workspaces) {
    const settled = ledger
      .all()
      .filter((entry) => entry.workspaceId === workspaceId && entry.kind === "settle")
      .reduce((sum, { amountMicros }) => sum + amountMicros, 0);
    const own = months.all().filter((month) => month.workspaceId === workspaceId);
    const spent = own.reduce((sum, { spentMicros }) => sum + spentMicros, 0);
    const reserved = own.reduce((sum, { reservedMicros }) => sum + reservedMicros, 0);
    if (spent !== settled || reserved !== 0) {
      invariants.report(
        "books",
        `${spent} spent, ${settled} settled, and ${reserved} still reserved in the end`,
      );
    }
  }
  for (const { behaviour, works } of world.providers) {
    if (behaviour.policy === "repeatable") continue;
    for (const work of works) {
      const purchase = purchases.by("nonce", work.nonce)[0];
      if (!purchase) {
        invariants.report(
          "books",
          `${work.jobId} was bought for ${work.nonce}, which the ledger does not know`,
        );
        continue;
      }
      const isBooked = purchase.costMicros >= work.costMicros || purchase.state === "cancelled";
      if (work.state === "done" && !isBooked) {
        invariants.report(
          "books",
          `${work.jobId}: ${behaviour.provider} bills ${work.costMicros}, the purchase is ${purchase.state} for ${purchase.costMicros}`,
        );
      }
    }
  }
}

/** Good work that was bought although it had been bought before, and nothing excuses it. Returns how much was bought once more. */
export function checkBoughtAgain(world: World): number {
  const { memory, invariants } = world;
  if (!memory) return 0;
  const { purchases, jobs } = memory.tables;
  let resubmits = 0;
  for (const { behaviour, works } of world.providers) {
    if (behaviour.policy === "repeatable") continue;
    const byClaim = new Map<string, PurchaseRow[]>();
    for (const work of works) {
      if (!work.isUsable) continue;
      const purchase = purchases.by("nonce", work.nonce)[0];
      if (!purchase) continue;
      const key = `${purchase.claimKey} ${purchase.call}`;
      byClaim.set(key, [...(byClaim.get(key) ?? []), purchase]);
    }
    for (const bought of byClaim.values()) {
      const [first] = bought;
      if (!first) continue;
      const all = purchases.by("calls", `${first.claimKey}\0${first.call}`);
      const lost = all.filter(({ state }) => state === "lost").length;
      const cancelled = all.filter(({ state }) => state === "cancelled").length;
      const runs = new Set(all.map(({ runId }) => runId));
      const remakes = [...runs].filter((runId) => isRemake(jobs.find(`${runId}\0${first.jobId}`))).length;
      const allowed = 1 + lost + cancelled + remakes;
      resubmits += Math.min(lost, bought.length - 1);
      if (bought.length <= allowed) continue;
      invariants.report(
        "bought-again",
        `${first.jobId} ${first.call}: ${bought.length} good works of ${behaviour.provider} (${behaviour.policy}), ${allowed} allowed; purchases ${all.map(({ purchaseNumber, state }) => `${purchaseNumber} ${state}`)}`,
      );
    }
  }
  return resubmits;
}

const REMADE = ["full-run", "take-requested", "failed", "validation"];

/** Jobs that are to be made anew although there is a result. */
function isRemake(job: JobRow | null): boolean {
  return job?.spec.reasons.some((reason) => REMADE.includes(reason)) ?? false;
}
