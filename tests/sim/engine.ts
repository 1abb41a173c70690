import { isReelgraphError } from "../../lib/core/errors";
import type { RunId, WorkspaceId } from "../../lib/core/ids";
import type { Context } from "../../lib/services/context";
import { closeCheckpoints } from "../../lib/services/runs/close-checkpoints";
import { failRun } from "../../lib/services/runs/fail-run";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { nextBatch } from "../../lib/services/runs/next-batch";
import { planRun } from "../../lib/services/runs/plan-run";
import { driveBuild } from "../../workflows/build-video/drive-build";
import { isFatalCode, isFatalMessage } from "../../workflows/fatal-codes";
import { STEP_RETRIES } from "../../workflows/step-retries";
import type { Misfortunes } from "./misfortunes";
import type { SimProcess } from "./process";
import type { Random } from "./random";
import type { Execution } from "./storage";
import type { Trace } from "./trace";
import type { VirtualTime } from "./virtual-time";

export interface EngineWorld {
  time: VirtualTime;
  trace: Trace;
  random: Random;
  misfortunes(): Misfortunes;
  worker(): SimProcess;
  contextOf(execution: Execution, workspaceId: WorkspaceId): Context;
  makeFilm(run: { id: RunId; workspaceId: WorkspaceId }): Promise<void>;
}

interface Workflow {
  id: string;
  workspaceId: WorkspaceId;
  runId: RunId;
  token: string;
  /** Until when nothing of it happens: the engine has forgotten it. */
  lostUntil: number;
  payloads: number;
  hear: (() => void) | null;
}

type Outcome<T> = { kind: "done"; value: T } | { kind: "threw"; error: unknown } | { kind: "lost" };

/**
 * Stands in for Workflow DevKit: runs the same loop, and delivers its steps to servers at least once. A step whose server died, or
 * that has not been heard of for long, is delivered again, perhaps while the first is still at it; some are delivered twice for no
 * reason; and now and then a whole workflow is lost, for a while or for good.
 */
export class Engine {
  private readonly workflows: Workflow[] = [];
  private steps = 0;
  /** Workflows, and executions of steps, that have not come to an end. */
  active = 0;
  open = 0;

  constructor(private readonly world: EngineWorld) {}

  start(input: { workspaceId: WorkspaceId; runId: RunId; start: number }): { runId: string } {
    const workflow: Workflow = {
      id: `wf${this.workflows.length + 1}`,
      workspaceId: input.workspaceId,
      runId: input.runId,
      token: `${input.runId}:${input.start}`,
      lostUntil: 0,
      payloads: 0,
      hear: null,
    };
    this.workflows.push(workflow);
    this.active++;
    this.world.trace.note(`${workflow.id} starts ${input.runId} for the ${input.start}. time`);
    void this.drive(workflow).then(
      ({ status }) => this.end(workflow, status),
      (error: unknown) => this.end(workflow, `throws ${error}`),
    );
    return { runId: workflow.id };
  }

  /** Throws when nobody listens, as a hook that is not there does. */
  resume(token: string): void {
    const workflow = this.workflows.findLast((candidate) => candidate.token === token);
    if (!workflow) throw new Error(`There is no hook ${token}.`);
    workflow.payloads += 1;
    workflow.hear?.();
  }

  /** Forgets one that is under way, for so long. */
  lose(milliseconds: number): void {
    const workflow = this.workflows.at(-1);
    if (!workflow) return;
    this.world.trace.note(`${workflow.id} is lost for ${milliseconds} ms`);
    workflow.lostUntil = this.world.time.now + milliseconds;
  }

  private end(workflow: Workflow, how: string): void {
    this.active--;
    this.world.trace.note(`${workflow.id} ${how}`);
  }

  private async drive(workflow: Workflow): Promise<{ status: string }> {
    const input = { runId: workflow.runId };
    const step = <T>(name: string, body: (ctx: Context) => Promise<T>) => this.step(workflow, name, body);
    return await driveBuild({
      planRun: () => step("plan", (ctx) => planRun({ ctx, input })),
      executeBatch: () => step("batch", (ctx) => nextBatch({ ctx, input })),
      checkpoint: () => step("checkpoint", (ctx) => closeCheckpoints({ ctx, input })),
      finalize: () => step("finalize", (ctx) => finalizeRun({ ctx, input })),
      startExport: async (id) =>
        await this.world.makeFilm({ id: id as RunId, workspaceId: workflow.workspaceId }),
      fail: async (message) => {
        if (!isFatalMessage(message)) return { isEnded: false };
        await step("fail", (ctx) => failRun({ ctx, input: { ...input, message } }));
        return { isEnded: true };
      },
      sleep: (milliseconds) => this.world.time.pause(milliseconds),
      woken: () => this.woken(workflow),
    });
  }

  private async woken(workflow: Workflow): Promise<void> {
    while (workflow.payloads === 0) {
      await new Promise<void>((resolve) => {
        workflow.hear = resolve;
      });
    }
    workflow.payloads -= 1;
  }

  private async step<T>(workflow: Workflow, name: string, body: (ctx: Context) => Promise<T>): Promise<T> {
    const { time, random } = this.world;
    for (let attempt = 0; ; attempt++) {
      if (workflow.lostUntil > time.now) await time.pause(workflow.lostUntil - time.now);
      const outcome = await this.deliver(workflow, name, body);
      if (outcome.kind === "done") return outcome.value;
      const error = outcome.kind === "threw" ? outcome.error : new Error("The server is gone.");
      const code = isReelgraphError(error) ? error.code : null;
      const message = code === null ? String(error) : `${code}: ${(error as Error).message}`;
      this.world.trace.note(`${workflow.id} ${name}: ${message}`);
      if ((code !== null && isFatalCode(code)) || attempt >= STEP_RETRIES) throw new Error(message);
      await time.pause(outcome.kind === "lost" ? random.spread(100, 20_000) : code === null ? 1_000 : 2_000);
    }
  }

  private deliver<T>(
    workflow: Workflow,
    name: string,
    body: (ctx: Context) => Promise<T>,
  ): Promise<Outcome<T>> {
    const { time, random } = this.world;
    const { duplicates, redeliverMs } = this.world.misfortunes();
    return new Promise((resolve) => {
      let isSettled = false;
      let open = 0;
      const settle = (outcome: Outcome<T>) => {
        open--;
        if (isSettled || (outcome.kind === "lost" && open > 0)) return;
        isSettled = true;
        resolve(outcome);
      };
      const begin = () => {
        open++;
        this.open++;
        const process = this.world.worker();
        const execution: Execution = {
          name: `${process.name}.${++this.steps} ${name}`,
          process,
          slice: null,
        };
        const forget = process.onDeath(() => end({ kind: "lost" }));
        const end = (outcome: Outcome<T>) => {
          forget();
          this.open--;
          settle(outcome);
        };
        const work = async () => {
          await process.hold();
          return await body(this.world.contextOf(execution, workflow.workspaceId));
        };
        work().then(
          (value) => end({ kind: "done", value }),
          (error: unknown) => end({ kind: "threw", error }),
        );
      };
      begin();
      if (random.chance(duplicates)) {
        // Also after the first is done: its acknowledgement may be what got lost.
        time.after(random.between(0, 20_000), begin);
      }
      time.after(redeliverMs, () => {
        if (!isSettled) begin();
      });
    });
  }
}
