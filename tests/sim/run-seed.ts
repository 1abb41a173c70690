import type { MicroUsd } from "../../lib/core/money/micro-usd";
import type { Database } from "../../lib/ports/database";
import { restartStalled } from "../../lib/services/maintenance/restart-stalled";
import { checkBoughtAgain, checkLedger, endOf, type JobEnd, type RunEnd, type VideoEnd } from "./final-state";
import type { Violation } from "./invariants";
import { drawMisfortunes, FAIR } from "./misfortunes";
import { Owner } from "./owner";
import type { Behaviour } from "./provider";
import { drawScenario, type Scenario } from "./scenario";
import type { Execution } from "./storage";
import { type Sabotage, World, type WorldOptions } from "./world";

const HOUR_MS = 60 * 60_000;
const RECONCILE_EVERY_MS = 20_000;
/** Sleepers of every kind have woken by then. */
const LINGER_MS = 10 * 60_000;

export interface SeedOutcome {
  seed: number;
  violations: Violation[];
  /** The newest lines of the world that went wrong, or of the last one. */
  tail: string[];
  hash: string;
  runs: number;
  resubmits: number;
  /** Runs that ended otherwise than in fair weather, for a reason that excuses it. */
  unlucky: number;
}

export interface SeedOptions {
  sabotage?: Sabotage;
  /** For the world where things go wrong; it may have served others. In memory where none is given. */
  database?: Database;
  /** One segment and at most one picture, and one thing after the other: for databases that take their time, and to compare with them. */
  isSmall?: boolean;
  echo?: (line: string) => void;
  /** The same seed's fair weather, where it has been lived through already. */
  calm?: Calm;
}

export type Calm = Awaited<ReturnType<typeof live>>;

/** The videos of a seed when nothing goes wrong: how they have to end. */
export async function fairWeather(
  seed: number,
  { isSmall, sabotage, echo }: Pick<SeedOptions, "isSmall" | "sabotage" | "echo"> = {},
): Promise<Calm> {
  const scenario = inFairWeather(drawScenario(seed, isSmall));
  const common = { ...(sabotage ? { sabotage } : {}), ...(echo ? { echo } : {}) };
  return await live({ ...common, scenario, misfortunes: FAIR, ceilingMicros: null });
}

/**
 * One seed: the same videos, once in fair weather and once with everything going wrong that the seed holds. Both have to come to the
 * same end, and no rule may be broken on the way.
 */
export async function runSeed(seed: number, options: SeedOptions = {}): Promise<SeedOutcome> {
  const { isSmall, database, sabotage, echo } = options;
  const common = { ...(sabotage ? { sabotage } : {}), ...(echo ? { echo } : {}) };
  const scenario = drawScenario(seed, isSmall);
  const calm = options.calm ?? (await fairWeather(seed, options));
  const misfortunes = drawMisfortunes({ seed, writes: calm.writes, lasts: guessedLength(scenario) });
  const ceilingMicros = scenario.ceiling === "tight" ? (calm.peakMicros as MicroUsd) : null;
  const where = database ? { database } : {};
  const stormy = await live({
    ...common,
    ...where,
    scenario,
    misfortunes,
    ceilingMicros,
    isInTurns: isSmall ?? false,
  });
  const unlucky = calm.ends && stormy.ends ? compare(calm.ends, stormy.ends, scenario, stormy.world) : 0;
  const violations = [...calm.world.invariants.violations, ...stormy.world.invariants.violations];
  return {
    seed,
    violations,
    tail: (calm.world.invariants.violations.length > 0 ? calm : stormy).world.trace.tail(),
    hash: `${calm.world.trace.hash()} ${stormy.world.trace.hash()}`,
    runs: stormy.runs,
    resubmits: stormy.resubmits,
    unlucky,
  };
}

