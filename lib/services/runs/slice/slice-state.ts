import type { ArtifactRecord, HeadState } from "../../../core/plan/types";
import { isJobEnded, isJobFulfilled } from "../../../core/run/job-state";
import type { Fence, JobRow, RunRow } from "../../../ports/database";
import { Group } from "./group";
import { WindowKnowledge } from "./window-knowledge";

/**
 * What one slice knows of its run: the ledger's jobs and the artifacts that are there. Rebuilt from the database at the start of
 * every slice, so that nothing in memory matters to the next one.
 */
export class SliceState {
  readonly jobs: Map<string, JobRow>;
  /** Artifact name → the planned job that makes it in this run. */
  private readonly makers: Map<string, string>;
  /** Layer → the job that opened it; null for one that an earlier slice opened. */
  private readonly openLayers: Map<number, string | null>;

  constructor(
    readonly run: RunRow,
    jobs: readonly JobRow[],
    readonly head: HeadState | null,
    /** Paths that the cleaner has put away: nothing is stored there, and nothing there counts as stored. Stands still while a run lives. */
    readonly buried: ReadonlySet<string>,
  ) {
    this.jobs = new Map(jobs.map((job) => [job.jobId, job]));
    this.openLayers = new Map(jobs.filter((job) => job.startedAt !== null).map((job) => [job.layer, null]));
    this.makers = new Map(jobs.flatMap((job) => job.spec.produces.map((name) => [name, job.jobId] as const)));
  }

  get fence(): Fence {
    return {
      runId: this.run.id,
      videoId: this.run.videoId,
      epoch: this.run.epoch,
      sliceEpoch: this.run.sliceEpoch,
    };
  }

  /** True for the first job of a layer, however often it asks: a write that failed is tried again. */
  opensLayer({ layer, jobId }: Pick<JobRow, "layer" | "jobId">): boolean {
    const opener = this.openLayers.get(layer);
    if (opener !== undefined) return opener === jobId;
    this.openLayers.set(layer, jobId);
    return true;
  }

  job(jobId: string): JobRow {
    const job = this.jobs.get(jobId);
    if (!job) throw new Error(`No job ${jobId} in run ${this.run.id}.`);
    return job;
  }

  /** Of the providers' limits. */
  readonly windows = new WindowKnowledge();

  private hasLookedForBlocked = false;
  private readonly groups = new Map<string, unknown>();

  /** Where the slice's writes (or reads) of one kind meet; what they do is said by whoever asks first. */
  group<Item, Result>(
    kind: string,
    ...how: ConstructorParameters<typeof Group<Item, Result>>
  ): Group<Item, Result> {
    const known = this.groups.get(kind) as Group<Item, Result> | undefined;
    const group = known ?? new Group(...how);
    if (!known) this.groups.set(kind, group);
    return group;
  }

  private turn: Promise<unknown> = Promise.resolve();

  /** Commits that look at one another (the last part makes its segment playable) take turns, or each would miss the other. */
  oneByOne<T>(commit: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(commit);
    this.turn = mine.catch(() => {});
    return mine;
  }

  update(jobId: string, change: Partial<JobRow>): JobRow {
    const next = { ...this.job(jobId), ...change };
    this.jobs.set(jobId, next);
    return next;
  }

  /** The artifact as consumers of this run may read it: made by this run, or standing in the head and not planned. */
  artifact(name: string): ArtifactRecord | null {
    const maker = this.makers.get(name);
    if (maker !== undefined) {
      const job = this.job(maker);
      if (!isJobFulfilled(job.state)) return null;
      return job.outputs?.find((output) => output.id === name) ?? this.fromHead(name);
    }
    return this.fromHead(name);
  }

  private fromHead(name: string): ArtifactRecord | null {
    const record = this.head?.artifacts.get(name);
    return record?.status === "ready" && record.key !== null ? record : null;
  }

  /** Artifact dependencies of a job; inputs are told apart because the run froze them under the same name. */
  upstreamOf(job: JobRow): string[] {
    return job.spec.dependencies.filter((name) => !Object.hasOwn(this.run.inputs, name));
  }

  /** Jobs that may start now, the most urgent first. With `layered` scheduling none before all layers below its own have ended. */
  ready(): JobRow[] {
    const upTo = this.isLayered ? this.firstOpenLayer() : Number.POSITIVE_INFINITY;
    return [...this.jobs.values()]
      .filter(
        (job) =>
          job.state === "ready" &&
          job.layer <= upTo &&
          this.upstreamOf(job).every((name) => this.artifact(name) !== null),
      )
      .sort((a, b) => a.priority - b.priority);
  }

  private get isLayered(): boolean {
    return "scheduling" in this.run.options && this.run.options.scheduling === "layered";
  }

  private firstOpenLayer(): number {
    const open = [...this.jobs.values()].filter((job) => !isJobEnded(job.state)).map((job) => job.layer);
    return Math.min(Number.POSITIVE_INFINITY, ...open);
  }

  /** Jobs that can never start in this run, each with the chain from the culprit to it. */
  newlyBlocked(): { job: JobRow; chain: string[] }[] {
    const isAnyLost = [...this.jobs.values()].some(
      ({ state }) => isJobEnded(state) && !isJobFulfilled(state),
    );
    if (this.hasLookedForBlocked && !isAnyLost) return [];
    this.hasLookedForBlocked = true;
    return [...this.jobs.values()].flatMap((job) => {
      if (job.state !== "ready") return [];
      const chain = this.blockingChain(job);
      return chain === null ? [] : [{ job, chain }];
    });
  }

  private blockingChain(job: JobRow): string[] | null {
    for (const name of this.upstreamOf(job)) {
      const maker = this.makers.get(name);
      if (maker === undefined) {
        if (this.fromHead(name) === null) return [name, job.jobId];
        continue;
      }
      const upstream = this.job(maker);
      if (isJobEnded(upstream.state) && !isJobFulfilled(upstream.state)) {
        return [...(upstream.failure?.dependencyChain ?? [upstream.jobId]), job.jobId];
      }
    }
    return null;
  }

  allEnded(): boolean {
    return [...this.jobs.values()].every((job) => isJobEnded(job.state));
  }

  /**
   * Layers behind the run, all jobs up to and including them have ended, that have a checkpoint. Ascending. What a layer of one job would
   * say of itself is in that job's outcome (ADR 0025).
   */
  layersToRecord(): number[] {
    const firstOpen = this.firstOpenLayer();
    const jobs = new Map<number, number>();
    for (const { layer } of this.jobs.values()) jobs.set(layer, (jobs.get(layer) ?? 0) + 1);
    const recorded = [...jobs].flatMap(([layer, count]) => (count > 1 && layer < firstOpen ? [layer] : []));
    return recorded.sort((a, b) => a - b);
  }
}
