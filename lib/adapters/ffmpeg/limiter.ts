import { SAMPLE_RATE } from "./loudness";

/** The limiter sees a peak coming this long before it is there, and turns down without a click. */
const LOOK_AHEAD = Math.round(SAMPLE_RATE * 0.005);
const RELEASE_SECONDS = 0.12;

/**
 * Keeps every sample within ±`ceiling`, in place, both channels alike. The gain needed for a peak is reached by the
 * time the peak comes: the smallest gain of the look-ahead window, eased towards in steps that arrive in time.
 */
export function limitPeaks(channels: readonly Float32Array[], ceiling: number): void {
  const isLoud = channels.some((samples) => samples.some((sample) => Math.abs(sample) > ceiling));
  if (!isLoud) return;
  const length = channels[0]?.length ?? 0;
  const release = Math.exp(-1 / (SAMPLE_RATE * RELEASE_SECONDS));
  const window = new LowestOfWindow(LOOK_AHEAD + 1);
  let gain = 1;
  for (let ahead = 0; ahead < length + LOOK_AHEAD; ahead++) {
    window.push(ahead, ahead < length ? gainFor(channels, ahead, ceiling) : 1);
    const at = ahead - LOOK_AHEAD;
    if (at < 0) continue;
    const target = window.lowest();
    // A hundred samples take it most of the way: within the look-ahead, and too slow to click.
    gain = target < gain ? target + (gain - target) * 0.97 : 1 - (1 - gain) * release;
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

/** Minimum over the last `size` values in constant time: a ring in which every value is smaller than those after it. */
class LowestOfWindow {
  private readonly places: Int32Array;
  private readonly values: Float64Array;
  private first = 0;
  private count = 0;

  constructor(private readonly size: number) {
    this.places = new Int32Array(size + 1);
    this.values = new Float64Array(size + 1);
  }

  push(at: number, value: number): void {
    while (this.count > 0 && (this.values[this.slot(this.count - 1)] as number) >= value) this.count--;
    const slot = this.slot(this.count++);
    this.places[slot] = at;
    this.values[slot] = value;
    while ((this.places[this.first] as number) <= at - this.size) {
      this.first = this.slot(1);
      this.count--;
    }
  }

  lowest(): number {
    return this.values[this.first] as number;
  }

  private slot(offset: number): number {
    return (this.first + offset) % this.values.length;
  }
}
