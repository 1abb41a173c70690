import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { systemClock } from "../../lib/adapters/node/system-clock";
import { askProvider } from "../../lib/services/runs/slice/ask-provider";

const base = { clock: systemClock, deadlineMs: 60_000 };

it("leaves nothing behind at the slice's hard stop", async () => {
  const { signal } = new AbortController();
  const answers = await Promise.all(
    [async () => 1, async () => Promise.reject(new Error("no"))].map((call) =>
      askProvider<number>({ ...base, call, hardStop: signal }),
    ),
  );
  expect(answers.map(({ kind }) => kind)).toEqual(["answered", "failed"]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("tells a call when the slice has to return, and says so", async () => {
  const stop = new AbortController();
  let heard = false;
  const call = (signal: AbortSignal) =>
    new Promise<number>((_, reject) => {
      signal.addEventListener("abort", () => {
        heard = true;
        reject(new Error("aborted"));
      });
    });
  const answer = askProvider({ ...base, call, hardStop: stop.signal });
  setTimeout(() => stop.abort(), 5);
  expect([await answer, heard]).toEqual([{ kind: "cut" }, true]);
});

it("leaves a call that ignores its signal at the deadline", async () => {
  const call = () => new Promise<number>(() => {});
  const { signal } = new AbortController();
  expect(await askProvider({ ...base, call, deadlineMs: 5, hardStop: signal })).toEqual({ kind: "overdue" });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("has one listener at the hard stop for however many calls, and tells all of them", async () => {
  const stop = new AbortController();
  const never = () => new Promise<number>(() => {});
  const answers = Array.from({ length: 30 }, () =>
    askProvider({ ...base, call: never, hardStop: stop.signal }),
  );
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
  stop.abort();
  expect(new Set((await Promise.all(answers)).map(({ kind }) => kind))).toEqual(new Set(["cut"]));
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});
