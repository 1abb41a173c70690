import { learnAnswers, learnRefusal, type ShownLimits } from "../../../core/limits/learn";
import { newWindow, type WindowPolicy, type WindowState } from "../../../core/limits/window";
import type { GeneratorFailure } from "../../../core/run/failure";
import type { PurchaseRow } from "../../../ports/database";
import type { SlotWindow } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";

/** A window that moves with what its provider shows, and not one whose size is simply given. */
export function isAdaptive(window: SlotWindow): boolean {
  return window.most !== undefined;
}

export function policyOf({ limit, most }: SlotWindow): WindowPolicy {
  return { slots: limit, mostSlots: Math.max(limit, most ?? limit) };
}

/** The name of a lane where a window is one. */
export function laneOf({ lane }: SlotWindow): string {
  return lane ?? "all";
}

/**
 * What a slice knows of the windows it uses: how large they were when it last asked, and what answers have taught since, which is told
 * with the next claim. What is not told when a slice ends is learnt again from other answers.
 */
export class WindowKnowledge {
  private readonly sizes = new Map<string, number>();
  private readonly answers = new Map<string, { count: number; shown: ShownLimits | undefined }>();

  size({ key, limit }: SlotWindow): number {
    return this.sizes.get(key) ?? limit;
  }

  saw(key: string, { slots }: WindowState): void {
    this.sizes.set(key, Math.max(1, Math.floor(slots)));
  }

  answered(window: SlotWindow, shown: ShownLimits | undefined): void {
    if (!isAdaptive(window)) return;
    const id = idOf(window);
    const known = this.answers.get(id);
    this.answers.set(id, { count: (known?.count ?? 0) + 1, shown: shown ?? known?.shown });
  }

  /** The window with what has been learnt since the last time; it is told only once. */
  tell(window: SlotWindow, state: WindowState, now: number): WindowState {
    const id = idOf(window);
    const learnt = this.answers.get(id);
    this.answers.delete(id);
    if (!learnt) return state;
    const { count, shown } = learnt;
    const policy = policyOf(window);
    return learnAnswers({ state, policy, lane: laneOf(window), count, ...(shown ? { shown } : {}), now });
  }
}

function idOf(window: SlotWindow): string {
  return `${window.key}\n${laneOf(window)}`;
}

/**
 * The provider refused because there were too many requests: all runs hear of it before anything else is claimed. Called when the
 * refused purchase has ended. A ledger that cannot be reached now loses a lesson, and nothing else.
 */
export async function noteRefusal(options: {
  ctx: Context;
  knowledge: WindowKnowledge;
  window: SlotWindow;
  purchase: PurchaseRow;
  failure: GeneratorFailure;
}): Promise<void> {
  const { ctx, knowledge, window, purchase, failure } = options;
  if (!isAdaptive(window)) return;
  const { slotKey } = purchase;
  const at = ctx.clock.now();
  const { retryAfterMs, tooMany } = failure;
  try {
    const learnt = await inTenant(ctx, async ({ purchases, windows }) => {
      const others = await purchases.slotsTaken({ slotKey, at });
      const state = (await windows.read(slotKey)) ?? newWindow(policyOf(window));
      const next = learnRefusal({
        state,
        lane: laneOf(window),
        admittedAt: purchase.createdAt.getTime(),
        others,
        retryAfterMs,
        ...(tooMany ? { shown: tooMany } : {}),
        now: at.getTime(),
      });
      await windows.keep(slotKey, next);
      return next;
    });
    knowledge.saw(slotKey, learnt);
    ctx.log.info({ slotKey, slots: learnt.slots, lane: learnt.lanes[laneOf(window)] }, "window-narrowed");
  } catch (error) {
    ctx.log.warn({ slotKey, error: String(error) }, "window-not-narrowed");
  }
}
