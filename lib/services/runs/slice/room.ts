import type { PurchaseRow } from "../../../ports/database";
import type { SlotWindow } from "../../../ports/generator";
import type { Context } from "../../context";

/** All slots of a window are taken: how soon to look again, with as much again of jitter. Whoever looks less often loses turns. */
const PAUSE_MS = 250;

/** What waits together: the jobs of a window, and of a lane inside it. */
function queueOf({ key, lane }: SlotWindow): string {
  return lane === undefined ? key : `${key} ${lane}`;
}

const topicOf = (slotKey: string) => `slot ${slotKey}`;

/** Slots have become free: whoever waits for one in this process need not wait for their next look. After the commit. */
export function tellOfRoom(ctx: Context, freed: readonly Pick<PurchaseRow, "slotKey">[]): void {
  for (const slotKey of new Set(freed.map((purchase) => purchase.slotKey))) {
    if (slotKey !== "") ctx.signals.tell(topicOf(slotKey));
  }
}

/**
 * What a slice knows of windows that had no room for its jobs: until when nothing is tried. A slot that becomes free in this process
 * ends the waiting at once; of other processes it is found out by looking.
 */
export class Room {
  /** Queue (see queueOf) → until when nothing of it is tried again. */
  private readonly fullUntil = new Map<string, { until: Date; key: string }>();
  private readonly unlisten = new Map<string, () => void>();

  constructor(
    private readonly ctx: Context,
    private readonly onRoom: () => void,
  ) {}

  /** There was none. `notBefore`: asking before that is in vain, unless something of the window changes. */
  none(window: SlotWindow, notBefore: Date | undefined): void {
    const { ctx } = this;
    const queue = queueOf(window);
    const now = ctx.clock.now().getTime();
    const pause = PAUSE_MS * (1 + ctx.ids.seed() / 2 ** 32);
    const until = new Date(Math.max(now + pause, notBefore?.getTime() ?? 0));
    this.fullUntil.set(queue, { until, key: window.key });
    if (this.unlisten.has(window.key)) return;
    this.unlisten.set(
      window.key,
      ctx.signals.listen(topicOf(window.key), () => this.heard(window.key)),
    );
  }

  private heard(key: string): void {
    const waiting = [...this.fullUntil].filter(([, full]) => full.key === key);
    if (waiting.length === 0) return;
    for (const [queue] of waiting) this.fullUntil.delete(queue);
    this.onRoom();
  }

  isFull(window: SlotWindow): boolean {
    this.forgetPast();
    return this.fullUntil.has(queueOf(window));
  }

  /** When what is waited for is looked at again. */
  moments(): Date[] {
    this.forgetPast();
    return [...this.fullUntil.values()].map(({ until }) => until);
  }

  private forgetPast(): void {
    const now = this.ctx.clock.now();
    for (const [queue, { until }] of this.fullUntil) if (until <= now) this.fullUntil.delete(queue);
  }

  /** Nothing is to be let in any more. */
  forget(): void {
    this.fullUntil.clear();
  }

  /** Hears of nothing any more; when to look again it still knows. */
  close(): void {
    for (const stop of this.unlisten.values()) stop();
    this.unlisten.clear();
  }
}
