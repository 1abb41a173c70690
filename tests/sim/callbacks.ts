import type { RunId, WorkspaceId } from "../../lib/core/ids";
import { wakeRun } from "../../lib/services/runs/wake-run";
import { receiveProviderEvent } from "../../lib/services/webhooks/receive-provider-event";
import type { Behaviour, Work } from "./provider";
import type { Random } from "./random";
import type { Execution } from "./storage";
import type { World } from "./world";

const TRIES = 3;
const RETRY_MS = 10_000;
const IMPATIENCE_MS = 15_000;

/** Providers' callbacks on their way to the web server: lost, repeated and overtaking each other, as the scenario has it. */
export class Callbacks {
  private sent = 0;

  constructor(
    private readonly world: World,
    private readonly random: Random,
  ) {}

  onEvent(behaviour: Behaviour, work: Work): void {
    const rules = this.world.scenario.callbacks;
    if (rules === null) return;
    const deliveryId = this.world.id("msg", ++this.sent);
    const status = work.state === "working" ? "processing" : work.state;
    const send = () => {
      const delay = this.random.between(0, rules.delayMs);
      this.world.time.after(
        delay,
        () => void this.deliver({ behaviour, work, deliveryId, status, tries: 1 }),
      );
    };
    if (!this.random.chance(rules.lost)) send();
    if (this.random.chance(rules.repeated)) for (let again = 0; again < 4; again++) send();
  }

  private async deliver(delivery: {
    behaviour: Behaviour;
    work: Work;
    deliveryId: string;
    status: string;
    tries: number;
  }): Promise<void> {
    const { world } = this;
    const { tries } = delivery;
    if (await this.isTaken(delivery)) return;
    if (tries >= TRIES) return;
    world.time.after(RETRY_MS * tries, () => void this.deliver({ ...delivery, tries: tries + 1 }));
  }

  /** Whether the server has answered that it has it; a sender does not wait for ever. */
  private async isTaken(delivery: Parameters<Callbacks["deliver"]>[0]): Promise<boolean> {
    const { world } = this;
    const { behaviour, work, deliveryId, status } = delivery;
    const process = world.webServer();
    const execution: Execution = { name: `${process.name} ${deliveryId}`, process, slice: null };
    const isFinal = status !== "processing";
    const answer = new Promise<boolean>((resolve) => {
      world.time.after(IMPATIENCE_MS, () => resolve(false));
      const receive = async () => {
        await process.hold();
        const ports = world.contextOf(execution, world.workspaceId(0));
        const received = await receiveProviderEvent({
          ports,
          input: {
            provider: behaviour.provider,
            deliveryId,
            jobId: work.jobId,
            nonce: work.nonce,
            event: { providerRequestId: work.id, status, isFinal },
          },
        });
        resolve(true);
        if (isFinal) await this.wake(execution, received);
      };
      receive().catch((error: unknown) => {
        world.trace.note(`${execution.name} is refused: ${error}`);
        resolve(false);
      });
    });
    return await answer;
  }

  /** What workflows/wake-run.ts does. */
  async wake(execution: Execution, run: { workspaceId: WorkspaceId; runId: RunId }): Promise<void> {
    const { world } = this;
    const ctx = world.contextOf(execution, run.workspaceId);
    const { woken, starts } = await wakeRun({ ctx, input: { runId: run.runId } });
    if (!woken) return;
    world.trace.note(`${execution.name} wakes ${run.runId}`);
    try {
      world.engine.resume(`${run.runId}:${starts}`);
    } catch (error) {
      world.trace.note(`${execution.name}: ${error}`);
    }
  }
}
