import { createTimelineAssembler } from "../../lib/adapters/local/timeline-assembler";
import { createMemoryDatabase, type MemoryDatabase } from "../../lib/adapters/memory/database";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import type { RowChange } from "../../lib/adapters/memory/table";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import type { PurchaseId, RunId, VideoId, WorkspaceId } from "../../lib/core/ids";
import type { MicroUsd } from "../../lib/core/money/micro-usd";
import type { Database, RunRow } from "../../lib/ports/database";
import type { Generator } from "../../lib/ports/generator";
import type { IdSource } from "../../lib/ports/id-source";
import type { Logger } from "../../lib/ports/logger";
import { noTracer } from "../../lib/ports/no-tracer";
import type { ObjectStore } from "../../lib/ports/object-store";
import type { Renderer } from "../../lib/ports/renderer";
import { type Context, inTenant } from "../../lib/services/context";
import { launchRun } from "../../lib/services/runs/launch-run";
import { Callbacks } from "./callbacks";
import { describeChanges } from "./describe-changes";
import { Engine } from "./engine";
import { Invariants } from "./invariants";
import { FAIR, type Misfortunes } from "./misfortunes";
import { MODELS, priceOf, simProbe } from "./models";
import { EPOCH, SimProcess } from "./process";
import { SimProvider } from "./provider";
import { Random } from "./random";
import type { Scenario } from "./scenario";
import { steadyDatabase } from "./steady-database";
import { type Execution, SimStorage } from "./storage";
import { Trace } from "./trace";
import { VirtualTime } from "./virtual-time";

/** Takes a fence or a rule away from what a process reaches, to see whether that is noticed. */
export interface Sabotage {
  database?(database: Database, execution: Execution): Database;
  generator?(generator: Generator, execution: Execution): Generator;
  objects?(objects: ObjectStore, execution: Execution): ObjectStore;
}

export interface WorldOptions {
  scenario: Scenario;
  misfortunes: Misfortunes;
  ceilingMicros: MicroUsd | null;
  /** Without one the world has a ledger in memory, whose every change is looked at. */
  database?: Database;
  /** What reaches database and store at one moment does so in an order that does not depend on how fast they are. */
  isInTurns?: boolean;
  sabotage?: Sabotage;
  echo?: (line: string) => void;
}

const noRenderer: Renderer = {
  renderMp4: () => Promise.reject(new Error("No film is rendered here.")),
  posterFor: () => Promise.reject(new Error("No poster is rendered here.")),
};

let worlds = 0;

/** Servers, database, store, providers and time: everything a run meets, and nothing of it real. */
export class World {
  readonly time = new VirtualTime();
  readonly trace: Trace;
  readonly scenario: Scenario;
  readonly engine: Engine;
  readonly storage: SimStorage;
  readonly providers: SimProvider[];
  readonly invariants: Invariants;
  readonly callbacks: Callbacks;
  readonly database: Database;
  /** Null with a database that is not in memory. */
  readonly memory: MemoryDatabase | null;
  readonly objects = createMemoryObjectStore();
  misfortunes: Misfortunes;
  ceilingMicros: MicroUsd | null;
  private readonly random: Random;
  private readonly assembler = createTimelineAssembler();
  private readonly options: WorldOptions;
  private readonly number = ++worlds;
  private servers: SimProcess[] = [];
  private web: SimProcess;
  private readonly observers = new Map<WorkspaceId, Context>();
  private names = 0;
  private counter = 0;

