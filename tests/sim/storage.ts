import { ReelgraphError } from "../../lib/core/errors";
import type { Database, RunRepository, RunRow, TenantRepositories } from "../../lib/ports/database";
import type { ObjectStore, PutOptions } from "../../lib/ports/object-store";
import { watched } from "../rigs/faults";
import type { SimProcess } from "./process";
import type { Random } from "./random";
import type { Trace } from "./trace";
import type { VirtualTime } from "./virtual-time";

/** `before`: the write is not done; `after`: it is done, and nobody hears of it. `crash`: its process dies there. */
export interface WriteFault {
  when: "before" | "after";
  kind: "crash" | "error";
}

export interface Outage {
  of: "database" | "objects";
  from: number;
  to: number;
}

export interface StorageFaults {
  /** By the number of the durable write. */
  writes: ReadonlyMap<number, WriteFault>;
  outages: readonly Outage[];
  /** The longest way to the database or the store, milliseconds. */
  latencyMs: number;
}

/** One delivery of a step or request to a process. */
export interface Execution {
  name: string;
  process: SimProcess;
  /** The slice it took, if it did. */
  slice: Pick<RunRow, "id" | "epoch" | "sliceEpoch"> | null;
}

export interface Commit {
  execution: Execution;
  written: readonly string[];
  /** What it changed, for people. */
  describe: (() => string) | null;
}

/**
 * The world's one database and object store as a process reaches them: over a network, through a wrapper that numbers every durable
 * write and fails, or lets the process die, at those it is told to.
 */
export class SimStorage {
  /** Durable writes so far: transactions that wrote, and puts. */
  writes = 0;
  /** Who has committed last, or is about to, and through which methods. */
  committing: Commit | null = null;
  /** When which server found the database or the store failing. */
  readonly troubles: { at: number; process: SimProcess; isOutage: boolean }[] = [];
  /** What the store has been given: key → checksum. */
  readonly stored = new Map<string, string>();

  constructor(
    private readonly world: {
      time: VirtualTime;
      trace: Trace;
      random: Random;
      database: Database;
      objects: ObjectStore;
      faults: () => StorageFaults;
      /**
       * Every way to the database or the store is a moment of its own, however short: what happens at one moment then happens in the
       * same order with a database that really takes time.
       */
      isInTurns: boolean;
    },
  ) {}

  database(execution: Execution): Database {
    const { database } = this.world;
    return {
      ...database,
      tenant: (workspaceId, work) =>
        this.transaction(execution, (begun) =>
          database.tenant(workspaceId, (repositories) =>
            begun((written) => work(noting(execution, repositories, written))),
          ),
        ),
      system: (work) =>
        this.transaction(execution, (begun) =>
          database.system((repositories) => begun(() => work(repositories))),
        ),
    };
  }

