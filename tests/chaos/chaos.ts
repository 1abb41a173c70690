import { removeFolder, Stage } from "../rigs/stage";
import { Random } from "../sim/random";
import { type Audit, audit } from "./audit";
import { Cast } from "./cast";
import { JOB_STATES, RUN_STATES, readLedger, statesOf } from "./ledger";
import { type Kill, recoverySeconds } from "./recovery";
import { OPENING, type Play, SCENES, type Scene } from "./scenes";

interface Spread {
  median: number;
  max: number;
  samples: number;
}

function spreadOf(seconds: readonly number[]): Spread {
  const sorted = seconds.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return { median, max: sorted.at(-1) ?? Number.NaN, samples: sorted.length };
}

export interface ChaosReport extends Pick<Audit, "resubmits" | "faults"> {
  kills: number;
  seed: number;
  seconds: number;
  /** At how many kills a run that had not ended had a job in that state. */
  jobStates: Record<string, number>;
  /** At how many kills there was a run in that state. */
  runStates: Record<string, number>;
  predictions: number;
  duplicates: number;
  /** From the restart to the first sign of going on. */
  recoverySeconds: Spread;
  /** The same of exports, with the time that they wait for their turn. */
  exportRecoverySeconds: Spread;
  notSucceeded: number;
  /** What `duplicates` and `notSucceeded` count. */
  details: string[];
  /** Requests that the providers' public descriptions do not allow. */
  violations: string[];
}

/**
 * Kills the built product with SIGKILL, again and again, at moments that are aimed at and moments that are not, starts it again, and
 * tells what became of the runs. Every choice comes from the seed; what the machine's speed adds does not.
 */
export async function runChaos(options: {
  kills: number;
  seed: number;
  talk: (line: string) => void;
}): Promise<ChaosReport> {
  const { kills: wanted, seed, talk } = options;
  const began = Date.now();
  const random = new Random(seed);
  const stage = await Stage.open();
  try {
    const cast = new Cast(stage, random);
    const play: Play = { stage, cast, random, lead: null, since: 0 };
    const kills: Kill[] = [];
    for (const scene of scenesOf(wanted, random)) {
      if (!OPENING.includes(scene)) await untilCalm(cast);
      await scene.act(play);
      const { killedAt, database } = await stage.kill();
      // First, because it takes a second of a processor, which a server that starts needs for itself.
      const ledger = await readLedger(database);
      await removeFolder(database);
      await stage.restart();
      const { startedAt } = stage;
      kills.push({ scene: scene.name, killedAt, startedAt, ledger });
      const states = statesOf(ledger);
      const seen = [...states.runs, ...states.jobs].join(", ");
      talk(`${Math.round((Date.now() - began) / 1_000)} s: kill ${kills.length}, ${scene.name} (${seen})`);
    }
    return await judge({ ...play, kills, seed, began });
  } catch (error) {
    talk(
      stage
        .log()
        .split("\n")
        .filter((line) => !line.includes('"msg":"request"'))
        .slice(-200)
        .join("\n"),
    );
    throw error;
  } finally {
    await stage.close();
  }
}

/** The opening first; then all other scenes in an order of the seed's, again and again. */
function* scenesOf(count: number, random: Random): Generator<Scene> {
  let deck: Scene[] = [...OPENING];
  for (let nth = 0; nth < count; nth++) {
    if (deck.length === 0) deck = shuffled(SCENES, random);
    yield deck.shift() as Scene;
  }
}

function shuffled(scenes: readonly Scene[], random: Random): Scene[] {
  return scenes
    .map((scene) => ({ scene, rank: random.unit() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ scene }) => scene);
}

/** Scenes speak of requests by kind: before the next one begins, nobody else may make any. */
async function untilCalm(cast: Cast): Promise<void> {
  for (const part of cast.parts) await cast.untilEnded(part);
}

async function judge(
  options: Play & { kills: readonly Kill[]; seed: number; began: number },
): Promise<ChaosReport> {
  const { stage, cast, kills, seed, began } = options;
  const exports: { runId: string }[] = [];
  for (const part of cast.parts) {
    const { exportRunId } = await cast.untilEnded(part);
    if (exportRunId) exports.push({ runId: exportRunId });
  }
  for (const part of exports) await cast.untilEnded(part);
  const ids = [...cast.parts, ...exports].map(({ runId }) => runId);
  const events = new Map<string, Awaited<ReturnType<Stage["events"]>>>();
  for (const id of ids) events.set(id, await stage.events(id));
  const requests = await stage.fakes.requests();
  const { violations } = await stage.fakes.counts();
  await stage.stopServer();
  const ledger = await readLedger(`${stage.dataDir}/postgres`);
  const found = audit({ requests, ledger, parts: cast.parts, events });
  const recovery = (ofExports: boolean) =>
    spreadOf(
      kills.flatMap((kill, index) =>
        recoverySeconds({
          ...{ kill, nextKillAt: kills[index + 1]?.killedAt ?? null },
          ...{ events, requests, ofExports },
        }),
      ),
    );
  const hits = kills.map((kill) => statesOf(kill.ledger));
  const countOf = (names: readonly string[], which: "jobs" | "runs") =>
    Object.fromEntries(names.map((name) => [name, hits.filter((hit) => hit[which].has(name)).length]));
  return {
    kills: kills.length,
    seed,
    seconds: Math.round((Date.now() - began) / 1_000),
    jobStates: countOf(JOB_STATES, "jobs"),
    runStates: countOf(RUN_STATES, "runs"),
    predictions: requests.filter(({ api, paid }) => api === "replicate" && paid).length,
    duplicates: found.duplicates.length,
    resubmits: found.resubmits,
    recoverySeconds: recovery(false),
    exportRecoverySeconds: recovery(true),
    notSucceeded: found.notSucceeded.length,
    details: [...found.duplicates, ...found.notSucceeded],
    faults: found.faults,
    violations,
  };
}
