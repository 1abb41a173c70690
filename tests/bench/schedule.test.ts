import { describe, expect, it } from "vitest";
import { idleWhileReady, lowerBound, type ScheduledJob } from "./schedule";

const job = (id: string, provider: string, seconds: number, after: string[] = []): ScheduledJob => ({
  id,
  provider,
  seconds,
  after,
});

describe("the bound no schedule beats", () => {
  const script = job("script", "text", 4);
  const pictures = [1, 2, 3, 4].map((n) => job(`picture ${n}`, "media", 3, ["script"]));
  const film = job(
    "film",
    "local",
    1,
    pictures.map(({ id }) => id),
  );

  it("is a provider's work by its slots, behind what leads to it and before what follows", () => {
    const bound = lowerBound([script, ...pictures, film], { text: 5, media: 2 });
    expect(bound.criticalPath).toBe(8);
    expect(bound.providers).toEqual({ text: 4 / 5 + 4, media: 4 + 12 / 2 + 1 });
    expect(bound.combined).toBe(11);
  });

  it("is the longest chain where slots abound", () => {
    expect(lowerBound([script, ...pictures, film], { media: 9 }).combined).toBe(8);
    expect(lowerBound([], { media: 9 }).combined).toBe(0);
  });
});

describe("slots that stand empty while a job waits", () => {
  const use = (jobId: string, from: number, to: number) => ({ jobId, provider: "media", from, to });
  const share = (uses: ReturnType<typeof use>[], ready: Record<string, number>, slots = 1) => {
    const readyAt = new Map(Object.entries(ready));
    const { idle, wanted } = idleWhileReady({ uses, readyAt, provider: "media", slots });
    return idle / wanted;
  };

  it("count by the time that anything was wanted", () => {
    expect(share([use("a", 0, 4), use("b", 5, 9)], { a: 0, b: 2 })).toBeCloseTo(1 / 9);
    expect(share([use("a", 0, 4), use("b", 5, 9)], { a: 0, b: 5 })).toBe(0);
  });

  it("count for a job's second call from the end of its first", () => {
    expect(share([use("a", 0, 4), use("a", 5, 6)], { a: 0 }, 2)).toBeCloseTo(1 / 6);
  });

  it("are no more than jobs wait, nor than there are", () => {
    // Both slots are empty for a second, and one job waits for two; then three wait for two slots.
    expect(share([use("a", 2, 4)], { a: 0 }, 2)).toBeCloseTo(2 / 4);
    expect(share([use("a", 1, 2), use("b", 1, 2), use("c", 2, 3)], { a: 0, b: 0, c: 0 }, 2)).toBeCloseTo(
      2 / 5,
    );
  });
});
