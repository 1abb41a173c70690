import { learnAnswers, learnRefusal, type ShownLimits } from "../../../core/limits/learn";
import { type WindowPolicy, type WindowState, windowFrom } from "../../../core/limits/window";
import type { GeneratorFailure } from "../../../core/run/failure";
import { isJobEnded } from "../../../core/run/job-state";
import type { JobRow, PurchaseRow, TenantRepositories } from "../../../ports/database";
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
 * with the next claim, or when the slice ends. What is lost in between is learnt again from other answers.
 */
export class WindowKnowledge {
  private readonly sizes = new Map<string, number>();
  private readonly answers = new Map<string, Lesson>();

  size({ key, limit }: SlotWindow): number {
    return this.sizes.get(key) ?? limit;
  }

  saw(key: string, { slots }: WindowState): void {
    this.sizes.set(key, Math.max(1, Math.floor(slots)));
  }

  answered(window: SlotWindow, shown: ShownLimits | undefined, at: Date): void {
    if (!isAdaptive(window)) return;
    const id = idOf(window);
    const known = this.answers.get(id);
    const count = (known?.count ?? 0) + 1;
    this.answers.set(id, { window, count, shown: shown ?? known?.shown, at: at.getTime() });
  }

  /** What has been learnt of a window and was not told yet: to be told in a transaction, and forgotten when that has committed. */
  untold(slotKey: string): Lesson[] {
    return [...this.answers.values()].filter(({ window }) => window.key === slotKey);
  }

  /** Those lessons are in the ledger; what came meanwhile is not. */
  told(lessons: readonly Lesson[]): void {
    for (const { window, count } of lessons) {
      const id = idOf(window);
      const known = this.answers.get(id);
      if (!known) continue;
      if (known.count <= count) this.answers.delete(id);
      else this.answers.set(id, { ...known, count: known.count - count });
    }
  }

  /** What no claim has told when a slice ends. */
  async tellRest(ctx: Context): Promise<void> {
    const left = [...this.answers.values()];
    this.answers.clear();
    if (left.length === 0) return;
    const now = ctx.clock.now().getTime();
    try {
      await inTenant(ctx, async ({ windows }) => {
        for (const key of [...new Set(left.map(({ window }) => window.key))].sort()) {
          const own = left.filter(({ window }) => window.key === key);
          const policy = policyOf((own[0] as Lesson).window);
          const state = windowFrom(await windows.hold(key), policy);
          await windows.keep(
            key,
            own.reduce((before, lesson) => applied(lesson, before, now), state),
          );
        }
      });
    } catch (error) {
      ctx.log.warn({ error: String(error) }, "window-not-told");
    }
  }
}

export interface Lesson {
  window: SlotWindow;
  count: number;
  shown: ShownLimits | undefined;
  /** When the last of them came: what it says of a full window it says of then. */
  at: number;
}

/** A window with a lesson more. */
export function applied({ window, count, shown, at }: Lesson, state: WindowState, now: number): WindowState {
  const policy = policyOf(window);
  return learnAnswers({ state, policy, lane: laneOf(window), count, at, ...(shown ? { shown } : {}), now });
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
      const state = windowFrom(await windows.hold(slotKey), policyOf(window));
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

/** How large the windows are that the run's open jobs share with others, as far as that is known. */
export async function knownWindows(
  ctx: Context,
  { windows }: TenantRepositories,
  jobs: readonly JobRow[],
): Promise<[string, WindowState][]> {
  const open = jobs.filter(({ state }) => !isJobEnded(state));
  const shared = open.flatMap(({ provider, genId, model }) => {
    const window = ctx.generators.get(provider)?.window(genId, model);
    return window && isAdaptive(window) ? [window] : [];
  });
  const known: [string, WindowState][] = [];
  for (const key of [...new Set(shared.map((window) => window.key))].sort()) {
    const kept = await windows.read(key);
    const window = shared.find((candidate) => candidate.key === key);
    if (kept && window) known.push([key, windowFrom(kept, policyOf(window))]);
  }
  return known;
}
