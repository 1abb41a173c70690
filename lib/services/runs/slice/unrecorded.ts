import { isReelgraphError } from "../../../core/errors";
import type { PurchaseId, RunId } from "../../../core/ids";
import type { MicroUsd } from "../../../core/money/micro-usd";
import type { GeneratorFailure } from "../../../core/run/failure";
import type { PurchaseRow } from "../../../ports/database";
import type { GenerationResult } from "../../../ports/generator";
import type { Signals } from "../../../ports/signals";
import type { Context } from "../../context";

/** What the provider answered, that it failed (`otherwise`: see `fail`), or that it was never asked. */
type Unrecorded =
  | { kind: "answered"; result: GenerationResult }
  | { kind: "failed"; error: GeneratorFailure; otherwise: MicroUsd }
  | { kind: "not-sent" };

interface Entry {
  runId: RunId;
  jobId: string;
  known: Unrecorded;
  /** Since when it is kept. */
  since: Date;
}

/** Above this the oldest go, as they do with their process: then the provider's policy for unknown outcomes decides. */
const MOST_BYTES = 256 * 1024 * 1024;

/** By process, as its signals are. */
const memories = new WeakMap<Signals, Map<PurchaseId, Entry>>();

function memoryOf({ signals }: Context): Map<PurchaseId, Entry> {
  const memory = memories.get(signals) ?? new Map<PurchaseId, Entry>();
  memories.set(signals, memory);
  return memory;
}

const STORAGE = ["store-unavailable", "database-unavailable"];

/** The store or the database does not work: then nothing else gets on either. */
export function isStorageAway(error: unknown): boolean {
  return isReelgraphError(error) && STORAGE.includes(error.code);
}

/** Something of our own does not work: nothing is known against the provider or the data. */
export function isOutage(error: unknown): boolean {
  return isStorageAway(error) || (isReelgraphError(error) && error.code === "decoder-unavailable");
}

/** Somebody else is at work on it now, who has what there is to know from the ledger, or from the provider. */
export function isFollowed(error: unknown): boolean {
  return isReelgraphError(error) && error.code === "stale-epoch";
}

/**
 * Keeps in this process what it alone knows of a purchase because the store or the database failed when it was to be written down. Such
 * an outage may outlast the slice; what was paid for must not be bought again for it. Returns since when it is kept.
 */
export function keepUnrecorded(
  ctx: Context,
  { id, runId, jobId }: Pick<PurchaseRow, "id" | "runId" | "jobId">,
  known: Unrecorded,
  /** What is in the way now is not what was before. */
  isNew = false,
): Date {
  const memory = memoryOf(ctx);
  const now = ctx.clock.now();
  const since = (isNew ? undefined : memory.get(id)?.since) ?? now;
  memory.delete(id);
  memory.set(id, { runId, jobId, known, since });
  let bytes = [...memory.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
  for (const [oldest, entry] of memory) {
    if (bytes <= MOST_BYTES) break;
    memory.delete(oldest);
    bytes -= bytesOf(entry);
    ctx.log.error({ runId: entry.runId, jobId: entry.jobId, purchase: oldest }, "kept-answer-dropped");
  }
  return since;
}

/** By process: when it has last kept something that it had to open first. */
const lastKept = new WeakMap<Signals, Date>();

export function noteKept({ signals, clock }: Context): void {
  lastKept.set(signals, clock.now());
}

export function hasKeptSince({ signals }: Context, moment: Date): boolean {
  return (lastKept.get(signals)?.getTime() ?? 0) > moment.getTime();
}

export function unrecordedOf(ctx: Context, id: PurchaseId): Unrecorded | null {
  return memoryOf(ctx).get(id)?.known ?? null;
}

export function forgetUnrecorded(ctx: Context, id: PurchaseId): void {
  memoryOf(ctx).delete(id);
}

/** The jobs whose answers wait to be stored. What is kept of the run's purchases that have ended meanwhile is forgotten. */
export function jobsWithAnswers(
  ctx: Context,
  runId: RunId,
  live: ReadonlyMap<string, PurchaseRow>,
): Set<string> {
  const memory = memoryOf(ctx);
  const isLive = new Set([...live.values()].map(({ id }) => id));
  for (const [id, entry] of memory) if (entry.runId === runId && !isLive.has(id)) memory.delete(id);
  return new Set(
    [...live.values()].flatMap(({ id, jobId }) => (memory.get(id)?.known.kind === "answered" ? [jobId] : [])),
  );
}

function bytesOf({ known }: Entry): number {
  if (known.kind !== "answered") return 0;
  return known.result.outputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