/** No trouble at the providers, quick answers, nobody who changes their mind. What they refuse for ever stays refused. */
function inFairWeather(scenario: Scenario): Scenario {
  const quick = (behaviour: Behaviour): Behaviour => ({
    ...behaviour,
    workMs: [1, 2],
    transitMs: [1, 1],
    trouble: 0,
    askingTrouble: 0,
  });
  return {
    ...scenario,
    providers: scenario.providers.map(quick),
    videos: scenario.videos.map((video) => ({ ...video, cancel: null })),
    callbacks: null,
    workers: 1,
  };
}

/** About how long the first run takes, so that misfortunes fall into it. */
function guessedLength({ providers, videos }: Scenario): number {
  const mean = providers.reduce((sum, { workMs }) => sum + (workMs[0] + workMs[1]) / 2, 0);
  const runs = 1 + (videos[0]?.deeds.length ?? 0);
  return 3 * mean * runs;
}

async function live(options: WorldOptions) {
  const world = new World(options);
  const { scenario, time, invariants } = world;
  const workspaces = scenario.videos.map((_, index) => world.workspaceId(index % 2));
  for (const id of new Set(workspaces)) {
    await world.database.system(({ ensureWorkspace }) => ensureWorkspace({ id, name: "w", at: world.now() }));
  }
  const owners = scenario.videos.map(
    (script, index) => new Owner(world, workspaces[index] as (typeof workspaces)[number], script, index),
  );
  const patrol = startPatrol(world);
  const latest = 200 * HOUR_MS;
  const together = async (work: () => Promise<unknown>[]) => {
    let isOver = false;
    const all = Promise.all(work()).then(
      () => {
        isOver = true;
      },
      (error: unknown) => {
        isOver = true;
        if (invariants.violations.length === 0)
          invariants.report("stuck", `an owner gave up: ${stackOf(error)}`);
      },
    );
    const end = await time.run({ until: () => isOver || invariants.hasSeenEnough, latest });
    if (!isOver) invariants.report("stuck", `nothing more happens: ${end}`);
    else await all;
  };
  await together(() => owners.map((owner) => owner.work()));
  world.calmDown();
  const until = time.now + LINGER_MS;
  await time.run({
    until: () => world.isAtRest || time.now >= until || invariants.hasSeenEnough,
    latest,
  });
  if (invariants.violations.length === 0) await together(() => owners.map((owner) => owner.tidyUp()));
  patrol.stop();
  await time.run({
    until: () => world.engine.active === 0 || invariants.hasSeenEnough,
    latest: time.now + HOUR_MS,
  });
  if (world.engine.active > 0) invariants.report("stuck", `${world.engine.active} workflows never ended`);

  let ends: VideoEnd[] | null = null;
  let resubmits = 0;
  if (owners.every(({ id }) => id !== null)) {
    ends = await Promise.all(owners.map((owner) => endOf(world, owner)));
    checkLedger(world, [...new Set(workspaces)]);
    resubmits = checkBoughtAgain(world);
  }
  return {
    world,
    ends,
    resubmits,
    writes: world.storage.writes,
    peakMicros: invariants.peakMicros,
    runs: owners.reduce((sum, owner) => sum + owner.runs.length, 0),
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The reconciler, as a cron calls it: on whichever server. */
function startPatrol(world: World): { stop(): void } {
  let isStopped = false;
  let rounds = 0;
  const round = async () => {
    const process = world.worker();
    const execution: Execution = { name: `${process.name} patrol ${++rounds}`, process, slice: null };
    const workspaceId = world.workspaceId(0);
    await process.hold();
    await restartStalled({
      ports: world.contextOf(execution, workspaceId),
      resumingSince: null,
      contextOf: async (run) => world.contextOf(execution, run.workspaceId),
      start: (run) => world.startRun(execution, run),
    });
  };
  const tick = () => {
    if (isStopped) return;
    world.time.after(RECONCILE_EVERY_MS, tick);
    round().catch((error: unknown) => world.trace.note(`patrol: ${error}`));
  };
  world.time.after(RECONCILE_EVERY_MS, tick);
  return {
    stop() {
      isStopped = true;
    },
  };
}

/** Reports what the two worlds came to differently; returns how many runs had an excuse. */
function compare(calm: VideoEnd[], stormy: VideoEnd[], scenario: Scenario, world: World): number {
  let unlucky = 0;
  for (const [index, wanted] of calm.entries()) {
    const found = stormy[index];
    if (!found) continue;
    const [is, should] = [JSON.stringify(found.head), JSON.stringify(wanted.head)];
    if (is !== should)
      world.invariants.report("final-state", `video ${index}: ${difference(found.head, wanted.head)}`);
    const deeds = 1 + (scenario.videos[index]?.deeds.length ?? 0);
    let isAlike = true;
    for (let number = 0; number < deeds; number++) {
      const [run, reference] = [found.runs[number], wanted.runs[number]];
      if (!run || !reference) break;
      const otherwise = differencesOf(run, reference);
      if (otherwise.length === 0) continue;
      unlucky++;
      isAlike = false;
      const isCancelled = scenario.videos[index]?.cancel?.run === number;
      const isExcused = isCancelled || otherwise.every(({ isExcused: has }) => has);
      if (!isExcused) {
        const detail = otherwise.filter(({ isExcused: has }) => !has).map(({ what }) => what);
        world.invariants.report("final-state", `run ${number} of video ${index}: ${detail.join("; ")}`);
      }
      // Whatever follows starts from something else.
      break;
    }
    const [kept, wantedToBeKept] = [found.kept, wanted.kept];
    if (isAlike && JSON.stringify(kept) !== JSON.stringify(wantedToBeKept))
      world.invariants.report(
        "final-state",
        `video ${index}: ${difference({ kept }, { kept: wantedToBeKept })}`,
      );
  }
  return unlucky;
}

/** Failed after more than one try, or after one that cost money of which the ceiling had no more. */
function isOutOfLuck({ end, purchases, wastedMicros }: JobEnd): boolean {
  if (end === "failed budget" && wastedMicros > 0) return true;
  return end.startsWith("failed") && purchases >= 2;
}

function differencesOf(run: RunEnd, reference: RunEnd): { what: string; isExcused: boolean }[] {
  const found: { what: string; isExcused: boolean }[] = [];
  const unluckyJobs = [...run.jobs.values()].some(isOutOfLuck);
  for (const [jobId, wanted] of reference.jobs) {
    const job = run.jobs.get(jobId);
    const what = `${jobId} is ${job?.end}, not ${wanted.end}`;
    if (!job) found.push({ what, isExcused: false });
    else if (job.end !== wanted.end) {
      const isExcused = unluckyJobs && (job.end === "blocked" || isOutOfLuck(job));
      found.push({ what, isExcused });
    } else if (JSON.stringify(job.checksums) !== JSON.stringify(wanted.checksums)) {
      found.push({ what: `${jobId} made something else`, isExcused: false });
    } else if (job.succeededMicros !== wanted.succeededMicros) {
      found.push({
        what: `${jobId} cost ${job.succeededMicros}, not ${wanted.succeededMicros}`,
        isExcused: false,
      });
    }
  }
  if (run.status !== reference.status) {
    found.push({ what: `it is ${run.status}, not ${reference.status}`, isExcused: unluckyJobs });
  }
  return found;
}

function difference(found: Record<string, unknown>, wanted: Record<string, unknown>): string {
  return Object.keys(wanted)
    .filter((key) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]))
    .map((key) => {
      const [is, should] = [found[key], wanted[key]];
      if (!Array.isArray(is) || !Array.isArray(should))
        return `${key} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`;
      const extra = is.filter((item) => !should.includes(item));
      const missing = should.filter((item) => !is.includes(item));
      return `${key}: ${JSON.stringify(extra)} instead of ${JSON.stringify(missing)}`;
    })
    .join("; ");
}
