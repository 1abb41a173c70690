import { afterEach, describe, expect, it } from "vitest";
import { createApiClient } from "../../lib/cli/http/api-client";
import type { Connection } from "../../lib/cli/http/connection";
import { followEvents } from "../../lib/cli/http/follow-events";
import { type ApiFixture, type ApiFixtureOptions, RUN_ID, startApiFixture } from "./rig/api-fixture";

let api: ApiFixture | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

async function follow(options: ApiFixtureOptions, signal = new AbortController().signal) {
  api = await startApiFixture(options);
  let revivals = 0;
  const connection: Connection = {
    url: api.url,
    apiKey: undefined,
    origin: "found",
    revive: async () => {
      revivals += 1;
    },
  };
  const client = createApiClient(connection, signal);
  const seen: number[] = [];
  for await (const event of followEvents({ api: client, runId: RUN_ID, signal })) seen.push(event.seq);
  return { seen, revivals, requests: api.requests };
}

const EVERY_EVENT = [2, 4, 6, 8, 10, 12, 14, 16];

describe("following the events of a run", { timeout: 20_000 }, () => {
  it("gives every event once and in order over one good connection", async () => {
    const { seen, requests } = await follow({});
    expect(seen).toEqual(EVERY_EVENT);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["after every event", { dropAfter: [1] }],
    ["before any event, again and again", { dropAfter: [0, 0, 0, 3, 0, 2, 100] }],
    ["while the server sends events again", { dropAfter: [3, 2, 1, 100], repeat: 3 }],
    ["while the server sends everything again", { dropAfter: [3, 2, 1, 100], repeat: 0 }],
  ])("gives every event once and in order when connections break %s", async (_, options) => {
    const { seen, revivals, requests } = await follow(options);
    expect(seen).toEqual(EVERY_EVENT);
    expect(requests.length).toBeGreaterThan(3);
    expect(revivals).toBeGreaterThan(0);
  });

  it("asks for what comes after the last event it has seen", async () => {
    const { requests } = await follow({ dropAfter: [3, 100] });
    expect(requests).toEqual([`GET /api/v1/runs/${RUN_ID}/events`, `GET /api/v1/runs/${RUN_ID}/events 6`]);
  });

  it("ends at once when it is told to", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const began = performance.now();
    await expect(follow({ hangAfter: 3 }, stop.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
