import type { Database, TenantRepositories } from "../../lib/ports/database";
import type { ObjectStore, PutOptions } from "../../lib/ports/object-store";
import type { SteppedClock } from "./stepped-clock";

/** What a process that is gone throws: no failure the code knows, so that nothing handles it specially. */
export class Crash extends Error {
  constructor(point: string) {
    super(`crashed ${point}`);
    this.name = "Crash";
  }
}

/**
 * - `before`: the write is not done;
 * - `after`: it is done, and nobody hears of it.
 * - `crash`: from then on nothing works any more, as in a process that was killed;
 * - `hiccup`: everything works again afterwards.
 */
export interface Fault {
  /** The how manieth durable write, or the first of that name without the video's prefix: `put dag/000001/plan.json`. */
  at: number | string;
  when: "before" | "after";
  kind: "crash" | "hiccup";
}

/** Every method of every repository: one that is in neither list is refused, so that no write goes uncounted. */
const METHODS: Record<keyof TenantRepositories, { reads: string; writes: string }> = {
  videos: {
    reads: "find lock list",
    writes: "insert setInputs setCeiling setDirty setStatus moveHead setFilm remove restore takeLease",
  },
  runs: {
    reads:
      "find ofVideo newestOf active nextRevision ofRevision exportAfter assertFence assertLease totalCost",
    writes: "insert move countStart setWorkflowRun takeSlice heartbeat closeSlice setProgress",
  },
  jobs: { reads: "ofRun", writes: "insertAll move moveAll" },
  purchases: {
    reads: "ofClaim ofClaims live slotsTaken ownSlotsTaken",
    writes: "insert insertAll takeOver accepted nextCheck freeSlots finish succeedAll",
  },
  providerEvents: { reads: "ofPurchase", writes: "insert" },
  events: { reads: "ofRun ofVideo has", writes: "append" },
  money: { reads: "standing", writes: "reserve settle settleAll release" },
  idempotency: { reads: "", writes: "begin finish" },
  history: { reads: "takes bought builds", writes: "" },
  choices: { reads: "chosen discarded", writes: "choose forget discard" },
  references: { reads: "lock runs named", writes: "collect swept" },
  tombstones: { reads: "paths", writes: "bury" },
  windows: { reads: "read hold", writes: "keep" },
  limits: { reads: "find", writes: "set" },
  storage: { reads: "changes held total", writes: "measured" },
  usage: { reads: "of", writes: "" },
  credentials: { reads: "all", writes: "put remove reseal" },
};

const KINDS = new Map<string, "read" | "write">(
  Object.entries(METHODS).flatMap(([name, { reads, writes }]) => [
    ...reads.split(" ").map((method) => [`${name}.${method}`, "read"] as const),
    ...writes.split(" ").map((method) => [`${name}.${method}`, "write"] as const),
  ]),
);

/**
 * Database and object store through one wrapper that numbers every durable write, a transaction or a put, and fails at the one it is
 * told to. Time stands still while a write is under way.
 */
export class FaultyStorage {
  /** The durable writes so far, in order, by name: `put videos/…`, `copy …`, `delete …` or `transaction jobs.move …`. */
  readonly writes: string[] = [];
  isDead = false;
  /** The write that failed. */
  private point = "";

  constructor(
    private readonly clock: SteppedClock,
    private readonly fault: Fault | null = null,
  ) {}

  database(inner: Database): Database {
    return {
      ...inner,
      tenant: async (workspaceId, work) => {
        this.assertAlive();
        return await this.clock.during(async () => {
          const written: string[] = [];
          let fault: Fault | null = null;
          const result = await inner.tenant(workspaceId, async (repositories) => {
            const value = await work(watched(repositories, written));
            this.assertAlive();
            if (written.length > 0) fault = this.number(`transaction ${written.join(" ")}`);
            if (isDue(fault, "before")) throw this.fail(fault);
            return value;
          });
          if (isDue(fault, "after")) throw this.fail(fault);
          return result;
        });
      },
      system: async (work) => {
        this.assertAlive();
        return await this.clock.during(() => inner.system(work));
      },
    };
  }

  objects(inner: ObjectStore): ObjectStore {
    const read = <T>(work: () => Promise<T>) => {
      this.assertAlive();
      return this.clock.during(work);
    };
    return {
      ...inner,
      head: (key) => read(() => inner.head(key)),
      get: (key, range) => read(() => inner.get(key, range)),
      list: (options) => read(() => inner.list(options)),
      put: (options: PutOptions) => this.write(`put ${options.key}`, () => inner.put(options)),
      copy: (options) => this.write(`copy ${options.from} ${options.to}`, () => inner.copy(options)),
      delete: (keys) => this.write(`delete ${keys.join(" ")}`, () => inner.delete(keys)),
    };
  }

  private async write<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.assertAlive();
    return await this.clock.during(async () => {
      const fault = this.number(name);
      if (isDue(fault, "before")) throw this.fail(fault);
      const result = await work();
      if (isDue(fault, "after")) throw this.fail(fault);
      return result;
    });
  }

  private number(name: string): Fault | null {
    const isFirst = !this.writes.includes(name);
    this.writes.push(name);
    const isMeant = this.fault?.at === this.writes.length || (isFirst && this.fault?.at === shortName(name));
    if (!isMeant || this.fault === null) return null;
    this.point = name;
    return this.fault;
  }

  private fail(fault: Fault): Crash {
    if (fault.kind === "crash") this.isDead = true;
    return new Crash(`${fault.when} ${this.point}`);
  }

  private assertAlive(): void {
    if (this.isDead) throw new Crash("and gone");
  }
}

/** Without what differs between two videos: what a write is called whatever the order of those beside it. */
export function shortName(write: string): string {
  return write.replaceAll(/\bvideos\/[^/]+\//g, "").replace(/\bruns\/[^/]+\//, "runs/");
}

function isDue(fault: Fault | null, when: Fault["when"]): fault is Fault {
  return fault !== null && fault.when === when;
}

/** The repositories, noting which writing methods are called, as `jobs.move`. Throws for a method nobody has said of what it does. */
export function watched(repositories: TenantRepositories, written: string[]): TenantRepositories {
  return new Proxy(repositories, {
    get(all, name, receiver) {
      const repository: unknown = Reflect.get(all, name, receiver);
      return typeof name === "string" ? watchedRepository(name, repository as object, written) : repository;
    },
  });
}

function watchedRepository(name: string, repository: object, written: string[]): object {
  return new Proxy(repository, {
    get(target, method, receiver) {
      const work: unknown = Reflect.get(target, method, receiver);
      if (typeof work !== "function" || typeof method !== "string") return work;
      const full = `${name}.${method}`;
      const kind = KINDS.get(full);
      if (kind === undefined) throw new Error(`tests/rigs/faults.ts does not know whether ${full} writes.`);
      if (kind === "read") return work;
      return (...given: unknown[]): unknown => {
        written.push(full);
        return work(...given);
      };
    },
  });
}
