import { Random } from "./random";
import type { Outage, StorageFaults, WriteFault } from "./storage";

/** Something that happens to one of the servers. */
export interface ServerEvent {
  at: number;
  kind: "crash" | "pause" | "clock-jump" | "lose-workflow";
  /** How long a pause is, how far a clock jumps, how long a workflow is lost for: milliseconds. */
  milliseconds: number;
  isWeb: boolean;
}

/** Everything that goes wrong in a world apart from its providers. */
export interface Misfortunes extends StorageFaults {
  servers: readonly ServerEvent[];
  /** How likely a step is delivered twice. */
  duplicates: number;
  /** A step without an answer for so long is delivered again. */
  redeliverMs: number;
  /** Clocks of servers differ from the world's by up to this much. */
  skewMs: number;
}

export const FAIR: Misfortunes = {
  writes: new Map(),
  outages: [],
  latencyMs: 0,
  servers: [],
  duplicates: 0,
  redeliverMs: 600_000,
  skewMs: 0,
};

/** Draws what goes wrong, once it is known how much there is to go wrong: writes and milliseconds of the same world in fair weather. */
export function drawMisfortunes(options: { seed: number; writes: number; lasts: number }): Misfortunes {
  const { seed, writes, lasts } = options;
  const random = new Random(seed).fork("misfortunes");
  const span = Math.max(20_000, lasts * 1.5);
  const many = (most: number) => random.pick([0, 1, 1, 2, 3, most]);
  const faults = Array.from({ length: many(6) }, (): [number, WriteFault] => [
    random.between(1, Math.ceil(writes * 1.4)),
    { when: random.pick(["before", "after"]), kind: random.pick(["crash", "crash", "error"]) },
  ]);
  const servers = Array.from({ length: random.pick([0, 0, 1, 2, 4]) }, () => drawServerEvent(random, span));
  const outages = Array.from({ length: random.chance(0.15) ? 1 : 0 }, (): Outage => {
    const from = random.between(0, span);
    return { of: random.pick(["database", "objects"]), from, to: from + random.spread(100, 60_000) };
  });
  return {
    writes: new Map(faults),
    outages,
    latencyMs: random.pick([0, 3, 40, 400]),
    servers,
    duplicates: random.pick([0, 0, 0.1, 0.5]),
    redeliverMs: random.pick([20_000, 90_000, 300_000]),
    skewMs: random.pick([0, 0, 1_500]),
  };
}

function drawServerEvent(random: Random, span: number): ServerEvent {
  const at = random.between(0, span);
  const isWeb = random.chance(0.1);
  const kind = random.pick<ServerEvent["kind"]>([
    "crash",
    "crash",
    "pause",
    "pause",
    "clock-jump",
    "lose-workflow",
  ]);
  const sign = random.chance(0.5) ? 1 : -1;
  const milliseconds =
    kind === "clock-jump" ? sign * random.spread(100, 20_000) : random.spread(500, 200_000);
  return { at, kind, milliseconds, isWeb };
}
