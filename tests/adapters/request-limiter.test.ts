import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLocalRequestLimiter } from "../../lib/adapters/local/request-limiter";
import { createSharedRequestLimiter } from "../../lib/adapters/local/shared-request-limiter";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { systemClock } from "../../lib/adapters/node/system-clock";
import { createUpstashRequestLimiter } from "../../lib/adapters/upstash/request-limiter";
import { limitRequest, requestPolicy } from "../../lib/api/request-limit";
import type { Clock } from "../../lib/ports/clock";
import type { Database } from "../../lib/ports/database";
import type { RequestLimiter, RequestPolicy } from "../../lib/ports/request-limiter";
import type { Context } from "../../lib/services/context";
import { openMemoryPglite } from "../rigs/engine";
import { startRedis } from "../rigs/redis";
import { startRedisRest } from "../rigs/redis-rest";

const policy: RequestPolicy = { name: "write", requests: 10, seconds: 4 };
const redis = await startRedis();
if ("unavailable" in redis && process.env.REELGRAPH_REQUIRE_SERVICES === "1")
  throw new Error(redis.unavailable);

let keys = 0;
const freshKey = () => `caller ${++keys} ${Date.now()}`;

function describeLimiter(
  name: string,
  open: () => { limiter: RequestLimiter; sleep(ms: number): Promise<void> },
) {
  describe(name, () => {
    const take = async (limiter: RequestLimiter, key: string, times: number) => {
      const taken = await Promise.all(Array.from({ length: times }, () => limiter.take({ key, policy })));
      return taken.filter(({ isAllowed }) => isAllowed).length;
    };

    it("lets as many through as it says, however many come at once, and tells what is left", async () => {
      const { limiter } = open();
      const key = freshKey();
      const first = await limiter.take({ key, policy });
      expect(first).toMatchObject({ isAllowed: true, remaining: 9 });
      expect(first.resetSeconds).toBeGreaterThanOrEqual(1);
      expect(first.resetSeconds).toBeLessThanOrEqual(4);
      expect(await take(limiter, key, 30)).toBe(9);
      const refused = await limiter.take({ key, policy });
      expect(refused).toMatchObject({ isAllowed: false, remaining: 0 });
      expect(refused.resetSeconds).toBeGreaterThanOrEqual(1);
    });

    it("counts each caller, and each kind of request, by itself", async () => {
      const { limiter } = open();
      const key = freshKey();
      await take(limiter, key, 11);
      expect(await take(limiter, freshKey(), 1)).toBe(1);
      const reading = { ...policy, name: "read" as const };
      expect((await limiter.take({ key, policy: reading })).isAllowed).toBe(true);
    });

    it("forgets gradually: two spans later nothing counts any more", async () => {
      const { limiter, sleep } = open();
      const key = freshKey();
      expect(await take(limiter, key, 10)).toBe(10);
      await sleep(8_100);
      expect(await take(limiter, key, 30)).toBe(10);
    });
  });
}

function standingClock(): Clock & { sleep(ms: number): Promise<void> } {
  let at = 1_800_000_001_000;
  return {
    now: () => new Date(at),
    async sleep(ms) {
      at += ms;
    },
  };
}

describeLimiter("requests counted in this process", () => {
  const clock = standingClock();
  return { limiter: createLocalRequestLimiter({ clock }), sleep: clock.sleep };
});

describeLimiter("requests counted in a database in memory", () => {
  const clock = standingClock();
  const database = createMemoryDatabase();
  return { limiter: createSharedRequestLimiter({ database, clock }), sleep: clock.sleep };
});

describe("in Postgres", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryPglite();
  });
  afterAll(async () => database.close());

  describeLimiter("requests counted there", () => {
    const clock = standingClock();
    return { limiter: createSharedRequestLimiter({ database, clock }), sleep: clock.sleep };
  });

  it("counts as the pure function does, whatever the distance between requests", async () => {
    const clock = standingClock();
    const [there, here] = [
      createSharedRequestLimiter({ database, clock }),
      createLocalRequestLimiter({ clock }),
    ];
    const key = freshKey();
    let random = 7;
    for (let index = 0; index < 300; index++) {
      random = (random * 48_271) % 2_147_483_647;
      await clock.sleep(random % 900);
      expect(await there.take({ key, policy })).toEqual(await here.take({ key, policy }));
    }
  });
});

