import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PurchaseId } from "../../lib/core/ids";
import { microUsd, ZERO_MICROS } from "../../lib/core/money/micro-usd";
import type { ArtifactRecord } from "../../lib/core/plan/types";
import type { Database, PurchaseRow, TenantRepositories } from "../../lib/ports/database";
import { AT, freshWorkspaceId, jobRow, purchaseRow, runRow, videoRow } from "../rigs/rows";

/** Writes of many rows at once do to each what the write of one does, and say which of them were refused. */
export function describeManyRows(name: string, open: () => Promise<Database>): void {
  describe(`many rows at once: ${name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(async () => await database.close());

    async function aRun(reservedMicros = 0) {
      const workspaceId = freshWorkspaceId();
      await database.system(({ ensureWorkspace }) => ensureWorkspace({ id: workspaceId, name: "w", at: AT }));
      const video = videoRow({ workspaceId });
      const run = runRow({ workspaceId, videoId: video.id });
      const own = <T>(work: (repositories: TenantRepositories) => Promise<T>) =>
        database.tenant(workspaceId, work);
      const common = { runId: run.id, videoId: video.id, month: run.month, at: AT };
      await own(async ({ videos, runs, money }) => {
        await videos.insert(video);
        await runs.insert(run);
        if (reservedMicros > 0)
          await money.reserve({ ...common, amount: microUsd(reservedMicros), defaultCeiling: null });
      });
      const purchase = (change: Partial<PurchaseRow> = {}) =>
        purchaseRow({ workspaceId, videoId: video.id, runId: run.id, ...change });
      return {
        workspaceId,
        run,
        own,
        common,
        purchase,
        ids: { workspaceId, videoId: video.id, runId: run.id },
      };
    }

    const record: ArtifactRecord = {
      id: "Music",
      revision: 1,
      status: "ready",
      checksum: `sha256:${"0a".repeat(32)}` as ArtifactRecord["checksum"],
      fingerprint: null,
      key: "assets/“quoted” \\ music.mp3",
      mediaType: "audio/mpeg",
      bytes: 12,
      producedBy: "MusicGen",
      madeFrom: null,
      lastJobId: "MusicGen",
      facts: { durationSeconds: 1.5 },
    };

    it("moves the jobs whose state allows it, each with its own values, and leaves the rest", async () => {
      const { own, run, ids } = await aRun();
      const later = new Date(AT.getTime() + 1_234);
      await own(({ jobs }) =>
        jobs.insertAll([
          jobRow({ ...ids, jobId: "A[0]" }),
          jobRow({ ...ids, jobId: "A[1]", state: "succeeded" }),
          jobRow({ ...ids, jobId: "A[2]", state: "claimed", fingerprint: "kept", claimKey: "kept" }),
          jobRow({ ...ids, jobId: "A[3]" }),
        ]),
      );
      const set = (attempts: number) => ({
        attempts,
        startedAt: later,
        costMicros: microUsd(7),
        failure: null,
      });
      const moved = await own(({ jobs }) =>
        jobs.moveAll({
          runId: run.id,
          event: "claim",
          moves: [
            { jobId: "A[0]", set: set(1) },
            { jobId: "A[1]", set: set(2) },
            { jobId: "A[2]", set: set(3) },
            { jobId: "nobody", set: set(4) },
          ],
        }),
      );
      expect([...moved].sort()).toEqual(["A[0]", "A[2]"]);
      const rows = await own(({ jobs }) => jobs.ofRun(run.id));
      const row = (jobId: string) => rows.find((job) => job.jobId === jobId);
      expect(row("A[0]")).toMatchObject({ state: "claimed", attempts: 1, startedAt: later, costMicros: 7 });
      expect(row("A[1]")).toMatchObject({ state: "succeeded", attempts: 0, startedAt: null, costMicros: 0 });
      expect(row("A[2]")).toMatchObject({
        state: "claimed",
        attempts: 3,
        fingerprint: "kept",
        claimKey: "kept",
      });
      expect(row("A[3]")).toMatchObject({ state: "ready", attempts: 0 });
      const outputs = [record];
      await own(({ jobs }) =>
        jobs.moveAll({
          runId: run.id,
          event: "succeed",
          moves: [{ jobId: "A[2]", set: { outputs, finishedAt: later, failure: null } }],
        }),
      );
      const ended = (await own(({ jobs }) => jobs.ofRun(run.id))).find(({ jobId }) => jobId === "A[2]");
      expect(ended).toMatchObject({ state: "succeeded", outputs, finishedAt: later, failure: null });
      expect(await own(({ jobs }) => jobs.moveAll({ runId: run.id, event: "claim", moves: [] }))).toEqual(
        new Set(),
      );
    });

    it("does not see jobs of another workspace", async () => {
      const { own, run, ids } = await aRun();
      const stranger = await aRun();
      await own(({ jobs }) => jobs.insertAll([jobRow({ ...ids, jobId: "A" })]));
      const moves = [{ jobId: "A", set: { attempts: 9 } }];
      const moved = await stranger.own(({ jobs }) => jobs.moveAll({ runId: run.id, event: "claim", moves }));
      expect(moved).toEqual(new Set());
      expect(await own(({ jobs }) => jobs.ofRun(run.id))).toMatchObject([{ state: "ready", attempts: 0 }]);
    });

    it("inserts the purchases that nobody has made, and reads those of several claims", async () => {
      const { own, purchase } = await aRun();
      const taken = purchase({ claimKey: "one" });
      await own(({ purchases }) => purchases.insert(taken));
      const rival = purchase({ claimKey: taken.claimKey });
      const next = purchase({
        claimKey: taken.claimKey,
        purchaseNumber: 2,
        deadlineAt: new Date(AT.getTime() + 5),
      });
      const timings = purchase({ claimKey: `${taken.claimKey}-two`, call: "timings" });
      const twin = purchase({ claimKey: timings.claimKey, call: "timings" });
      const inserted = await own(({ purchases }) => purchases.insertAll([rival, next, timings, twin]));
      expect([...inserted].sort()).toEqual([next.id, timings.id].sort());
      const found = await own(({ purchases }) =>
        purchases.ofClaims([taken.claimKey, timings.claimKey, "nobody's"]),
      );
      expect(found.filter(({ claimKey }) => claimKey === taken.claimKey)).toEqual([taken, next]);
      expect(found.filter(({ claimKey }) => claimKey === timings.claimKey)).toEqual([timings]);
      expect(await own(({ purchases }) => purchases.ofClaims([]))).toEqual([]);
      const stranger = await aRun();
      expect(await stranger.own(({ purchases }) => purchases.ofClaims([taken.claimKey]))).toEqual([]);
    });

    it("ends the purchases that are alive and of that slice", async () => {
      const { own, purchase } = await aRun();
      const rows = [purchase(), purchase({ sliceEpoch: 2 }), purchase({ state: "cancelled" }), purchase()];
      await own(({ purchases }) => purchases.insertAll(rows));
      const at = new Date(AT.getTime() + 99);
      const ended = rows.map(({ id }, index) => ({
        id,
        sliceEpoch: 1,
        costMicros: microUsd(index),
        outcome: { outputs: [{ ...record, bytes: index }] },
      }));
      const succeeded = await own(({ purchases }) => purchases.succeedAll({ purchases: ended, at }));
      expect([...succeeded].sort()).toEqual([rows[0]?.id, rows[3]?.id].sort());
      const found = await own(({ purchases }) => purchases.ofClaims(rows.map(({ claimKey }) => claimKey)));
      const state = (id?: PurchaseId) => found.find((row) => row.id === id);
      expect(state(rows[3]?.id)).toMatchObject({
        state: "succeeded",
        costMicros: 3,
        finishedAt: at,
        outcome: { outputs: [{ ...record, bytes: 3 }] },
      });
      expect(state(rows[1]?.id)).toMatchObject({ state: "claimed", outcome: null, finishedAt: null });
      expect(state(rows[2]?.id)).toMatchObject({ state: "cancelled", outcome: null });
    });

    it("settles each purchase once, whether alone or among others", async () => {
      const { own, run, common, purchase } = await aRun(1_000);
      const rows = [purchase(), purchase(), purchase()];
      await own(({ purchases }) => purchases.insertAll(rows));
      const amounts = [300, 0, 900].map(microUsd);
      const settlements = rows.map(({ id: purchaseId }, index) => ({
        purchaseId,
        amount: amounts[index] ?? ZERO_MICROS,
      }));
      await own(({ money }) =>
        money.settle({
          ...common,
          purchaseId: settlements[0]?.purchaseId as PurchaseId,
          amount: microUsd(300),
        }),
      );
      await own(({ money }) => money.settleAll({ ...common, settlements }));
      await own(({ money }) => money.settleAll({ ...common, settlements }));
      // What goes beyond the reservation was paid all the same.
      expect(await own(({ runs }) => runs.find(run.id))).toMatchObject({
        costMicros: 1_200,
        reservedMicros: 0,
      });
    });
  });
}