  objects({ name, process }: Execution): ObjectStore {
    const { objects } = this.world;
    const read = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.reach(process, "objects");
      const result = await work();
      await this.answer(process);
      return result;
    };
    return {
      ...objects,
      head: (key) => read(() => objects.head(key)),
      get: (key, range) => read(() => objects.get(key, range)),
      list: (options) => read(() => objects.list(options)),
      put: async (options: PutOptions) => {
        await this.reach(process, "objects");
        const fault = this.number();
        const point = `#${this.writes} put ${options.key}`;
        if (fault?.when === "before") return await this.fail(process, "objects", `before ${point}`, fault);
        const result = await objects.put(options);
        if (result.outcome === "stored") this.stored.set(options.key, result.checksum);
        this.world.trace.note(`${name} ${point} ${result.outcome}`);
        if (fault) return await this.fail(process, "objects", `after ${point}`, fault);
        await this.answer(process);
        return result;
      },
    };
  }

  /** A transaction of a process that dies meanwhile is rolled back, as by a database whose client is gone. */
  private async transaction<T>(
    execution: Execution,
    begin: (begun: (work: (written: string[]) => Promise<T>) => Promise<T>) => Promise<T>,
  ): Promise<T> {
    const { process, name } = execution;
    await this.reach(process, "database");
    let fault: WriteFault | null = null;
    let point = "";
    const written: string[] = [];
    const commit: Commit = { execution, written, describe: null };
    const outcome = await begin(async (work) => {
      const value = await whileAlive(process, () => work(written));
      if (written.length > 0) {
        fault = this.number();
        point = `#${this.writes} ${written.join(" ")}`;
      }
      if (isDue(fault, "before")) throw this.failure(process, "database", `before ${point}`, fault);
      this.committing = commit;
      return value;
    }).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ("value" in outcome && point !== "") this.world.trace.note(`${name} ${point}`, commit.describe);
    if ("value" in outcome && isDue(fault, "after")) {
      return await this.fail(process, "database", `after ${point}`, fault);
    }
    await this.answer(process);
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  private async reach(process: SimProcess, of: Outage["of"]): Promise<void> {
    const { time, trace } = this.world;
    const { outages } = this.world.faults();
    await process.hold();
    await this.travel();
    await process.hold();
    const isAway = (outage: Outage) => outage.of === of && outage.from <= time.now && time.now < outage.to;
    if (!outages.some(isAway)) return;
    this.troubles.push({ at: time.now, process, isOutage: true });
    trace.note(`${process.name} finds the ${of} away`);
    await time.pause(20);
    await process.hold();
    throw away(of);
  }

  private async answer(process: SimProcess): Promise<void> {
    await this.travel();
    await process.hold();
  }

  private async travel(): Promise<void> {
    const { time, random, isInTurns } = this.world;
    const { latencyMs } = this.world.faults();
    if (latencyMs > 0) await time.pause(random.between(0, latencyMs));
    else if (isInTurns) await time.pause(0);
  }

  private number(): WriteFault | null {
    this.writes += 1;
    return this.world.faults().writes.get(this.writes) ?? null;
  }

  private async fail(
    process: SimProcess,
    of: Outage["of"],
    point: string,
    fault: WriteFault,
  ): Promise<never> {
    const failure = this.failure(process, of, point, fault);
    await this.answer(process);
    throw failure;
  }

  private failure(process: SimProcess, of: Outage["of"], point: string, fault: WriteFault): Error {
    this.troubles.push({ at: this.world.time.now, process, isOutage: false });
    if (fault.kind === "crash") process.die(point);
    else this.world.trace.note(`${process.name} gets an error ${point}`);
    return away(of);
  }
}

function isDue(fault: WriteFault | null, when: WriteFault["when"]): fault is WriteFault {
  return fault?.when === when;
}

function away(of: Outage["of"]): ReelgraphError {
  return new ReelgraphError({
    code: of === "database" ? "database-unavailable" : "store-unavailable",
    message: `The ${of} does not answer at the moment.`,
    retryable: true,
  });
}

/** The work of a transaction, or a failure once its process is dead. */
async function whileAlive<T>(process: SimProcess, work: () => Promise<T>): Promise<T> {
  if (process.isDead) throw new Error(`${process.name} is gone.`);
  let forget = () => {};
  const death = new Promise<never>((_, reject) => {
    forget = process.onDeath(() => reject(new Error(`${process.name} is gone.`)));
  });
  try {
    return await Promise.race([work(), death]);
  } finally {
    forget();
  }
}

/** The repositories, noting what is written and which slice is taken. */
function noting(
  execution: Execution,
  repositories: TenantRepositories,
  written: string[],
): TenantRepositories {
  return new Proxy(watched(repositories, written), {
    get(all, name, receiver) {
      const repository: unknown = Reflect.get(all, name, receiver);
      return name === "runs" ? notingSlices(execution, repository as RunRepository) : repository;
    },
  });
}

function notingSlices(execution: Execution, runs: RunRepository): RunRepository {
  return new Proxy(runs, {
    get(target, method, receiver) {
      const work: unknown = Reflect.get(target, method, receiver);
      if (method !== "takeSlice") return work;
      return async (options: Parameters<RunRepository["takeSlice"]>[0]) => {
        const taken = await runs.takeSlice(options);
        if (taken) execution.slice = taken;
        return taken;
      };
    },
  });
}
