import type { Clock } from "../../lib/ports/clock";

/**
 * A clock that jumps to the next timer once nothing else is under way: hours pass in milliseconds, in the same order every time.
 * Whoever does real I/O (a database, a store) wraps it in `during`, so that time stands still meanwhile.
 */
export class SteppedClock implements Clock {
  private time: number;
  private readonly timers = new Set<{ at: number; ring: () => void }>();
  private busy = 0;
  private isPumping = false;

  constructor(start = new Date("2026-03-04T05:06:07.089Z")) {
    this.time = start.getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  /** Moves time by hand, without ringing: a process that slept, or a wrong clock set right. */
  advance(milliseconds: number): void {
    this.time += milliseconds;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = {
        at: this.time + milliseconds,
        ring: () => {
          this.timers.delete(timer);
          signal?.removeEventListener("abort", timer.ring);
          resolve();
        },
      };
      this.timers.add(timer);
      signal?.addEventListener("abort", timer.ring, { once: true });
      this.pump();
    });
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.busy++;
    try {
      return await work();
    } finally {
      this.busy--;
    }
  }

  private pump(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    let idle = 0;
    const turn = () => {
      if (this.timers.size === 0) {
        this.isPumping = false;
        return;
      }
      idle = this.busy > 0 ? 0 : idle + 1;
      // Two quiet turns: whatever a promise set off has begun by then.
      if (idle > 2) {
        idle = 0;
        const [first] = [...this.timers].sort((a, b) => a.at - b.at);
        if (first) {
          this.time = Math.max(this.time, first.at);
          first.ring();
        }
      }
      setImmediate(turn);
    };
    setImmediate(turn);
  }
}