describe.skipIf("unavailable" in redis)("in Redis", () => {
  let rest: Awaited<ReturnType<typeof startRedisRest>>;
  const token = "a-token-of-redis";
  beforeAll(async () => {
    if (!("unavailable" in redis)) rest = await startRedisRest({ ...redis, token });
  });
  beforeEach(async () => rest.flush());
  afterAll(async () => {
    await rest.stop();
    if (!("unavailable" in redis)) await redis.stop();
  });
  const limiterAt = (withToken = token) =>
    createUpstashRequestLimiter({ url: rest.url, token: withToken, clock: systemClock });

  describeLimiter("requests counted there", () => ({
    limiter: limiterAt(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }));

  it("is shared by processes", async () => {
    const key = freshKey();
    const taken = await Promise.all(
      Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? one : two)).map((limiter) =>
        limiter().take({ key, policy }),
      ),
    );
    expect(taken.filter(({ isAllowed }) => isAllowed)).toHaveLength(10);
    expect(rest.state.asked).toBeGreaterThanOrEqual(10);
  });
  const one = () => limiterAt();
  const two = () => limiterAt();

  it("throws when it cannot count: a wrong token, an error, no answer", async () => {
    await expect(limiterAt("wrong").take({ key: freshKey(), policy })).rejects.toThrow();
    rest.state.behaviour = "fails";
    await expect(limiterAt().take({ key: freshKey(), policy })).rejects.toThrow();
    rest.state.behaviour = "hangs";
    await expect(limiterAt().take({ key: freshKey(), policy })).rejects.toThrow("within 1000 ms");
  });
});

describe("a request to the API", () => {
  const ctx = (warn: () => void) =>
    ({
      workspaceId: "w",
      actor: "local",
      log: { warn, info() {}, error() {}, debug() {} },
    }) as unknown as Context;

  it("says how its caller stands, and is refused with the moment to come back", async () => {
    const limiter = createLocalRequestLimiter({ clock: standingClock() });
    const ask = () =>
      limitRequest({ ctx: ctx(() => {}), limiter, perMinute: 100, method: "POST", path: "/api/v1/videos" });
    expect(await ask()).toEqual({
      headers: { "ratelimit-policy": '"spend";q=2;w=60', ratelimit: '"spend";r=1;t=59' },
      refusal: null,
    });
    await ask();
    const { headers, refusal } = await ask();
    expect(headers.ratelimit).toBe('"spend";r=0;t=59');
    expect(refusal).toMatchObject({ code: "rate-limited", retryAfterSeconds: 59 });
  });

  it("is let in when nobody can count it, and the log says so", async () => {
    let warned = 0;
    const limiter: RequestLimiter = { take: () => Promise.reject(new Error("away")) };
    const standing = await limitRequest({
      ctx: ctx(() => warned++),
      limiter,
      perMinute: 100,
      method: "GET",
      path: "/api/v1/videos",
    });
    expect([standing, warned]).toEqual([{ headers: {}, refusal: null }, 1]);
  });

  it("falls under what it does", () => {
    const name = (method: string, path: string) => requestPolicy(method, path, 6_000);
    expect(name("GET", "/api/v1/videos")).toMatchObject({ name: "read", requests: 6_000 });
    expect(name("PATCH", "/api/v1/videos/v/inputs")).toMatchObject({ name: "write", requests: 600 });
    expect(name("POST", "/api/v1/videos")).toMatchObject({ name: "spend", requests: 120 });
    expect(name("POST", "/api/v1/videos/v/runs")).toMatchObject({ name: "spend" });
    expect(name("POST", "/api/v1/videos/v/exports")).toMatchObject({ name: "spend" });
    expect(name("POST", "/api/v1/runs/r/cancel")).toMatchObject({ name: "write" });
    expect(requestPolicy("DELETE", "/api/v1/videos/v", 1).requests).toBe(1);
  });
});
