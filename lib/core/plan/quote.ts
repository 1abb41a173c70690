import type { Sha256 } from "../fingerprint/sha256";
import type { Fingerprint } from "../fingerprint/types";
import type { InputValues } from "../graph/blueprint-types";
import type { Dag } from "../graph/dag";
import type { Graph } from "../graph/expand";
import { addMicros, ZERO_MICROS } from "../money/micro-usd";
import { recordedChecksums } from "./dirtiness";
import { dispatchDecision } from "./dispatch";
import { fingerprintFieldsOf, type ModelChoices, modelOf } from "./fingerprint-fields";
import type { HeadState, JobSpec, Quote } from "./types";

/** A result made earlier, as far as a quote has to know it: artifact id → checksum. */
export interface EarlierResult {
  checksums: Readonly<Record<string, string>>;
}

/** Finds an equal result that has every artifact of `produces`; null when there is none. */
export type EarlierLookup = (fingerprint: Fingerprint, produces: readonly string[]) => EarlierResult | null;

/** Generator id → the queue its jobs wait in, and how many of that queue are done at once. */
export type SlotWindows = Readonly<Record<string, { key: string; limit: number }>>;

export interface QuoteOptions {
  graph: Graph;
  /** Planned jobs by position in `graph.jobs`, in planning order. */
  planned: ReadonlyMap<number, JobSpec>;
  inputs: InputValues;
  models: ModelChoices;
  head: HeadState | null;
  /** Knows results of earlier revisions and of the cache; absent: none are counted on. */
  earlier?: EarlierLookup;
  /** Jobs a provider does at once; absent or unnamed: all of them. */
  slots?: Readonly<Record<string, number>>;
  /** By generator, where the work of one provider waits in more than one queue; wins over `slots`. */
  windows?: SlotWindows;
  hash: Sha256;
}

/** Prices a plan before anything is bought (graph.md, Planning): the upper bound, what is likely, and the time. */
export function quoteOf(options: QuoteOptions): Quote {
  const jobs = [...options.planned.values()];
  return {
    costMicros: addMicros(...jobs.map(({ estimate }) => estimate.costMicros)),
    expectedMicros: expectedCost(options),
    seconds: expectedSeconds(options),
    items: itemise(jobs, options.models),
  };
}

function itemise(jobs: readonly JobSpec[], models: ModelChoices): Quote["items"] {
  const items = new Map<string, Quote["items"][number]>();
  for (const { genId, provider, model, estimate } of jobs) {
    const { price } = modelOf(models, genId);
    const item = items.get(genId) ?? {
      genId,
      provider,
      model,
      jobs: 0,
      costMicros: ZERO_MICROS,
      ...(price ? { price } : {}),
    };
    item.jobs += 1;
    item.costMicros = addMicros(item.costMicros, estimate.costMicros);
    items.set(genId, item);
  }
  return [...items.values()];
}

/**
 * Plays the dispatch of every job whose upstream is known before the run, with the code of the dispatch itself. What has
 * to be bought is taken to come out new, so all that reads it is bought as well.
 */
function expectedCost({
  planned,
  inputs,
  models,
  head,
  earlier,
  hash,
  graph,
}: QuoteOptions): Quote["costMicros"] {
  const known = recordedChecksums(head);
  let cost = ZERO_MICROS;
  for (const [position, job] of planned) {
    const artifacts = graph.jobs[position]?.artifacts ?? [];
    let decision: ReturnType<typeof dispatchDecision<EarlierResult>> | null = null;
    if (artifacts.every((id) => known.has(id))) {
      const { seed, take } = job.metadata;
      const fields = fingerprintFieldsOf({ job, inputs, seed, models, upstreamChecksums: known, take });
      const recorded = job.produces
        .map((id) => head?.artifacts.get(id))
        .filter((record) => record !== undefined);
      decision = dispatchDecision({ job, fields, recorded, earlier: earlier ?? (() => null), hash });
    }
    if (decision?.action === "skip-unchanged") continue;
    for (const id of job.produces) known.delete(id);
    if (decision?.action === "adopt") {
      for (const [id, checksum] of Object.entries(decision.from.checksums)) known.set(id, checksum);
    } else {
      cost = addMicros(cost, job.estimate.costMicros);
    }
  }
  return cost;
}

/**
 * The longer of the critical path and, for each queue with few slots, its earliest start, its work divided by its slots
 * and the shortest rest after it. A lower bound that the runner's schedule comes within some percent of (runner.md).
 */
function expectedSeconds({ graph, planned, slots = {}, windows = {} }: QuoteOptions): number {
  const before = longestBefore(graph.producers, planned, [...planned.keys()]);
  const after = longestBefore(graph.consumers, planned, [...planned.keys()].reverse());
  const queues = new Map<string, { start: number; work: number; rest: number; width: number | undefined }>();
  let longest = 0;
  for (const [position, { genId, provider, estimate }] of planned) {
    const start = before.get(position) ?? 0;
    const rest = after.get(position) ?? 0;
    longest = Math.max(longest, start + estimate.seconds + rest);
    const { key, limit: width } = windows[genId] ?? { key: provider, limit: slots[provider] };
    const sum = queues.get(key) ?? { start, work: 0, rest };
    queues.set(key, {
      width,
      start: Math.min(sum.start, start),
      work: sum.work + estimate.seconds,
      rest: Math.min(sum.rest, rest),
    });
  }
  for (const { start, work, rest, width } of queues.values()) {
    if (width !== undefined && width > 0) longest = Math.max(longest, start + work / width + rest);
  }
  return longest;
}

/** Per planned job the longest chain of planned seconds before it, along `dag`'s edges; `order` is topological. */
function longestBefore(
  { offsets, targets }: Dag,
  planned: ReadonlyMap<number, JobSpec>,
  order: readonly number[],
): Map<number, number> {
  const longest = new Map<number, number>();
  for (const position of order) {
    let best = 0;
    const end = offsets[position + 1] as number;
    for (let edge = offsets[position] as number; edge < end; edge++) {
      const other = targets[edge] as number;
      const job = planned.get(other);
      if (job !== undefined) best = Math.max(best, (longest.get(other) ?? 0) + job.estimate.seconds);
    }
    longest.set(position, best);
  }
  return longest;
}
