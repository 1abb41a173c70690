import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkspaceId } from "../../lib/core/ids";
import { newWindow } from "../../lib/core/limits/window";
import type { Database } from "../../lib/ports/database";
import { AT, freshWorkspaceId, purchaseRow, runRow, videoRow } from "../rigs/rows";

const waitingOf = (workspaceId: WorkspaceId) => ({
  workspaceId,
  since: 1,
  goneAt: 2,
  wanted: 1,
  lane: "all",
  tokens: 0.5,
  turn: 3,
});

const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000);

/** What all processes and workspaces share about purchases: slots, nonces, providers' deliveries, and who wakes a run. */
export function describeSharedSlots(
  name: string,
  open: () => Promise<{ database: Database; cleanup(): Promise<void> }>,
): void {
  describe(`slots and deliveries: ${name}`, () => {
    let rig: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      rig = await open();
    });
    afterAll(async () => rig.cleanup());

    async function aRun() {
      const workspaceId: WorkspaceId = freshWorkspaceId();
      await rig.database.system(({ ensureWorkspace }) =>
        ensureWorkspace({ id: workspaceId, name: "w", at: AT }),
      );
      const video = videoRow({ workspaceId });
      const run = runRow({ workspaceId, videoId: video.id });
      await rig.database.tenant(workspaceId, async ({ videos, runs }) => {
        await videos.insert(video);
        await runs.insert(run);
      });
      return { workspaceId, video, run };
    }

    it("let as many buy as a window has slots, whichever workspace they are of", async () => {
      const owners = await Promise.all(Array.from({ length: 4 }, aRun));
      const slotKey = `key ${owners[0]?.run.id}`;
      const attempts = await Promise.all(
        Array.from({ length: 16 }, (_, index) => {
          const owner = owners[index % owners.length] as (typeof owners)[number];
          const { workspaceId, video, run } = owner;
          return rig.database.tenant(workspaceId, async ({ purchases }) => {
            if ((await purchases.slotsTaken({ slotKey, at: AT })) >= 3) return null;
            const row = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
            const purchase = { ...row, slotKey, deadlineAt: later(60) };
            await purchases.insert(purchase);
            return purchase;
          });
        }),
      );
      const bought = attempts.flatMap((purchase) => (purchase === null ? [] : [purchase]));
      expect(bought).toHaveLength(3);
      const [first, second] = bought;
      if (!first || !second) return;
      const taken = (at: Date) =>
        rig.database.tenant(first.workspaceId, ({ purchases }) => purchases.slotsTaken({ slotKey, at }));
      expect(await taken(later(59))).toBe(3);
      // Intents free their slots at their deadline, accepted work after an hour, ended purchases at once.
      expect(await taken(later(60))).toBe(0);
      await rig.database.tenant(first.workspaceId, ({ purchases }) =>
        purchases.accepted({ id: first.id, providerRequestId: "p-1", nextCheckAt: AT, at: later(5) }),
      );
      expect(await taken(later(3_604))).toBe(1);
      expect(await taken(later(3_605))).toBe(0);
      await rig.database.tenant(first.workspaceId, ({ purchases }) =>
        purchases.finish({
          id: first.id,
          sliceEpoch: 1,
          state: "cancelled",
          costMicros: first.costMicros,
          at: AT,
        }),
      );
      expect(await taken(later(59))).toBe(2);
      // Work that its provider is done with takes none, and goes on being whose it was.
      await rig.database.tenant(second.workspaceId, ({ purchases }) =>
        purchases.freeSlots([second.id, first.id]),
      );
      expect(await taken(later(59))).toBe(1);
      const live = await rig.database.tenant(second.workspaceId, ({ purchases }) =>
        purchases.live(second.runId),
      );
      expect(live.find(({ id }) => id === second.id)).toEqual({ ...second, slotKey: "" });
    });

    it("share what is known of a provider's limits, one reader at a time, and lose none of it", async () => {
      const owners = await Promise.all(Array.from({ length: 4 }, aRun));
      const slotKey = `window ${owners[0]?.run.id}`;
      const policy = { slots: 5, mostSlots: 9 };
      const read = ({ workspaceId }: { workspaceId: WorkspaceId }) =>
        rig.database.tenant(workspaceId, ({ windows }) => windows.read(slotKey));
      expect(await read(owners[0] as (typeof owners)[number])).toBeNull();
      await Promise.all(
        Array.from({ length: 16 }, (_, index) => {
          const { workspaceId, run } = owners[index % owners.length] as (typeof owners)[number];
          return rig.database.tenant(workspaceId, async ({ windows }) => {
            const state = (await windows.hold(slotKey)) ?? newWindow(policy);
            const waiting = { ...state.queue.waiting, [`${run.id} ${index}`]: waitingOf(workspaceId) };
            await windows.keep(slotKey, { ...state, queue: { ...state.queue, waiting } });
          });
        }),
      );
      const known = await Promise.all(owners.map(read));
      for (const state of known) {
        expect(state).toMatchObject(newWindow({ ...policy }).lanes);
        expect(Object.keys(state?.queue.waiting ?? {})).toHaveLength(16);
      }
      // A transaction that throws has taught nothing.
      const { workspaceId } = owners[0] as (typeof owners)[number];
      const failing = rig.database.tenant(workspaceId, async ({ windows }) => {
        await windows.keep(slotKey, newWindow(policy));
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await read({ workspaceId })).toEqual(known[0]);
    });

    it("keep the id a webhook brought before the answer did, and no other one", async () => {
      const { workspaceId, video, run } = await aRun();
      const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
      const accept = (providerRequestId: string, seconds: number) =>
        rig.database.tenant(workspaceId, ({ purchases }) =>
          purchases.accepted({
            id: purchase.id,
            providerRequestId,
            nextCheckAt: later(seconds),
            at: later(seconds),
          }),
        );
      await rig.database.tenant(workspaceId, ({ purchases }) => purchases.insert(purchase));
      expect(await accept("p-7", 1)).toBe(true);
      expect(await accept("p-7", 2)).toBe(true);
      expect(await accept("p-8", 3)).toBe(false);
      const found = await rig.database.system(({ purchases }) => purchases.byNonce(purchase.nonce));
      expect(found).toMatchObject({
        id: purchase.id,
        workspaceId,
        state: "submitted",
        providerRequestId: "p-7",
        submittedAt: later(1),
        // The sooner of the two: what a webhook has moved forward stays there.
        nextCheckAt: later(1),
      });
      const known = (providerRequestId: string, provider = purchase.provider) =>
        rig.database.system(({ purchases }) => purchases.isKnown({ provider, providerRequestId }));
      expect([await known("p-7"), await known("p-8"), await known("p-7", "other")]).toEqual([
        true,
        false,
        false,
      ]);
      const byAnother = await rig.database.system(({ purchases }) =>
        purchases.isKnown({
          provider: purchase.provider,
          providerRequestId: "p-7",
          except: purchase.id,
        }),
      );
      expect(byAnother).toBe(false);
      expect(await rig.database.system(({ purchases }) => purchases.byNonce("nobody's"))).toBeNull();
    });

    it("record a delivery once, and show it to its own workspace only", async () => {
      const { workspaceId, video, run } = await aRun();
      const stranger = await aRun();
      const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
      await rig.database.tenant(workspaceId, ({ purchases }) => purchases.insert(purchase));
      const row = {
        provider: "replicate",
        deliveryId: `msg ${purchase.id}`,
        workspaceId,
        purchaseId: purchase.id,
        providerRequestId: "p-1",
        status: "succeeded",
        receivedAt: later(1),
      };
      const deliver = () =>
        rig.database.tenant(workspaceId, ({ providerEvents }) => providerEvents.insert(row));
      const delivered = await Promise.all([deliver(), deliver(), deliver(), deliver(), deliver()]);
      expect(delivered.filter(Boolean)).toHaveLength(1);
      const seenBy = (id: WorkspaceId) =>
        rig.database.tenant(id, ({ providerEvents }) => providerEvents.ofPurchase(purchase.id));
      expect(await seenBy(workspaceId)).toEqual([row]);
      expect(await seenBy(stranger.workspaceId)).toEqual([]);
    });

    it("wake a waiting run once, however many wake it", async () => {
      const { workspaceId, run } = await aRun();
      const move = (event: "start" | "wait" | "wake", from?: readonly "waiting"[]) =>
        rig.database.tenant(workspaceId, ({ runs }) =>
          runs.move({ id: run.id, event, ...(from ? { from } : {}) }),
        );
      await move("start");
      expect(await move("wake", ["waiting"])).toBeNull();
      await move("wait");
      const woken = await Promise.all(Array.from({ length: 5 }, () => move("wake", ["waiting"])));
      expect(woken.filter((row) => row !== null).map((row) => row.status)).toEqual(["running"]);
    });
  });
}
