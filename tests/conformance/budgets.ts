import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReelgraphError } from "../../lib/core/errors";
import type { VideoId, WorkspaceId } from "../../lib/core/ids";
import { type MicroUsd, microUsd } from "../../lib/core/money/micro-usd";
import { storageCost } from "../../lib/core/money/storage-cost";
import type { Database, RunRow, VideoRow } from "../../lib/ports/database";
import { AT, purchaseRow, runRow, videoRow } from "../rigs/rows";
import { useTwoWorkspaces } from "./two-workspaces";

const month = "2026-03";
const FIT = 37;
const STARTS = 100;

/** Ceilings of videos and workspaces, and what storage takes. */
export function describeBudgets(name: string, open: () => Promise<Database>): void {
  describe(`budgets: ${name}`, () => {
    let database: Database;
    let workspaceId: WorkspaceId;
    let other: WorkspaceId;

    const { own, foreign, renew } = useTwoWorkspaces(open, (given) => {
      ({ database, workspaceId, other } = given);
    });

    async function aVideo(ceiling: number | null = null): Promise<VideoRow> {
      const ceilingMicros = ceiling === null ? null : microUsd(ceiling);
      const row = videoRow({ workspaceId, ceilingMicros });
      await own(({ videos }) => videos.insert(row));
      return row;
    }

    /** Of the type that a video may have many of at once. */
    async function aRun(video: VideoRow, change: Partial<RunRow> = {}): Promise<RunRow> {
      const row = runRow({ workspaceId, videoId: video.id, type: "export", ...change });
      await own(({ runs }) => runs.insert(row));
      return row;
    }

    const common = ({ id, videoId }: RunRow) => ({ runId: id, videoId, month, at: AT });

    async function reserve(run: RunRow, amount: number, defaultCeiling: number | null = null) {
      const ceiling = defaultCeiling === null ? null : microUsd(defaultCeiling);
      try {
        await own(({ money }) =>
          money.reserve({ ...common(run), amount: microUsd(amount), defaultCeiling: ceiling }),
        );
        return "done";
      } catch (error) {
        if (isReelgraphError(error) && error.code === "ceiling-reached") return error.details ?? {};
        throw error;
      }
    }

    describe("the ceiling of a video", () => {
      it(`lets ${FIT} of ${STARTS} concurrent reservations of its runs in, and says what is left`, async () => {
        const video = await aVideo(FIT * 1_000 + 999);
        const runs: RunRow[] = [];
        for (let nth = 0; nth < STARTS; nth++) runs.push(await aRun(video));
        const outcomes = await Promise.all(runs.map((run) => reserve(run, 1_000)));
        expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(FIT);
        const refused = outcomes.filter((outcome) => outcome !== "done");
        expect(refused).toHaveLength(STARTS - FIT);
        for (const details of refused) {
          expect(details).toEqual({
            scope: "video",
            ceilingMicros: FIT * 1_000 + 999,
            committedMicros: FIT * 1_000,
            neededMicros: 1_000,
            leftMicros: 999,
          });
        }
        // What was refused has left nothing, in none of the three places.
        const rows = await Promise.all(runs.map(({ id }) => own((all) => all.runs.find(id))));
        expect(rows.map((row) => row?.reservedMicros)).toEqual(
          outcomes.map((outcome) => (outcome === "done" ? 1_000 : 0)),
        );
        const standing = await own(({ money }) => money.standing({ month, defaultCeiling: null }));
        expect(standing).toMatchObject({ reservedMicros: FIT * 1_000, spentMicros: 0 });
      });

      it("counts what its runs have spent, in any month, and nothing of other videos", async () => {
        const [video, neighbour] = [await aVideo(1_000), await aVideo(1_000)];
        await aRun(video, { status: "succeeded", costMicros: microUsd(700), month: "2025-01" });
        expect(await reserve(await aRun(neighbour), 1_000)).toBe("done");
        const run = await aRun(video);
        expect(await reserve(run, 301)).toMatchObject({ scope: "video", leftMicros: 300 });
        expect(await reserve(run, 300)).toBe("done");
        const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
        await own(({ money }) =>
          money.settle({ ...common(run), purchaseId: purchase.id, amount: microUsd(100) }),
        );
        expect(await reserve(run, 1)).toMatchObject({ scope: "video", leftMicros: 0 });
        await own(({ money }) => money.release(common(run)));
        expect(await reserve(run, 201)).toMatchObject({ scope: "video", leftMicros: 200 });
        expect(await reserve(run, 200)).toBe("done");
      });

      it("is set, lowered below what is committed and taken away, by its own workspace", async () => {
        const video = await aVideo();
        const run = await aRun(video);
        const set = (ceiling: number | null, as = own) =>
          as(({ videos }) =>
            videos.setCeiling({
              id: video.id,
              ceilingMicros: ceiling === null ? null : microUsd(ceiling),
            }),
          );
        expect(await reserve(run, 500)).toBe("done");
        expect(await set(1, foreign)).toBe(false);
        expect(await reserve(run, 500)).toBe("done");
        expect(await set(400)).toBe(true);
        expect(await reserve(run, 1)).toEqual({
          scope: "video",
          ceilingMicros: 400,
          committedMicros: 1_000,
          neededMicros: 1,
          leftMicros: 0,
        });
        // What is free fits under any ceiling.
        expect(await reserve(run, 0)).toBe("done");
        expect((await own(({ videos }) => videos.find(video.id)))?.ceilingMicros).toBe(400);
        expect(await set(null)).toBe(true);
        expect(await reserve(run, 1_000_000)).toBe("done");
        await own(({ videos }) => videos.remove({ id: video.id, at: AT }));
        expect(await set(5)).toBe(false);
      });

      it("comes after the run's and before the month's", async () => {
        const video = await aVideo(50);
        const run = await aRun(video, { maxCostMicros: microUsd(20) });
        await own(({ limits }) => limits.set({ ceilingMicros: microUsd(100) }));
        expect(await reserve(run, 101)).toMatchObject({ scope: "run", ceilingMicros: 20, leftMicros: 20 });
        const free = await aRun(video);
        expect(await reserve(free, 101)).toMatchObject({ scope: "video", ceilingMicros: 50 });
        await own(({ videos }) => videos.setCeiling({ id: video.id, ceilingMicros: null }));
        expect(await reserve(free, 60)).toBe("done");
        expect(await reserve(free, 41)).toEqual({
          scope: "month",
          ceilingMicros: 100,
          committedMicros: 60,
          neededMicros: 41,
          leftMicros: 40,
        });
      });

      it("holds while runs reserve, settle and give back in any order", async () => {
        const ceiling = 5_000;
        const video = await aVideo(ceiling);
        const runs = await Promise.all(Array.from({ length: 24 }, () => aRun(video)));
        const committed = async () => {
          const rows = await own(async (all) => await all.runs.ofVideo({ videoId: video.id, limit: 100 }));
          return rows.reduce((sum, row) => sum + row.costMicros + row.reservedMicros, 0);
        };
        const most: number[] = [];
        await Promise.all(
          runs.map(async (run, index) => {
            if ((await reserve(run, 1_000)) !== "done") return;
            most.push(await committed());
            const { id: purchaseId } = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
            const amount = microUsd(100 * (index % 7));
            await own(({ money }) => money.settle({ ...common(run), purchaseId, amount }));
            most.push(await committed());
            await own(({ money }) => money.release(common(run)));
            most.push(await committed());
          }),
        );
        expect(most.length).toBeGreaterThanOrEqual(3 * 5);
        expect(Math.max(...most)).toBeLessThanOrEqual(ceiling);
        const left = ceiling - (await committed());
        const last = await aRun(video);
        expect(await reserve(last, left + 1)).toMatchObject({ scope: "video", leftMicros: left });
        expect(await reserve(last, left)).toBe("done");
      });
    });

    it("keeps a workspace's own limits, each on its own, and shows them to nobody else", async () => {
      const find = () => own(({ limits }) => limits.find());
      expect(await find()).toEqual({ ceilingMicros: null, requestsAtATime: {} });
      await own(({ limits }) => limits.set({ ceilingMicros: microUsd(7) }));
      await own(({ limits }) => limits.set({ requestsAtATime: { openai: 4, replicate: 2 } }));
      expect(await find()).toEqual({ ceilingMicros: 7, requestsAtATime: { openai: 4, replicate: 2 } });
      await Promise.all([
        own(({ limits }) => limits.set({ requestsAtATime: { openai: null } })),
        own(({ limits }) => limits.set({ requestsAtATime: { replicate: 3 } })),
        own(({ limits }) => limits.set({ ceilingMicros: null })),
      ]);
      expect(await find()).toEqual({ ceilingMicros: null, requestsAtATime: { replicate: 3 } });
      await foreign(({ limits }) => limits.set({ ceilingMicros: microUsd(1) }));
      expect((await find()).ceilingMicros).toBeNull();
      expect(await foreign(({ limits }) => limits.find())).toEqual({
        ceilingMicros: 1,
        requestsAtATime: {},
      });
    });

    it("counts a workspace's own slots beside those of all", async () => {
      const slotKey = `window ${workspaceId}`;
      const until = new Date(AT.getTime() + 60_000);
      const buy = async (as: WorkspaceId, nth: number) => {
        const video = videoRow({ workspaceId: as });
        const run = runRow({ workspaceId: as, videoId: video.id });
        await database.tenant(as, async ({ videos, runs, purchases }) => {
          await videos.insert(video);
          await runs.insert(run);
          for (let at = 0; at < nth; at++) {
            const row = purchaseRow({ workspaceId: as, videoId: video.id, runId: run.id });
            await purchases.insert({ ...row, slotKey, deadlineAt: until });
          }
        });
      };
      await buy(workspaceId, 2);
      await buy(other, 3);
      const taken = (at: Date) =>
        own(async ({ purchases }) => [
          await purchases.slotsTaken({ slotKey, at }),
          await purchases.ownSlotsTaken({ slotKey, at }),
        ]);
      expect(await taken(AT)).toEqual([5, 2]);
      expect(await taken(until)).toEqual([0, 0]);
    });

    describe("what storage takes", () => {
      const rate = { microsPerGbMonth: 23_000, daysInMonth: 31 };
      const day = (nth: number) => new Date(Date.UTC(2026, 2, nth)).toISOString().slice(0, 10);
      const measure = (videoId: VideoId, nth: number, bytes: number) =>
        own(({ storage }) => storage.measured({ videoId, day: day(nth), bytes }));

      it("is what was measured last by the end of each day, by video and in sum", async () => {
        const [one, two] = [await aVideo(), await aVideo()];
        await measure(one.id, -3, 1_000_000_000);
        await measure(one.id, 4, 3_000_000_000);
        await measure(one.id, 5, 3_000_000_000);
        await measure(two.id, 2, 5_000_000_000);
        await measure(two.id, 2, 500_000_000);
        await measure(two.id, 6, 0);
        const span = { from: day(1), to: day(8) };
        const found = await own(async ({ storage }) => ({
          changes: await storage.changes(span),
          held: await storage.held({ ...span, rate, limit: 9 }),
          first: await storage.held({ ...span, rate, limit: 1 }),
          total: await storage.total({ ...span, rate }),
          before: await storage.total({ from: day(-9), to: day(-3), rate }),
        }));
        // 1 GB for three days and 3 GB for four; half a GB for four days, then nothing.
        const costs = [15n, 2n].map((gigabyteDays) => storageCost(gigabyteDays * 10n ** 9n, rate));
        expect(found.changes).toEqual([
          { day: day(1), bytes: 1_000_000_000 },
          { day: day(2), bytes: 500_000_000 },
          { day: day(4), bytes: 2_000_000_000 },
          { day: day(6), bytes: -500_000_000 },
        ]);
        expect(found.held).toEqual([
          { videoId: one.id, bytes: 3_000_000_000, costMicros: costs[0] },
          { videoId: two.id, bytes: 0, costMicros: costs[1] },
        ]);
        expect(found.first).toEqual(found.held.slice(0, 1));
        expect(found.total).toEqual({ bytes: 3_000_000_000, costMicros: (costs[0] ?? 0) + (costs[1] ?? 0) });
        expect(found.before).toEqual({ bytes: 0, costMicros: 0 });
        const nothing = { bytes: 0, costMicros: 0 };
        expect(await foreign(({ storage }) => storage.total({ ...span, rate }))).toEqual(nothing);
        expect(await foreign(({ storage }) => storage.changes(span))).toEqual([]);
      });

      it("adds up: videos to the workspace, changes to bytes, and costs to those of the formula", async () => {
        const steps = fc.array(
          fc.tuple(fc.integer({ min: -5, max: 31 }), fc.integer({ min: 0, max: 10 ** 13 })),
          {
            minLength: 1,
            maxLength: 8,
          },
        );
        await fc.assert(
          fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 4 }), async (videos) => {
            await renew();
            const expected: { bytes: number; costMicros: MicroUsd }[] = [];
            for (const measured of videos) {
              const { id } = await aVideo();
              for (const [nth, bytes] of [...measured].sort(([a], [b]) => a - b))
                await measure(id, nth, bytes);
              const on = (nth: number) =>
                measured
                  .map(([at, bytes], order) => ({ at, bytes, order }))
                  .filter(({ at }) => at <= nth)
                  .sort((a, b) => a.at - b.at || a.order - b.order)
                  .at(-1)?.bytes ?? 0;
              let byteDays = 0n;
              for (let nth = 1; nth <= 20; nth++) byteDays += BigInt(on(nth));
              expected.push({ bytes: on(20), costMicros: storageCost(byteDays, rate) });
            }
            const span = { from: day(1), to: day(21) };
            const { held, total, changes } = await own(async ({ storage }) => ({
              held: await storage.held({ ...span, rate, limit: 100 }),
              total: await storage.total({ ...span, rate }),
              changes: await storage.changes(span),
            }));
            const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
            expect(total).toEqual({
              bytes: sum(expected.map(({ bytes }) => bytes)),
              costMicros: sum(expected.map(({ costMicros }) => costMicros)),
            });
            expect(sum(held.map(({ costMicros }) => costMicros))).toBe(total.costMicros);
            expect(sum(changes.map(({ bytes }) => bytes))).toBe(total.bytes);
          }),
          { numRuns: 15 },
        );
      });

      it("and what was bought is summed over all workspaces", async () => {
        const far = "2031-07";
        const span = { from: `${far}-01`, to: `${far}-03` };
        const ofMonth = (given: typeof rate | null) =>
          database.system(({ spending }) => spending.ofMonth({ month: far, ...span, rate: given }));
        const before = await ofMonth(rate);
        for (const as of [workspaceId, other]) {
          const video = videoRow({ workspaceId: as });
          const run = runRow({ workspaceId: as, videoId: video.id });
          await database.tenant(as, async ({ videos, runs, money, storage }) => {
            await videos.insert(video);
            await runs.insert(run);
            const start = { ...common(run), month: far };
            await money.reserve({ ...start, amount: microUsd(50), defaultCeiling: null });
            const { id: purchaseId } = purchaseRow({ workspaceId: as, videoId: video.id, runId: run.id });
            await money.settle({ ...start, purchaseId, amount: microUsd(20) });
            await storage.measured({ videoId: video.id, day: `${far}-02`, bytes: 31_000_000_000 });
          });
        }
        const after = await ofMonth(rate);
        expect(after.spentMicros - before.spentMicros).toBe(40);
        expect(after.reservedMicros - before.reservedMicros).toBe(60);
        expect(after.storageMicros - before.storageMicros).toBe(2 * 23_000);
        expect((await ofMonth(null)).storageMicros).toBe(0);
      });
    });
  });
}