  constructor(options: WorldOptions) {
    const { scenario, misfortunes, database } = options;
    this.options = options;
    this.scenario = scenario;
    this.misfortunes = misfortunes;
    this.ceilingMicros = options.ceilingMicros;
    this.random = new Random(scenario.seed);
    this.trace = new Trace(() => this.time.now, this.prefix(), options.echo);
    const { time, trace } = this;
    this.invariants = new Invariants(this);
    this.memory = database ? null : createMemoryDatabase({ onCommit: (changes) => this.onCommit(changes) });
    this.database = database ? steadyDatabase(database, time) : (this.memory as Database);
    this.storage = new SimStorage({
      time,
      trace,
      random: this.random.fork("ways"),
      database: this.database,
      objects: this.objects,
      faults: () => this.misfortunes,
      isInTurns: options.isInTurns ?? false,
    });
    this.callbacks = new Callbacks(this, this.random.fork("callbacks"));
    this.providers = scenario.providers.map(
      (behaviour) =>
        new SimProvider(
          {
            time,
            trace,
            idOf: (kind, counter) => this.id(kind, counter),
            random: this.random.fork(`provider ${behaviour.provider}`),
            refusals: scenario.refusals,
            priceOf,
            onEvent: (given, work) => this.callbacks.onEvent(given, work),
            onPost: (post) => this.invariants.onPost(post),
            onWork: (given, work) => this.invariants.onWork(given, work),
            onAnswer: (work, process) => this.invariants.onAnswer(work, process),
          },
          behaviour,
        ),
    );
    this.engine = new Engine({
      time,
      trace,
      random: this.random.fork("engine"),
      misfortunes: () => this.misfortunes,
      worker: () => this.worker(),
      contextOf: (execution, workspaceId) => this.contextOf(execution, workspaceId),
      makeFilm: (run) => this.makeFilm(run),
    });
    this.web = this.server("web");
    for (let index = 0; index < scenario.workers; index++) this.servers.push(this.server("w"));
    for (const { at, kind, milliseconds, isWeb } of misfortunes.servers) {
      time.at(at, () => this.strike(kind, milliseconds, isWeb));
    }
  }

  get isCalm(): boolean {
    return this.misfortunes.servers === FAIR.servers;
  }

  /** How long a run may take, whatever goes wrong, before it counts as stuck. */
  readonly patienceMs = 12 * 60 * 60_000;

  /** What a server does to start a run's workflow. Films are not simulated: a film is there at once. */
  async startRun(
    execution: Execution,
    run: Pick<RunRow, "id" | "type" | "workspaceId">,
  ): Promise<string | null> {
    if (run.type === "export") {
      await this.makeFilm(run);
      return null;
    }
    return await launchRun({
      ctx: this.contextOf(execution, run.workspaceId),
      input: { runId: run.id },
      startWorkflow: async ({ starts }) =>
        this.engine.start({ workspaceId: run.workspaceId, runId: run.id, start: starts }),
    });
  }

  async makeFilm({ id, workspaceId }: Pick<RunRow, "id" | "workspaceId">): Promise<void> {
    await inTenant(this.observer(workspaceId), async ({ runs }) => {
      await runs.move({ id, event: "start" });
      await runs.move({ id, event: "succeed", set: { finishedAt: this.now() } });
    });
  }

  /** From here on the sun shines: what went wrong so far stays so, and nothing more does. */
  calmDown(): void {
    this.trace.note("fair weather");
    this.misfortunes = { ...FAIR };
    this.ceilingMicros = null;
    for (const { behaviour } of this.providers) Object.assign(behaviour, { trouble: 0, askingTrouble: 0 });
  }

  /** Nothing is under way any more that could still wake up and write. */
  get isAtRest(): boolean {
    return (
      this.engine.active === 0 && this.engine.open === 0 && !this.servers.some((server) => server.isPaused)
    );
  }

  worker(): SimProcess {
    const alive = this.servers.filter((server) => !server.isDead);
    if (alive.length === 0) {
      const server = this.server("w");
      this.servers = [server];
      return server;
    }
    return this.random.pick(alive);
  }

  webServer(): SimProcess {
    if (this.web.isDead) this.web = this.server("web");
    return this.web;
  }

