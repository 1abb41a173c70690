import type { CreatedRunView } from "../../lib/api/contract/regeneration";
import type { CreatedVideoView } from "../../lib/api/contract/videos";
import { isReelgraphError } from "../../lib/core/errors";
import { type RunId, runId, type VideoId, videoId, type WorkspaceId } from "../../lib/core/ids";
import { isRunEnded } from "../../lib/core/run/run-state";
import type { RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { cancelRun } from "../../lib/services/runs/cancel-run";
import { createRun } from "../../lib/services/runs/create-run";
import { createdRunAnswer } from "../../lib/services/runs/created-run-answer";
import { requireVideo } from "../../lib/services/runs/require-run";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { loadHead } from "../../lib/services/videos/load-head";
import type { Deed, VideoScript } from "./scenario";
import type { Execution } from "./storage";
import type { World } from "./world";

const PATIENCE_MS = 30_000;
const TRY_AGAIN_MS = 1_000;
const LOOK_EVERY_MS = 4_000;
const MOST_TRIES = 200;

type RunRequest = Pick<Parameters<typeof createRun>[0]["input"], "mode" | "scope" | "takes" | "scheduling">;

/** Who owns a video and works on it over the API: what fails is asked again with the same key, as a good client does. */
export class Owner {
  id: VideoId | null = null;
  /** In the order they were started. */
  readonly runs: RunId[] = [];
  private keys = 0;
  /** Takes of what was never made and could not be begun: there is nothing to be owed another one of. */
  private unheard: string[] | null = null;

  constructor(
    private readonly world: World,
    readonly workspaceId: WorkspaceId,
    private readonly script: VideoScript,
    private readonly number: number,
  ) {}

  async work(): Promise<void> {
    const { inputs } = this.script;
    const created = await this.ask("create", async (ctx, execution, idempotency) => {
      const { answer, fresh } = await createVideo({
        ctx,
        input: { inputs },
        idempotency,
        render: createdVideoAnswer,
      });
      if (fresh?.run) await this.launch(execution, fresh.run);
      return JSON.parse(answer.body) as CreatedVideoView;
    });
    this.id = videoId(created.id);
    if (created.run) await this.follow(runId(created.run.id));
    for (const deed of this.script.deeds) await this.do(deed);
  }

  /** What is still dirty, made anew: until there is nothing left to do, or what is left fails every time. */
  async tidyUp(): Promise<void> {
    for (let pass = 0; pass < 3; pass++) if (!(await this.run({ mode: "dirty" }))) break;
    if (this.unheard) await this.run({ takes: this.unheard });
  }

  /** Another take of something that there is none of, and that could not be begun: whoever wants it asks again. */
  private async wasNever(takes: readonly string[]): Promise<boolean> {
    const last = this.runs.at(-1);
    if (last === undefined) return false;
    const ctx = this.world.observer(this.workspaceId);
    const { jobs, video } = await inTenant(ctx, async (repositories) => ({
      jobs: await repositories.jobs.ofRun(last),
      video: await requireVideo(repositories, this.video()),
    }));
    const artifacts = (await loadHead({ ctx, video }))?.artifacts;
    const isMeant = ({ genId, spec }: (typeof jobs)[number]) =>
      takes.some((take) => take === `generator=${genId}` || spec.produces.includes(take));
    return jobs.some(
      (job) => job.state === "blocked" && isMeant(job) && !job.spec.produces.some((id) => artifacts?.has(id)),
    );
  }

  private async do(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case "full":
        await this.run({ mode: "full" });
        return;
      case "take":
        await this.run({ takes: deed.takes });
        if (await this.wasNever(deed.takes)) this.unheard = deed.takes;
        return;
      case "again":
        await this.run({ scope: deed.scope });
        return;
      case "edit":
        await this.edit(deed.patch);
        await this.run({ mode: "dirty" });
    }
  }

  private async edit(patch: Record<string, unknown>): Promise<void> {
    const id = this.video();
    await this.ask("edit", async (ctx) => {
      const { inputRevision } = await inTenant(ctx, (repositories) => requireVideo(repositories, id));
      return await editInputs({ ctx, input: { id, patch, seen: [inputRevision] } });
    });
  }

  /** False when there was nothing to do. */
  private async run(request: RunRequest): Promise<boolean> {
    const { scheduling } = this.script;
    const input = { id: this.video(), ...request, ...(scheduling === "layered" ? { scheduling } : {}) };
    const created = await this.ask("run", async (ctx, execution, idempotency) => {
      const { answer, fresh } = await createRun({ ctx, input, idempotency, render: createdRunAnswer });
      if (fresh?.run) await this.launch(execution, fresh.run);
      return JSON.parse(answer.body) as CreatedRunView;
    });
    if (created.run === null) return false;
    await this.follow(runId(created.run.id));
    return true;
  }

  private video(): VideoId {
    if (this.id === null) throw new Error("There is no video yet.");
    return this.id;
  }

  /** A start that fails leaves a row for the reconciler. */
  private async launch(execution: Execution, run: RunRow): Promise<void> {
    const { world } = this;
    await world
      .startRun(execution, run)
      .catch((error: unknown) => world.trace.note(`${execution.name} does not start it: ${error}`));
  }

  private async follow(id: RunId): Promise<void> {
    const { world, script } = this;
    const number = this.runs.push(id) - 1;
    if (script.cancel?.run === number && !world.isCalm) {
      const { afterMs } = script.cancel;
      const refused = (error: unknown) =>
        world.invariants.report("stuck", `the cancel of ${id} was refused: ${error}`);
      world.time.after(afterMs, () => void this.cancel(id).catch(refused));
    }
    const began = world.time.now;
    for (;;) {
      const run = await this.look(id);
      if (run && isRunEnded(run.status)) break;
      if (world.time.now - began > world.patienceMs) {
        world.invariants.report("stuck", `${id} is ${run?.status} after ${world.patienceMs} ms`);
        throw new Error("stuck");
      }
      await world.time.pause(LOOK_EVERY_MS);
    }
  }

  private async look(id: RunId): Promise<RunRow | null> {
    const { memory } = this.world;
    if (memory) return memory.tables.runs.find(id);
    return await inTenant(this.world.observer(this.workspaceId), ({ runs }) => runs.find(id));
  }

  private async cancel(id: RunId): Promise<void> {
    const { world } = this;
    const run = await this.ask("cancel", async (ctx, execution) => {
      const cancelled = await cancelRun({ ctx, input: { id } });
      if (!isRunEnded(cancelled.status)) {
        await world.callbacks.wake(execution, { workspaceId: ctx.workspaceId, runId: id });
      }
      return cancelled;
    });
    world.trace.note(`the cancel of ${id} is acknowledged: ${run.status}`);
    world.invariants.cancelled.set(id, world.time.now);
  }

  /** Asks the web server until it answers. A refusal for want of money ends the scarcity. */
  private async ask<T>(
    what: string,
    work: (
      ctx: Context,
      execution: Execution,
      idempotency: { route: string; key: string; bodyHash: string },
    ) => Promise<T>,
  ): Promise<T> {
    const { world, script } = this;
    const key = `${this.number}-${++this.keys}`;
    for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
      const process = world.webServer();
      const execution: Execution = {
        name: `${process.name} ${what} ${key}.${attempt}`,
        process,
        slice: null,
      };
      const answer = await new Promise<{ value: T } | { error: unknown }>((resolve) => {
        const forget = process.onDeath(() => resolve({ error: new Error("connection reset") }));
        world.time.after(PATIENCE_MS, () => resolve({ error: new Error("no answer") }));
        const serve = async () => {
          await process.hold();
          const ctx = world.contextOf(execution, this.workspaceId, script.seed);
          return await work(ctx, execution, { route: what, key, bodyHash: what });
        };
        serve()
          .then(
            (value) => resolve({ value }),
            (error: unknown) => resolve({ error }),
          )
          .finally(forget);
      });
      if ("value" in answer) return answer.value;
      const { error } = answer;
      world.trace.note(`${execution.name} failed: ${error}`);
      if (isReelgraphError(error)) {
        if (error.code === "ceiling-reached") world.ceilingMicros = null;
        else if (!error.retryable && error.code !== "precondition-failed" && error.code !== "run-active")
          throw error;
      }
      await world.time.pause(TRY_AGAIN_MS);
    }
    throw new Error(`${what} was never answered.`);
  }
}
