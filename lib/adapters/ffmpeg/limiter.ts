import { SAMPLE_RATE } from "./loudness";

/** The limiter sees a peak coming this long before it is there, and turns down without a click. */
const LOOK_AHEAD = Math.round(SAMPLE_RATE * 0.005);
const RELEASE_SECONDS = 0.12;

/**
 * Keeps every sample within ±`ceiling`, in place, both channels alike. The gain needed for a peak is reached by the
 * time the peak comes: the smallest gain of the look-ahead window, eased towards in steps that arrive in time.
 */
export function limitPeaks(channels: readonly Float32Array[], ceiling: number): void {
  const length = channels[0]?.length ?? 0;
  const release = Math.exp(-1 / (SAMPLE_RATE * RELEASE_SECONDS));
  const window = new LowestOfWindow(LOOK_AHEAD + 1);
  let gain = 1;
  for (let ahead = 0; ahead < length + LOOK_AHEAD; ahead++) {
    window.push(ahead, ahead < length ? gainFor(channels, ahead, ceiling) : 1);
    const at = ahead - LOOK_AHEAD;
    if (at < 0) continue;
    const target = window.lowest();
    // A fifth of a millisecond is fast enough for the look-ahead and slow enough not to click.
    gain = target < gain ? target + (gain - target) * 0.9 : 1 - (1 - gain) * release;
    const needed = gainFor(channels, at, ceiling);
    const applied = Math.min(gain, needed);
    for (const samples of channels) samples[at] = (samples[at] as number) * applied;
  }
}

function gainFor(channels: readonly Float32Array[], at: number, ceiling: number): number {
  let peak = 0;
  for (const samples of channels) peak = Math.max(peak, Math.abs(samples[at] as number));
  return peak > ceiling ? ceiling / peak : 1;
}

/** Minimum over the last `size` values in constant time: a queue in which every value is smaller than those after it. */
class LowestOfWindow {
  private queue: { at: number; value: number }[] = [];
  private head = 0;

  constructor(private readonly size: number) {}

  push(at: number, value: number): void {
    while (this.queue.length > this.head && (this.queue.at(-1) as { value: number }).value >= value)
      this.queue.pop();
    this.queue.push({ at, value });
    while ((this.queue[this.head] as { at: number }).at <= at - this.size) this.head++;
    if (this.head > 4_096) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
  }

  lowest(): number {
    return (this.queue[this.head] as { value: number }).value;
  }
}