  /** What an execution on a server reaches. `seed` makes all its seeds the same, as for a video that is made in two worlds. */
  contextOf(execution: Execution, workspaceId: WorkspaceId, seed?: number): Context {
    const { process } = execution;
    const { sabotage } = this.options;
    const database = this.storage.database(execution);
    const objects = this.storage.objects(execution);
    const generators: Generator[] = [
      ...this.providers.map((provider) => provider.generator(execution)),
      this.assembler,
    ];
    return {
      database: sabotage?.database?.(database, execution) ?? database,
      objects: sabotage?.objects?.(objects, execution) ?? objects,
      generators: new Map(
        generators.map((generator) => [
          generator.provider,
          sabotage?.generator?.(generator, execution) ?? generator,
        ]),
      ),
      models: MODELS,
      catalogue: { providers: [], voices: [], styles: [], languages: null, hasVoice: () => true },
      renderer: noRenderer,
      mediaProbe: simProbe,
      clock: process.clock,
      signals: process.signals,
      tracer: noTracer,
      ids: seed === undefined ? this.ids : { ...this.ids, seed: () => seed },
      hash: nodeSha256,
      log: this.logOf(execution),
      settings: { ...this.scenario.settings, defaultCeilingMicros: this.ceilingMicros },
      workspaceId,
      actor: "sim",
    };
  }

  /** Straight at database and store, as they are: for whoever looks at the world from outside. */
  observer(workspaceId: WorkspaceId): Context {
    const known = this.observers.get(workspaceId);
    if (known) return known;
    const observer = this.newObserver(workspaceId);
    this.observers.set(workspaceId, observer);
    return observer;
  }

  private newObserver(workspaceId: WorkspaceId): Context {
    const process = new SimProcess("observer", this.time, this.trace);
    const execution: Execution = { name: "observer", process, slice: null };
    const { database } = this;
    return {
      ...this.contextOf(execution, workspaceId),
      database: {
        ...database,
        tenant: (id, work) =>
          database.tenant(id, async (repositories) => {
            const value = await work(repositories);
            this.storage.committing = null;
            return value;
          }),
      },
      objects: this.objects,
    };
  }

  workspaceId(index: number): WorkspaceId {
    return this.id("ws", index) as WorkspaceId;
  }

  now(): Date {
    return new Date(EPOCH + this.time.now);
  }

  private readonly ids: IdSource = {
    videoId: () => this.nextId("vid") as VideoId,
    runId: () => this.nextId("run") as RunId,
    purchaseId: () => this.nextId("buy") as PurchaseId,
    nonce: () => this.nextId("n"),
    seed: () => this.random.uint32(),
  };

  /** No two worlds share an id: what the code has cached of one is never taken for another's. */
  private prefix(): string {
    return `0${String(this.number).padStart(9, "0")}`;
  }

  id(kind: string, counter: number): string {
    return `${kind}_${this.prefix()}${String(counter).padStart(16, "0")}`;
  }

  private nextId(kind: string): string {
    this.counter += 1;
    return this.id(kind, this.counter);
  }

  private server(kind: "web" | "w"): SimProcess {
    this.names += 1;
    const server = new SimProcess(`${kind}${this.names}`, this.time, this.trace);
    const { skewMs } = this.misfortunes;
    server.skewMs = skewMs === 0 ? 0 : this.random.between(-skewMs, skewMs);
    return server;
  }

  private strike(kind: Misfortunes["servers"][number]["kind"], milliseconds: number, isWeb: boolean): void {
    if (this.misfortunes.servers.length === 0) return;
    if (kind === "lose-workflow") {
      this.engine.lose(milliseconds);
      return;
    }
    const server = isWeb ? this.webServer() : this.worker();
    if (kind === "crash") {
      server.die("by itself");
      if (!isWeb) this.time.after(this.random.spread(500, 30_000), () => this.servers.push(this.server("w")));
    } else if (kind === "pause") server.pause(milliseconds);
    else {
      this.trace.note(`${server.name}: its clock jumps by ${milliseconds} ms`);
      server.skewMs = milliseconds;
    }
  }

  private onCommit(changes: readonly RowChange[]): void {
    const { committing } = this.storage;
    if (changes.length === 0) return;
    const kept = [...changes];
    if (committing) committing.describe = () => describeChanges(kept);
    this.invariants.onCommit(changes, committing);
  }

  private logOf({ name }: Execution): Logger {
    const note = (level: string) => (fields: Record<string, unknown>, message: string) =>
      this.trace.note(`${name} ${level} ${message}`, () => JSON.stringify(fields));
    return { debug() {}, info() {}, warn: note("warns"), error: note("says error") };
  }
}
