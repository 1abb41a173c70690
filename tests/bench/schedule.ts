/*
 * How good a schedule was, from what the ledger says of it: the bound that no schedule can beat, and the time slots stood empty while
 * something waited for them. Seconds throughout.
 */

/** A job of a run, as far as its schedule depends on it. */
export interface ScheduledJob {
  id: string;
  provider: string;
  /** What the provider takes for it. */
  seconds: number;
  /** Jobs that have to end before it starts. */
  after: readonly string[];
}

/** A slot's use, from the intent in the ledger to the record of what came of it. */
export interface SlotUse {
  jobId: string;
  provider: string;
  from: number;
  to: number;
}

export interface LowerBound {
  /** The longest chain of jobs. */
  criticalPath: number;
  /** Provider → its work by its slots, behind the shortest chain that leads to any of it and before the shortest that follows. */
  providers: Record<string, number>;
  /** The largest of all these. */
  combined: number;
}

/** `jobs` in an order in which none comes before what it waits for. Providers without slots named have as many as they want. */
export function lowerBound(
  jobs: readonly ScheduledJob[],
  slots: Readonly<Record<string, number>>,
): LowerBound {
  const head = new Map<string, number>();
  const tail = new Map(jobs.map(({ id }) => [id, 0]));
  const seconds = new Map(jobs.map((job) => [job.id, job.seconds]));
  const at = (map: Map<string, number>, id: string) => map.get(id) ?? 0;
  for (const { id, after } of jobs) {
    head.set(id, Math.max(0, ...after.map((other) => at(head, other) + at(seconds, other))));
  }
  for (const { id, after } of jobs.toReversed()) {
    const chain = at(tail, id) + at(seconds, id);
    for (const other of after) tail.set(other, Math.max(at(tail, other), chain));
  }
  const criticalPath = Math.max(0, ...jobs.map(({ id }) => at(head, id) + at(seconds, id) + at(tail, id)));
  const providers = Object.fromEntries(
    Object.entries(slots).flatMap(([provider, count]) => {
      const own = jobs.filter((job) => job.provider === provider && job.seconds > 0);
      if (own.length === 0) return [];
      const work = own.reduce((sum, job) => sum + job.seconds, 0) / count;
      const least = (map: Map<string, number>) => Math.min(...own.map(({ id }) => at(map, id)));
      return [[provider, least(head) + work + least(tail)] as const];
    }),
  );
  return { criticalPath, providers, combined: Math.max(criticalPath, ...Object.values(providers)) };
}

/**
 * A provider's slot time while anything wanted it, in slot-seconds, and how much of it a slot was empty and a job that could have had it
 * waited.
 */
export function idleWhileReady(options: {
  uses: readonly SlotUse[];
  /** When each job's dependencies were there. */
  readyAt: ReadonlyMap<string, number>;
  provider: string;
  slots: number;
}): { idle: number; wanted: number } {
  const { readyAt, provider, slots } = options;
  const uses = options.uses
    .filter((use) => use.provider === provider)
    .sort((left, right) => left.from - right.from);
  // A job's next call can be made when its last one has been answered.
  const answered = new Map<string, number>();
  const changes = uses.flatMap(({ jobId, from, to }) => {
    const ready = answered.get(jobId) ?? readyAt.get(jobId) ?? from;
    answered.set(jobId, to);
    return [
      { at: Math.min(from, ready), waiting: 1, busy: 0 },
      { at: from, waiting: -1, busy: 1 },
      { at: to, waiting: 0, busy: -1 },
    ];
  });
  changes.sort((left, right) => left.at - right.at);
  let [waiting, busy, before, idle, wanted] = [0, 0, 0, 0, 0];
  for (const change of changes) {
    const passed = change.at - before;
    idle += passed * Math.min(Math.max(0, slots - busy), waiting);
    wanted += passed * Math.min(slots, busy + waiting);
    before = change.at;
    waiting += change.waiting;
    busy += change.busy;
  }
  return { idle, wanted };
}
