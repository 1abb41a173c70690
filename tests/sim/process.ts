import { createProcessSignals } from "../../lib/adapters/node/process-signals";
import type { Clock } from "../../lib/ports/clock";
import type { Trace } from "./trace";
import type { VirtualTime } from "./virtual-time";

/** The moment at which worlds begin. */
export const EPOCH = Date.UTC(2026, 2, 4, 5, 6, 7, 89);

/** What a promise waits for whose process is gone. A new one each: whoever waits is collected with it. */
export function never<T>(): Promise<T> {
  return new Promise(() => {});
}

/**
 * A server process. When it dies, whatever it was doing simply never goes on: no handler runs, nothing is tidied up. When it is paused
 * (a sleeping laptop, a long garbage collection), what comes in waits, and it goes on later as if no time had passed.
 */
export class SimProcess {
  isDead = false;
  /** How far its clock is ahead of the world's, milliseconds. */
  skewMs = 0;
  /** When it last went on after a pause. */
  awakeSince = 0;
  readonly signals = createProcessSignals();
  private waiting: (() => void)[] | null = null;
  private readonly mourners = new Set<() => void>();

  constructor(
    readonly name: string,
    private readonly time: VirtualTime,
    private readonly trace: Trace,
  ) {}

  get isPaused(): boolean {
    return this.waiting !== null;
  }

  /** Everything that comes to this process from outside passes here. */
  async hold(): Promise<void> {
    while (this.waiting !== null && !this.isDead) {
      const { waiting } = this;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    if (this.isDead) await never();
  }

  pause(milliseconds: number): void {
    if (this.isDead || this.waiting !== null) return;
    this.trace.note(`${this.name} is paused for ${milliseconds} ms`);
    this.waiting = [];
    this.time.after(milliseconds, () => {
      const { waiting } = this;
      this.waiting = null;
      this.awakeSince = this.time.now;
      this.trace.note(`${this.name} goes on`);
      for (const go of waiting ?? []) go();
    });
  }

  die(why: string): void {
    if (this.isDead) return;
    this.isDead = true;
    this.trace.note(`${this.name} dies ${why}`);
    for (const mourn of [...this.mourners]) mourn();
    this.mourners.clear();
  }

  /** Calls back at its death, until the returned function is called. */
  onDeath(mourn: () => void): () => void {
    this.mourners.add(mourn);
    return () => this.mourners.delete(mourn);
  }

  readonly clock: Clock = {
    now: () => new Date(EPOCH + this.time.now + this.skewMs),
    sleep: (milliseconds, signal) => {
      if (milliseconds <= 0 || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          signal?.removeEventListener("abort", cut);
          void this.hold().then(resolve);
        };
        const timer = this.time.after(milliseconds, wake);
        const cut = () => {
          this.time.cancel(timer);
          wake();
        };
        signal?.addEventListener("abort", cut, { once: true });
      });
    },
  };
}
