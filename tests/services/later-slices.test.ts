import { afterAll, describe, expect, it } from "vitest";
import { createProcessSignals } from "../../lib/adapters/node/process-signals";
import type { Context } from "../../lib/services/context";
import { Room, tellOfRoom } from "../../lib/services/runs/slice/room";
import { shortName } from "../rigs/faults";
import { SteppedClock } from "../rigs/stepped-clock";
import { createRun, driveRun, sharedDatabase, WORKED_EXAMPLE, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

describe("a run of many slices", () => {
  it("writes each document once, and asks the store once a slice which there are", async () => {
    const world = await World.open();
    // Longer than a slice waits: whatever is made then is found ended by the next one.
    world.media.script.latencyMs = () => 40_000;
    const process = world.start();
    let lists = 0;
    const { list } = process.ctx.objects;
    process.ctx.objects = {
      ...process.ctx.objects,
      list: (options) => {
        lists++;
        return list(options);
      },
    };
    const run = await createRun(process.ctx, WORKED_EXAMPLE);
    await driveRun(process, run.id);
    const row = await process.ctx.database.tenant(world.workspaceId, ({ runs }) => runs.find(run.id));
    expect(row?.status).toBe("succeeded");
    const slices = row?.sliceEpoch ?? 0;
    expect(slices).toBeGreaterThan(4);
    const documents = process.storage.writes.map(shortName).filter((name) => name.startsWith("put dag/"));
    expect(documents.filter((name) => name.includes("/jobs/")).length).toBeGreaterThan(10);
    const outcomes = documents.filter((name) => name.includes("/jobs/") || name.includes("/checkpoints/"));
    expect(outcomes).toHaveLength(new Set(outcomes).size);
    expect(lists).toBeGreaterThan(0);
    expect(lists).toBeLessThanOrEqual(slices);
  });
});

describe("a window without room", () => {
  const window = { key: "media", limit: 2 };
  const other = { key: "text", limit: 2 };

  function aRoom() {
    const clock = new SteppedClock();
    const signals = createProcessSignals();
    const ctx = { clock, signals, ids: { seed: () => 0 } } as unknown as Context;
    let woken = 0;
    const room = new Room(ctx, () => {
      woken++;
    });
    return { room, ctx, clock, woken: () => woken };
  }

  it("is tried again at once when a slot of it becomes free in this process, and not when one of another does", () => {
    const { room, ctx, woken } = aRoom();
    room.none(window, undefined);
    tellOfRoom(ctx, [{ slotKey: other.key }]);
    expect([room.isFull(window), room.isFull(other), woken()]).toEqual([true, false, 0]);
    tellOfRoom(ctx, [{ slotKey: window.key }, { slotKey: window.key }]);
    expect([room.isFull(window), woken()]).toEqual([false, 1]);
  });

  it("is left alone until the moment that the ledger named", () => {
    const { room, clock } = aRoom();
    const notBefore = new Date(clock.now().getTime() + 30_000);
    room.none(window, notBefore);
    expect(room.isFull(window)).toBe(true);
    expect(room.moments()).toEqual([notBefore]);
    clock.advance(30_000);
    expect([room.isFull(window), room.moments()]).toEqual([false, []]);
  });

  it("is still waited for when nobody listens any more: the next slice has to know until when", () => {
    const { room, ctx, woken } = aRoom();
    room.none(window, undefined);
    room.close();
    tellOfRoom(ctx, [{ slotKey: window.key }]);
    expect([room.isFull(window), woken()]).toEqual([true, 0]);
  });
});
