/** Reports only steps worth showing: a hundredth of the film each. */
const STEPS = 100;

export interface Progress {
  /** `framesDone` of one segment's chunk so far. */
  report(segment: number, framesDone: number): void;
  finish(): void;
}

/** Adds up the frames of chunks that are drawn at the same time. Never goes down, and ends at the total. */
export function createProgress(
  framesTotal: number,
  onProgress?: (progress: { framesDone: number; framesTotal: number }) => void,
): Progress {
  const done = new Map<number, number>();
  let reported = 0;
  const tell = (framesDone: number) => {
    reported = framesDone;
    onProgress?.({ framesDone, framesTotal });
  };
  return {
    report(segment, framesDone) {
      done.set(segment, framesDone);
      const sum = Math.min(
        framesTotal,
        [...done.values()].reduce((total, frames) => total + frames, 0),
      );
      if (sum - reported >= framesTotal / STEPS) tell(sum);
    },
    finish() {
      if (reported < framesTotal) tell(framesTotal);
    },
  };
}
