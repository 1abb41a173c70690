export interface Timer {
  at: number;
  order: number;
  ring: (() => void) | null;
}

/**
 * Time that stands still while anything can go on, and then jumps to the next timer, one at a time: hours pass in milliseconds, in the
 * same order every time. Milliseconds since the world began.
 */
export class VirtualTime {
  now = 0;
  rung = 0;
  private readonly heap: Timer[] = [];
  private orders = 0;
  private busy = 0;

  at(moment: number, ring: () => void): Timer {
    const timer = { at: Math.max(moment, this.now), order: this.orders++, ring };
    this.push(timer);
    return timer;
  }

  after(milliseconds: number, ring: () => void): Timer {
    return this.at(this.now + milliseconds, ring);
  }

  cancel(timer: Timer): void {
    timer.ring = null;
  }

  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  /** No timer rings until the returned function is called: for what really takes time. */
  enter(): () => void {
    this.busy++;
    return () => {
      this.busy--;
    };
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    const leave = this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Rings timers until the condition holds, none is left, or time is up. */
  async run(options: { until: () => boolean; latest: number }): Promise<"over" | "idle" | "late"> {
    for (;;) {
      do await quiet();
      while (this.busy > 0);
      if (options.until()) return "over";
      const timer = this.pop();
      if (!timer) return "idle";
      if (timer.ring === null) continue;
      if (timer.at > options.latest) return "late";
      this.now = timer.at;
      this.rung++;
      timer.ring();
    }
  }

  private push(timer: Timer): void {
    const { heap } = this;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(timer, heap[parent] as Timer)) break;
      heap[index] = heap[parent] as Timer;
      index = parent;
    }
    heap[index] = timer;
  }

  private pop(): Timer | null {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return null;
    if (heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child++;
      if (!isBefore(heap[child] as Timer, last)) break;
      heap[index] = heap[child] as Timer;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** Once every promise that can settle has settled: nothing here waits for anything real. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
