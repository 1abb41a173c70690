import type { Clock } from "../../../ports/clock";
import { onAbort } from "./on-abort";

/**
 * How a provider call ended. `overdue`: its deadline passed; `cut`: the slice had to return. In both cases nobody knows whether the
 * provider did the work.
 */
export type Answer<T> =
  | { kind: "answered"; value: T }
  | { kind: "failed"; error: unknown }
  | { kind: "overdue" }
  | { kind: "cut" };

/** Makes a provider call under a deadline and the slice's hard stop; one that ignores its signal is left behind. Never rejects. */
export async function askProvider<T>(options: {
  clock: Clock;
  call: (signal: AbortSignal) => Promise<T>;
  deadlineMs: number;
  hardStop: AbortSignal;
}): Promise<Answer<T>> {
  const { clock, call, deadlineMs, hardStop } = options;
  if (hardStop.aborted) return { kind: "cut" };
  const over = new AbortController();
  // Not AbortSignal.any: Node keeps such a signal, and all that its listeners reach, until it aborts, which most never do.
  const given = new AbortController();
  const { signal } = given;
  const forget = onAbort(hardStop, () => given.abort());
  const aborted = () => (hardStop.aborted ? ({ kind: "cut" } as const) : ({ kind: "overdue" } as const));
  const stopped = new Promise<Answer<T>>((resolve) => {
    signal.addEventListener("abort", () => resolve(aborted()), { once: true });
  });
  void clock.sleep(deadlineMs, over.signal).then(() => {
    if (!over.signal.aborted) given.abort();
  });
  const answered = Promise.resolve()
    .then(() => call(signal))
    .then(
      (value): Answer<T> => ({ kind: "answered", value }),
      // A call that gave up because it was told to is not the provider's failure.
      (error: unknown): Answer<T> => (signal.aborted ? aborted() : { kind: "failed", error }),
    );
  const answer = await Promise.race([answered, stopped]);
  forget();
  over.abort();
  return answer;
}
