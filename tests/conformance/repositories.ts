import { describe, expect, it } from "vitest";
import { isReelgraphError } from "../../lib/core/errors";
import type { RunId, VideoId, WorkspaceId } from "../../lib/core/ids";
import { microUsd, ZERO_MICROS } from "../../lib/core/money/micro-usd";
import { JOB_STATES, JOB_TRANSITIONS, type JobEvent } from "../../lib/core/run/job-state";
import { isRunEnded, RUN_STATES, RUN_TRANSITIONS, type RunEvent } from "../../lib/core/run/run-state";
import type { Database, Fence, NewEvent, RunRow, VideoRow } from "../../lib/ports/database";
import { AT, jobRow, purchaseRow, runRow, videoRow } from "../rigs/rows";
import { describeBudgets } from "./budgets";
import { describeCleaning } from "./cleaning";
import { describeConcurrentWorkers } from "./concurrent-workers";
import { describeCredentials } from "./credentials";
import { describeHistoryAndChoices } from "./history-and-choices";
import { describeManyRows } from "./many-rows";
import { describeSharedSlots } from "./shared-slots";
import { useTwoWorkspaces } from "./two-workspaces";

const RUN_EVENTS = Object.keys(RUN_TRANSITIONS.queued) as RunEvent[];
const JOB_EVENTS = Object.keys(JOB_TRANSITIONS.ready) as JobEvent[];
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000);

/** What the port does not show, for adapters whose rows a test can reach. */
export interface Peek {
  /** Sets a workspace's own ceiling. */
  setCeiling(workspaceId: WorkspaceId, ceilingMicros: number | null): Promise<void>;
  /** What the months and the ledger of a workspace say. */
  books(workspaceId: WorkspaceId): Promise<{
    months: { month: string; spent: number; reserved: number }[];
    entries: { runId: string; kind: string; amount: number }[];
  }>;
}

/**
 * What every Database does (storage.md, Postgres; runner.md, Fencing and exclusivity, Job ledger, Limits and money). `open` gives an
 * empty one, more than once; the suite closes what it opened.
 */
export function describeDatabase(name: string, open: () => Promise<Database>, peek?: Peek): void {
  describeSharedSlots(name, async () => {
    const database = await open();
    return { database, cleanup: () => database.close() };
  });
  describeHistoryAndChoices(name, open);
  describeCleaning(name, open);
  describeManyRows(name, open);
  describeConcurrentWorkers(name, open);
  describeBudgets(name, open);
  describeCredentials(name, open);
  describe(`database: ${name}`, () => {
    let database: Database;
    let workspaceId: WorkspaceId;
    let other: WorkspaceId;

    const { own, foreign } = useTwoWorkspaces(open, (given) => {
      ({ database, workspaceId, other } = given);
    });

    async function aVideo(change: Partial<VideoRow> = {}): Promise<VideoRow> {
      const row = videoRow({ workspaceId, ...change });
      await own(({ videos }) => videos.insert(row));
      return row;
    }

    async function aRun(video: VideoRow, change: Partial<RunRow> = {}): Promise<RunRow> {
      const row = runRow({ workspaceId, videoId: video.id, ...change });
      await own(({ runs }) => runs.insert(row));
      return row;
    }

    /** A run as planRun and executeBatch leave it: started, with the lease, in its first slice. */
    async function aLiveRun(): Promise<{ video: VideoRow; run: RunRow; fence: Fence }> {
      const video = await aVideo();
      const run = await aRun(video);
      const taken = await own(async ({ runs, videos }) => {
        await runs.move({ id: run.id, event: "start" });
        const epoch = await videos.takeLease({ id: video.id, runId: run.id });
        await runs.move({ id: run.id, event: "start", set: { epoch } });
        return await runs.takeSlice({ id: run.id, at: AT, until: later(6) });
      });
      if (!taken) throw new Error("A started run has a slice to take.");
      const fence = { runId: run.id, videoId: video.id, epoch: taken.epoch, sliceEpoch: taken.sliceEpoch };
      return { video, run: taken, fence };
    }

    const event = (videoId: VideoId, type: string, runId: RunId | null = null): NewEvent => ({
      videoId,
      runId,
      type,
      at: AT,
      data: {},
    });

    async function codeOf(work: Promise<unknown>): Promise<string> {
      try {
        await work;
        return "no error";
      } catch (error) {
        return isReelgraphError(error) ? error.code : `${error} ${(error as Error).cause}`;
      }
    }

    describe("tenants", () => {
      it("gives back the rows as they were put, to the millisecond and the last digit", async () => {
        const video = await aVideo({
          durationSeconds: 30.033333333333335,
          totalCostMicros: microUsd(9_007_199_254_740_991),
          inputs: { InquiryPrompt: "Ebbe – 潮汐 🌊", Duration: 30, nested: { b: 1.5e-7, a: [null, true] } },
        });
        const run = await aRun(video, {
          options: { mode: "scope", scope: ["segment=1"] },
          wakeAt: later(1),
          failure: { code: "policy", retryable: false, message: "no" },
        });
        const found = await own(async ({ videos, runs }) => ({
          video: await videos.find(video.id),
          run: await runs.find(run.id),
        }));
        expect(found).toEqual({ video, run });
      });

      it("shows another workspace nothing, whatever it asks for", async () => {
        const { video, run, fence } = await aLiveRun();
        const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
        await own(async ({ jobs, purchases, events }) => {
          await jobs.insertAll([
            jobRow({ workspaceId, videoId: video.id, runId: run.id, jobId: "ScriptGen" }),
          ]);
          await purchases.insert(purchase);
          await events.append([event(video.id, "run-started", run.id)]);
        });
        const { claimKey, call } = purchase;
        const seen = await foreign(async ({ videos, runs, jobs, purchases, events }) => ({
          video: await videos.find(video.id),
          list: await videos.list({ limit: 100 }),
          run: await runs.find(run.id),
          ofVideo: await runs.ofVideo({ videoId: video.id, limit: 100 }),
          newest: await runs.newestOf([video.id]),
          active: await runs.active(video.id),
          ofRevision: await runs.ofRevision({ videoId: video.id, revision: 1 }),
          cost: await runs.totalCost(video.id),
          jobs: await jobs.ofRun(run.id),
          claims: await purchases.ofClaim({ claimKey, call }),
          live: await purchases.live(run.id),
          events: await events.ofRun({ runId: run.id, after: 0, limit: 100 }),
          ofVideoEvents: await events.ofVideo({ videoId: video.id, after: 0, limit: 100 }),
          has: await events.has({ runId: run.id, type: "run-started", data: {} }),
        }));
        expect(seen).toEqual({
          video: null,
          list: [],
          run: null,
          ofVideo: [],
          newest: [],
          active: null,
          ofRevision: null,
          cost: 0,
          jobs: [],
          claims: [],
          live: [],
          events: [],
          ofVideoEvents: [],
          has: false,
        });
        expect(await codeOf(foreign(({ runs }) => runs.assertFence(fence)))).toBe("stale-epoch");
      });

      it("lets another workspace change nothing", async () => {
        const { video, run, fence } = await aLiveRun();
        const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
        await own(async ({ jobs, purchases, money }) => {
          await jobs.insertAll([
            jobRow({ workspaceId, videoId: video.id, runId: run.id, jobId: "ScriptGen" }),
          ]);
          await purchases.insert(purchase);
          await money.reserve({
            runId: run.id,
            videoId: video.id,
            month: run.month,
            amount: microUsd(500),
            defaultCeiling: null,
            at: AT,
          });
        });
        const everything = () =>
          own(async ({ videos, runs, jobs, purchases }) => ({
            video: await videos.find(video.id),
            run: await runs.find(run.id),
            jobs: await jobs.ofRun(run.id),
            purchases: await purchases.live(run.id),
          }));
        const before = await everything();
        const refused = await foreign(async ({ videos, runs, jobs, purchases }) => {
          await videos.setStatus({ id: video.id, status: "failed", at: later(9) });
          await videos.setFilm({ id: video.id, mp4Key: "x", thumbnailKey: null, at: later(9) });
          await runs.setWorkflowRun({ id: run.id, workflowRunId: "w" });
          await runs.setProgress({ id: run.id, progress: 0.5, at: later(9) });
          await purchases.nextCheck({ id: purchase.id, nextCheckAt: later(9) });
          const summary = {
            status: "failed" as const,
            title: "x",
            durationSeconds: 1,
            numDirtyArtifacts: 1,
            totalCostMicros: ZERO_MICROS,
          };
          return [
            await videos.moveHead({ id: video.id, from: 0, to: 1, epoch: fence.epoch, summary, at: AT }),
            await runs.move({ id: run.id, event: "fail" }),
            await runs.countStart({ id: run.id, from: 0, at: AT }),
            await runs.takeSlice({ id: run.id, at: later(60), until: later(66) }),
            await runs.heartbeat({ fence, at: later(9), until: later(15) }),
            await jobs.move({ runId: run.id, jobId: "ScriptGen", event: "fail" }),
            await purchases.accepted({
              id: purchase.id,
              providerRequestId: "p",
              nextCheckAt: AT,
              at: AT,
            }),
            await purchases.finish({
              id: purchase.id,
              sliceEpoch: 1,
              state: "failed",
              costMicros: ZERO_MICROS,
              at: AT,
            }),
          ];
        });
        expect(refused).toEqual([false, null, null, null, false, false, false, false]);
        const release = { runId: run.id, videoId: video.id, month: run.month, at: AT };
        await foreign(({ money }) => money.release(release));
        const intruder = foreign(({ videos }) => videos.insert(videoRow({ workspaceId })));
        expect(await codeOf(intruder)).not.toBe("no error");
        const report = foreign(({ events }) => events.append([event(video.id, "run-started")]));
        expect(await codeOf(report)).not.toBe("no error");
        expect(await everything()).toEqual(before);
      });

      it("shows the system role every workspace", async () => {
        const mine = await aVideo();
        const theirs = videoRow({ workspaceId: other });
        await foreign(({ videos }) => videos.insert(theirs));
        const run = await aRun(mine);
        const seen = await database.system(async ({ videos, runs }) => ({
          ids: (await videos.page({ limit: 100_000 })).map(({ video }) => video.id),
          run: (await runs.find(run.id))?.id,
        }));
        expect(seen.ids).toEqual(expect.arrayContaining([mine.id, theirs.id]));
        expect(seen.run).toBe(run.id);
      });

      it("leaves nothing of a transaction that throws", async () => {
        const video = videoRow({ workspaceId });
        await expect(
          own(async ({ videos }) => {
            await videos.insert(video);
            throw new Error("stop");
          }),
        ).rejects.toThrow("stop");
        expect(await own(({ videos }) => videos.find(video.id))).toBeNull();
      });
    });

    describe("runs", () => {
      it("refuses a second active run of a video and names the first, but not exports and not later runs", async () => {
        const video = await aVideo();
        const first = await aRun(video);
        const second = runRow({ workspaceId, videoId: video.id, type: "regeneration", revision: 2 });
        const attempt = own(({ runs }) => runs.insert(second));
        await expect(attempt).rejects.toMatchObject({
          code: "run-active",
          details: { run: { id: first.id, status: "queued" } },
        });
        await aRun(video, { type: "export" });
        await aRun(video, { type: "export" });
        for (const event of ["start", "succeed"] as const)
          await own(({ runs }) => runs.move({ id: first.id, event }));
        await own(({ runs }) => runs.insert(second));
        expect((await own(({ runs }) => runs.active(video.id)))?.id).toBe(second.id);
      });

      it("lets one of 16 racing starts in", async () => {
        const video = await aVideo();
        const attempts = Array.from({ length: 16 }, () =>
          codeOf(own(({ runs }) => runs.insert(runRow({ workspaceId, videoId: video.id })))),
        );
        const outcomes = await Promise.all(attempts);
        expect(outcomes.filter((code) => code === "no error")).toHaveLength(1);
        expect(outcomes.filter((code) => code === "run-active")).toHaveLength(15);
      });

      it("moves exactly as the state table says, for every state and event", async () => {
        for (const status of RUN_STATES) {
          for (const runEvent of RUN_EVENTS) {
            const run = await aRun(await aVideo(), { status });
            const moved = await own(({ runs }) =>
              runs.move({ id: run.id, event: runEvent, set: { wakeAt: later(5) } }),
            );
            const wanted = RUN_TRANSITIONS[status][runEvent];
            const stored = await own(({ runs }) => runs.find(run.id));
            const expected = wanted === "refused" ? run : { ...run, status: wanted, wakeAt: later(5) };
            expect([status, runEvent, moved]).toEqual([
              status,
              runEvent,
              wanted === "refused" ? null : expected,
            ]);
            expect(stored).toEqual(expected);
          }
        }
      });

      it("counts a start once, however many ask, and never one of an ended run", async () => {
        const run = await aRun(await aVideo());
        const counted = await Promise.all(
          Array.from({ length: 16 }, () =>
            own(({ runs }) => runs.countStart({ id: run.id, from: 0, at: AT })),
          ),
        );
        expect(counted.filter((starts) => starts === 1)).toHaveLength(1);
        await own(({ runs }) => runs.move({ id: run.id, event: "fail" }));
        expect(await own(({ runs }) => runs.countStart({ id: run.id, from: 1, at: AT }))).toBeNull();
      });

      it("puts a video away for everybody, keeps when, and brings it back as it was", async () => {
        const video = await aVideo();
        expect(await own(({ videos }) => videos.remove({ id: video.id, at: later(1) }))).toEqual(later(1));
        expect(await own(({ videos }) => videos.remove({ id: video.id, at: later(2) }))).toEqual(later(1));
        expect(await own(({ videos }) => videos.find(video.id))).toBeNull();
        expect(await own(({ videos }) => videos.lock(video.id))).toBeNull();
        const listed = async () => {
          const mine = await own(({ videos }) => videos.list({ limit: 1_000 }));
          return mine.some(({ id }) => id === video.id);
        };
        expect(await listed()).toBe(false);
        expect(await own(({ videos }) => videos.restore(video.id))).toBe(true);
        expect(await own(({ videos }) => videos.find(video.id))).toEqual(video);
        expect(await listed()).toBe(true);
        const nobody = "vid_01h455vb4pex5vsknk084sn02q" as typeof video.id;
        expect(await own(({ videos }) => videos.remove({ id: nobody, at: AT }))).toBeNull();
        expect(await own(({ videos }) => videos.restore(nobody))).toBe(false);
      });

      it("numbers revisions behind every run there was, exports apart", async () => {
        const video = await aVideo();
        expect(await own(({ runs }) => runs.nextRevision(video.id))).toBe(1);
        await aRun(video, { status: "failed", revision: 1 });
        await aRun(video, { status: "cancelled", revision: 7, type: "regeneration" });
        await aRun(video, { type: "export", revision: 99 });
        expect(await own(({ runs }) => runs.nextRevision(video.id))).toBe(8);
      });

      it("finds the newest of either kind, the maker of a revision and the export that follows a run", async () => {
        const [one, two] = [await aVideo(), await aVideo()];
        const ended = { status: "succeeded" as const };
        const old = await aRun(one, { ...ended, revision: 1, createdAt: later(1) });
        const made = await aRun(one, {
          ...ended,
          type: "regeneration",
          revision: 2,
          createdAt: later(2),
        });
        const options = { format: "mp4" as const, afterRunId: made.id };
        await aRun(one, { type: "export", revision: 2, createdAt: later(3) });
        const film = await aRun(one, { type: "export", revision: 2, createdAt: later(4), options });
        const other = await aRun(two, { createdAt: later(5) });
        const found = await own(async ({ runs }) => ({
          newest: (await runs.newestOf([one.id, two.id])).map((run) => run.id).sort(),
          none: await runs.newestOf([]),
          first: (await runs.ofRevision({ videoId: one.id, revision: 1 }))?.id,
          second: (await runs.ofRevision({ videoId: one.id, revision: 2 }))?.id,
          absent: await runs.ofRevision({ videoId: one.id, revision: 3 }),
          film: (await runs.exportAfter(made.id))?.id,
          noFilm: await runs.exportAfter(old.id),
          order: (await runs.ofVideo({ videoId: one.id, limit: 3 })).map((run) => run.createdAt),
        }));
        expect(found).toEqual({
          newest: [made.id, film.id, other.id].sort(),
          none: [],
          first: old.id,
          second: made.id,
          absent: null,
          film: film.id,
          noFilm: null,
          order: [later(4), later(3), later(2)],
        });
      });

      it("adds up what the runs of a video cost", async () => {
        const video = await aVideo();
        await aRun(video, { status: "partial", costMicros: microUsd(40) });
        await aRun(video, { status: "succeeded", costMicros: microUsd(2), revision: 2 });
        expect(await own(({ runs }) => runs.totalCost(video.id))).toBe(42);
      });

      it("keeps an export's progress while it lives, and says so", async () => {
        const run = await aRun(await aVideo(), { type: "export", status: "running" });
        const report = (progress: number) =>
          own(({ runs }) => runs.setProgress({ id: run.id, progress, at: later(1) }));
        expect(await report(0.25)).toBe(true);
        expect((await own(({ runs }) => runs.find(run.id)))?.result).toEqual({ progress: 0.25 });
        await own(({ runs }) => runs.move({ id: run.id, event: "succeed", set: { result: { mp4: "x" } } }));
        expect(await report(0.5)).toBe(false);
        expect((await own(({ runs }) => runs.find(run.id)))?.result).toEqual({ mp4: "x" });
      });

      it("finds stalled runs of all workspaces: without heartbeat and wake time past the moment given", async () => {
        const live = { status: "running" as const };
        const video = () => aVideo();
        const neverStarted = await aRun(await video());
        const dead = await aRun(await video(), { ...live, heartbeatAt: later(1) });
        const overslept = await aRun(await video(), {
          status: "waiting",
          heartbeatAt: later(1),
          wakeAt: later(5),
        });
        await aRun(await video(), { ...live, heartbeatAt: later(20) });
        await aRun(await video(), { status: "waiting", heartbeatAt: later(1), wakeAt: later(20) });
        await aRun(await video(), { status: "failed" });
        await aRun(await video(), { createdAt: later(20) });
        const stalled = await database.system(({ runs }) =>
          runs.stalled({ before: later(10), limit: 1_000 }),
        );
        const ours = stalled.filter((run) => run.workspaceId === workspaceId).map((run) => run.id);
        expect(ours.sort()).toEqual([neverStarted.id, dead.id, overslept.id].sort());
      });
    });

    it("finds runs of all workspaces that wait for a starter, and those that should be awake", async () => {
      const waiting = { status: "waiting" as const, starts: 1 };
      const queued = await aRun(await aVideo(), { createdAt: later(1) });
      const overslept = await aRun(await aVideo(), { ...waiting, wakeAt: later(9), createdAt: later(2) });
      const ending = { status: "cancelling" as const, starts: 1, wakeAt: later(9) };
      const cancelled = await aRun(await aVideo(), { ...ending, createdAt: later(3) });
      await aRun(await aVideo(), { starts: 1 });
      await aRun(await aVideo(), { ...waiting, wakeAt: later(10) });
      await aRun(await aVideo(), { status: "running", starts: 1, wakeAt: later(1) });
      await aRun(await aVideo(), { status: "cancelling", starts: 1 });
      await aRun(await aVideo(), { status: "cancelled", starts: 1, wakeAt: later(1) });
      const due = await database.system(({ runs }) => runs.due({ before: later(10), limit: 1_000 }));
      const ours = due.filter((run) => run.workspaceId === workspaceId).map((run) => run.id);
      expect(ours).toEqual([queued.id, overslept.id, cancelled.id]);
      expect(await database.system(({ runs }) => runs.due({ before: later(10), limit: 1 }))).toHaveLength(1);
    });

    describe("leases, slices and fences", () => {
      it("raises the epoch for another run, not for the same one", async () => {
        const video = await aVideo();
        const first = await aRun(video);
        const lease = (runId: RunId) => own(({ videos }) => videos.takeLease({ id: video.id, runId }));
        expect(await lease(first.id)).toBe(1);
        expect(await lease(first.id)).toBe(1);
        await own(({ runs }) => runs.move({ id: first.id, event: "fail" }));
        const second = await aRun(video);
        expect(await lease(second.id)).toBe(2);
        expect((await own(({ videos }) => videos.find(video.id)))?.epoch).toBe(2);
      });

      it("gives one slice at a time: the next when the last was closed or its executor fell silent", async () => {
        const { run, fence } = await aLiveRun();
        const take = (seconds: number) =>
          own(({ runs }) => runs.takeSlice({ id: run.id, at: later(seconds), until: later(seconds + 6) }));
        expect(await take(5)).toBeNull();
        await own(({ runs }) => runs.heartbeat({ fence, at: later(4), until: later(10) }));
        expect(await take(7)).toBeNull();
        expect((await take(10))?.sliceEpoch).toBe(2);
        // The first executor is late: it can neither beat nor close what is not its slice any more.
        expect(await own(({ runs }) => runs.heartbeat({ fence, at: later(11), until: later(99) }))).toBe(
          false,
        );
        await own(({ runs }) => runs.closeSlice(fence));
        expect(await take(12)).toBeNull();
        await own(({ runs }) => runs.closeSlice({ ...fence, sliceEpoch: 2 }));
        expect((await take(12))?.sliceEpoch).toBe(3);
      });

      it("lets one of 16 executors take the next slice", async () => {
        const { run, fence } = await aLiveRun();
        await own(({ runs }) => runs.closeSlice(fence));
        const taken = await Promise.all(
          Array.from({ length: 16 }, () =>
            own(({ runs }) => runs.takeSlice({ id: run.id, at: later(1), until: later(7) })),
          ),
        );
        expect(taken.filter((slice) => slice !== null)).toHaveLength(1);
      });

      it("has no slice for a run that is not under way", async () => {
        for (const status of RUN_STATES) {
          const run = await aRun(await aVideo(), { status });
          const slice = await own(({ runs }) =>
            runs.takeSlice({ id: run.id, at: later(60), until: later(66) }),
          );
          expect([status, slice !== null]).toEqual([status, status === "running" || status === "cancelling"]);
        }
      });

      it("refuses a writer whose epoch or slice is old, or whose run has ended, and writes nothing of it", async () => {
        const { video, run, fence } = await aLiveRun();
        const write = (given: Fence) =>
          codeOf(
            own(async ({ runs, events }) => {
              await events.append([event(video.id, "job-claimed", run.id)]);
              await runs.assertFence(given);
            }),
          );
        expect(await write({ ...fence, sliceEpoch: fence.sliceEpoch - 1 })).toBe("stale-epoch");
        expect(await write({ ...fence, sliceEpoch: fence.sliceEpoch + 1 })).toBe("stale-epoch");
        expect(await write({ ...fence, epoch: fence.epoch - 1 })).toBe("stale-epoch");
        expect(await own(({ events }) => events.ofVideo({ videoId: video.id, after: 0, limit: 9 }))).toEqual(
          [],
        );
        expect(await write(fence)).toBe("no error");
        await own(({ runs }) => runs.move({ id: run.id, event: "succeed" }));
        expect(await write(fence)).toBe("stale-epoch");
        expect(
          await own(({ events }) => events.ofVideo({ videoId: video.id, after: 0, limit: 9 })),
        ).toHaveLength(1);
      });

      it("refuses the run whose video has gone to another one", async () => {
        const { video, run, fence } = await aLiveRun();
        await own(async ({ videos }) => {
          await videos.takeLease({ id: video.id, runId: runRow({ workspaceId, videoId: video.id }).id });
        });
        expect(await codeOf(own(({ runs }) => runs.assertFence(fence)))).toBe("stale-epoch");
        const lease = { runId: run.id, epoch: fence.epoch };
        expect(await codeOf(own(({ runs }) => runs.assertLease(lease)))).toBe("stale-epoch");
      });

      it("tells a writer by its lease alone whether the run is still its own, and in which state", async () => {
        const { run, fence } = await aLiveRun();
        const lease = { runId: run.id, epoch: fence.epoch };
        const next = () => own(({ runs }) => runs.takeSlice({ id: run.id, at: later(60), until: later(66) }));
        expect(await own(({ runs }) => runs.assertFence(fence))).toBe("running");
        await next();
        expect(await own(({ runs }) => runs.assertLease(lease))).toBe("running");
        await own(({ runs }) => runs.move({ id: run.id, event: "cancel" }));
        expect(await own(({ runs }) => runs.assertLease(lease))).toBe("cancelling");
        expect(await codeOf(own(({ runs }) => runs.assertLease({ ...lease, epoch: 99 })))).toBe(
          "stale-epoch",
        );
        await own(({ runs }) => runs.move({ id: run.id, event: "end-cancelled" }));
        expect(await codeOf(own(({ runs }) => runs.assertLease(lease)))).toBe("stale-epoch");
      });

      it("moves the head for exactly one of 16 writers per revision", async () => {
        const { video, fence } = await aLiveRun();
        const move = (from: number, epoch = fence.epoch) =>
          own(({ videos }) =>
            videos.moveHead({
              id: video.id,
              from,
              to: from + 1,
              epoch,
              summary: {
                status: "partial",
                title: `revision ${from + 1}`,
                durationSeconds: 29.966666666666665,
                numDirtyArtifacts: from,
                totalCostMicros: microUsd(from),
              },
              at: later(from),
            }),
          );
        for (let revision = 0; revision < 5; revision++) {
          const outcomes = await Promise.all(Array.from({ length: 16 }, () => move(revision)));
          expect(outcomes.filter(Boolean)).toHaveLength(1);
        }
        expect(await move(5, fence.epoch - 1)).toBe(false);
        expect(await move(5, fence.epoch + 1)).toBe(false);
        expect(await own(({ videos }) => videos.find(video.id))).toMatchObject({
          headRevision: 5,
          status: "partial",
          title: "revision 5",
          durationSeconds: 29.966666666666665,
          updatedAt: later(4),
        });
      });
    });

    describe("jobs", () => {
      it("moves exactly as the state table says, for every state and event", async () => {
        const video = await aVideo();
        const run = await aRun(video);
        const cases = JOB_STATES.flatMap((state) => JOB_EVENTS.map((jobEvent) => ({ state, jobEvent })));
        const rows = cases.map(({ state, jobEvent }) =>
          jobRow({ workspaceId, videoId: video.id, runId: run.id, jobId: `${state}/${jobEvent}`, state }),
        );
        await own(({ jobs }) => jobs.insertAll(rows));
        for (const { state, jobEvent } of cases) {
          const set = {
            attempts: 3,
            ...(jobEvent === "skip" ? { skipReason: "cached" as const } : {}),
          };
          const moved = await own(({ jobs }) =>
            jobs.move({ runId: run.id, jobId: `${state}/${jobEvent}`, event: jobEvent, set }),
          );
          expect([state, jobEvent, moved]).toEqual([
            state,
            jobEvent,
            JOB_TRANSITIONS[state][jobEvent] !== "refused",
          ]);
        }
        const stored = new Map(
          (await own(({ jobs }) => jobs.ofRun(run.id))).map((job) => [job.jobId, job] as const),
        );
        for (const { state, jobEvent } of cases) {
          const wanted = JOB_TRANSITIONS[state][jobEvent];
          expect(stored.get(`${state}/${jobEvent}`)).toMatchObject(
            wanted === "refused" ? { state, attempts: 0 } : { state: wanted, attempts: 3 },
          );
        }
      });

      it("inserts a plan once, however often it is written, and keeps what has moved since", async () => {
        const video = await aVideo();
        const run = await aRun(video);
        const rows = Array.from({ length: 1_234 }, (_, index) =>
          jobRow({
            workspaceId,
            videoId: video.id,
            runId: run.id,
            jobId: `ImageGen[${index}][0]`,
            layer: index % 3,
            priority: 1_234 - index,
          }),
        );
        await own(({ jobs }) => jobs.insertAll(rows));
        await own(({ jobs }) => jobs.move({ runId: run.id, jobId: "ImageGen[0][0]", event: "fail" }));
        await own(({ jobs }) => jobs.insertAll(rows));
        const stored = await own(({ jobs }) => jobs.ofRun(run.id));
        expect(stored).toHaveLength(1_234);
        expect(stored.filter((job) => job.state === "failed").map((job) => job.jobId)).toEqual([
          "ImageGen[0][0]",
        ]);
        const order = stored.map((job) => job.layer * 10_000 + job.priority);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(stored.find((job) => job.jobId === "ImageGen[1][0]")).toEqual(rows[1]);
      });
    });

    describe("purchases", () => {
      it("are unique per claim, call and number: one of 16 buyers gets in", async () => {
        const { video, run } = await aLiveRun();
        const row = () =>
          purchaseRow({ workspaceId, videoId: video.id, runId: run.id, claimKey: `claim ${run.id}` });
        const outcomes = await Promise.all(
          Array.from({ length: 16 }, () => own(({ purchases }) => purchases.insert(row()))),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        expect(
          await own(({ purchases }) => purchases.insert({ ...row(), purchaseNumber: 2, state: "lost" })),
        ).toBe(true);
        expect(await own(({ purchases }) => purchases.insert({ ...row(), call: "timings" }))).toBe(true);
        const claims = await own(({ purchases }) =>
          purchases.ofClaim({ claimKey: `claim ${run.id}`, call: "main" }),
        );
        expect(claims.map((purchase) => purchase.purchaseNumber)).toEqual([1, 2]);
        const live = await own(({ purchases }) => purchases.live(run.id));
        expect(live.map((purchase) => purchase.call).sort()).toEqual(["main", "timings"]);
      });

      it("belong to one slice: only it can finish them, once, and a taker has to know whom it takes from", async () => {
        const { video, run } = await aLiveRun();
        const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
        await own(({ purchases }) => purchases.insert(purchase));
        const take = (fromSlice: number, toSlice: number) =>
          own(({ purchases }) =>
            purchases.takeOver({
              id: purchase.id,
              runId: run.id,
              fromSlice,
              toSlice,
              deadlineAt: later(90),
              attempts: 2,
            }),
          );
        const finish = (sliceEpoch: number) =>
          own(({ purchases }) =>
            purchases.finish({
              id: purchase.id,
              sliceEpoch,
              state: "succeeded",
              costMicros: microUsd(5),
              outcome: { outputs: [] },
              at: later(3),
            }),
          );
        const taken = await Promise.all([take(1, 2), take(1, 3), take(1, 4)]);
        expect(taken.filter(Boolean)).toHaveLength(1);
        const owner = taken.indexOf(true) + 2;
        expect(await finish(1)).toBe(false);
        expect(await finish(owner)).toBe(true);
        expect(await finish(owner)).toBe(false);
        expect(await take(owner, 9)).toBe(false);
        const [stored] = await own(({ purchases }) =>
          purchases.ofClaim({ claimKey: purchase.claimKey, call: "main" }),
        );
        expect(stored).toEqual({
          ...purchase,
          state: "succeeded",
          sliceEpoch: owner,
          attempts: 2,
          deadlineAt: later(90),
          costMicros: 5,
          outcome: { outputs: [] },
          finishedAt: later(3),
        });
      });

      it("store the provider's id once, whoever owns them, and never after their end", async () => {
        const { video, run } = await aLiveRun();
        const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
        await own(({ purchases }) => purchases.insert(purchase));
        const accept = (providerRequestId: string) =>
          own(({ purchases }) =>
            purchases.accepted({
              id: purchase.id,
              providerRequestId,
              nextCheckAt: later(2),
              at: later(1),
            }),
          );
        expect(await accept("first")).toBe(true);
        expect(await accept("second")).toBe(false);
        const [stored] = await own(({ purchases }) => purchases.live(run.id));
        expect(stored).toMatchObject({
          state: "submitted",
          providerRequestId: "first",
          nextCheckAt: later(2),
          submittedAt: later(1),
        });
        const lost = purchaseRow({ workspaceId, videoId: video.id, runId: run.id, state: "lost" });
        await own(({ purchases }) => purchases.insert(lost));
        expect(
          await own(({ purchases }) =>
            purchases.accepted({ id: lost.id, providerRequestId: "late", nextCheckAt: AT, at: AT }),
          ),
        ).toBe(false);
      });
    });

    describe("events", () => {
      it("have no gap and no duplicate under concurrent transactions, rolled-back ones among them", async () => {
        const video = await aVideo();
        const run = await aRun(video);
        const writers = Array.from({ length: 30 }, (_, writer) =>
          own(async ({ events }) => {
            const seqs = await events.append([
              event(video.id, `a${writer}`, run.id),
              event(video.id, `b${writer}`, run.id),
            ]);
            if (writer % 3 === 0) throw new Error("roll back");
            return seqs;
          }).catch(() => null),
        );
        const answered = (await Promise.all(writers)).flatMap((seqs) => seqs ?? []);
        const stored = await own(({ events }) => events.ofVideo({ videoId: video.id, after: 0, limit: 999 }));
        const seqs = stored.map((row) => row.seq);
        expect(seqs).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
        expect([...answered].sort((a, b) => a - b)).toEqual(seqs);
        // What one transaction wrote stands together, in its order.
        for (let index = 0; index < stored.length; index += 2) {
          expect(stored[index + 1]?.type).toBe(stored[index]?.type.replace("a", "b"));
        }
      });

      it("are read by run or video, after a number, a page at a time", async () => {
        const video = await aVideo();
        const [one, two] = [await aRun(video), await aRun(video, { type: "export" })];
        await own(async ({ events }) => {
          for (let index = 0; index < 6; index++) {
            await events.append([event(video.id, "job-progress", index % 2 === 0 ? one.id : two.id)]);
          }
        });
        const seqs = (rows: { seq: number }[]) => rows.map((row) => row.seq);
        const read = await own(async ({ events }) => ({
          one: seqs(await events.ofRun({ runId: one.id, after: 0, limit: 10 })),
          two: seqs(await events.ofRun({ runId: two.id, after: 2, limit: 1 })),
          all: seqs(await events.ofVideo({ videoId: video.id, after: 4, limit: 10 })),
          none: await events.append([]),
        }));
        expect(read).toEqual({ one: [1, 3, 5], two: [4], all: [5, 6], none: [] });
      });

      it("are found by what their data contain", async () => {
        const video = await aVideo();
        const run = await aRun(video);
        await own(({ events }) =>
          events.append([
            { ...event(video.id, "checkpoint-written", run.id), data: { layer: 1, note: "it's" } },
          ]),
        );
        const has = (type: string, data: Record<string, unknown>) =>
          own(({ events }) => events.has({ runId: run.id, type, data }));
        expect(await has("checkpoint-written", { layer: 1 })).toBe(true);
        expect(await has("checkpoint-written", { note: "it's" })).toBe(true);
        expect(await has("checkpoint-written", { layer: 0 })).toBe(false);
        expect(await has("layer-started", { layer: 1 })).toBe(false);
      });
    });

    describe("money", () => {
      const month = "2026-03";

      it("reserves no more than the ceiling, however many start at once", async () => {
        const runs = await Promise.all(
          Array.from({ length: 100 }, async () => {
            const video = await aVideo();
            return { video, run: await aRun(video) };
          }),
        );
        const amount = microUsd(1_000);
        const outcomes = await Promise.all(
          runs.map(({ video, run }) =>
            codeOf(
              own(({ money }) =>
                money.reserve({
                  runId: run.id,
                  videoId: video.id,
                  month,
                  amount,
                  defaultCeiling: microUsd(37_999),
                  at: AT,
                }),
              ),
            ),
          ),
        );
        expect(outcomes.filter((code) => code === "no error")).toHaveLength(37);
        expect(outcomes.filter((code) => code === "ceiling-reached")).toHaveLength(63);
        const books = await peek?.books(workspaceId);
        if (!books) return;
        expect(books.months).toEqual([{ month, spent: 0, reserved: 37_000 }]);
        expect(books.entries).toHaveLength(37);
      });

      it.skipIf(!peek)(
        "prefers the workspace's own ceiling, counts what is spent, knows none where there is none",
        async () => {
          if (!peek) return;
          const video = await aVideo();
          const run = await aRun(video);
          const reserve = (amount: number, defaultCeiling: number | null) =>
            codeOf(
              own(({ money }) =>
                money.reserve({
                  runId: run.id,
                  videoId: video.id,
                  month,
                  amount: microUsd(amount),
                  defaultCeiling: defaultCeiling === null ? null : microUsd(defaultCeiling),
                  at: AT,
                }),
              ),
            );
          await peek.setCeiling(workspaceId, 100);
          expect(await reserve(101, 1_000_000)).toBe("ceiling-reached");
          expect(await reserve(60, 1)).toBe("no error");
          const purchase = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
          await own(({ money }) =>
            money.settle({
              runId: run.id,
              videoId: video.id,
              purchaseId: purchase.id,
              month,
              amount: microUsd(50),
              at: AT,
            }),
          );
          expect(await reserve(41, null)).toBe("ceiling-reached");
          expect(await reserve(40, null)).toBe("no error");
          await peek.setCeiling(workspaceId, null);
          expect(await reserve(1_000_000_000, null)).toBe("no error");
          await peek.setCeiling(workspaceId, 0);
          expect(await reserve(1, null)).toBe("ceiling-reached");
          expect((await peek.books(workspaceId)).months).toEqual([
            { month, spent: 50, reserved: 10 + 40 + 1_000_000_000 },
          ]);
        },
      );

      it("keeps a run below its own maximum", async () => {
        const video = await aVideo();
        const run = await aRun(video, { maxCostMicros: microUsd(100) });
        const reserve = (amount: number) =>
          codeOf(
            own(({ money }) =>
              money.reserve({
                runId: run.id,
                videoId: video.id,
                month,
                amount: microUsd(amount),
                defaultCeiling: null,
                at: AT,
              }),
            ),
          );
        expect(await reserve(80)).toBe("no error");
        expect(await reserve(21)).toBe("ceiling-reached");
        expect(await reserve(20)).toBe("no error");
        expect((await own(({ runs }) => runs.find(run.id)))?.reservedMicros).toBe(100);
        const books = await peek?.books(workspaceId);
        if (books) expect(books.months).toEqual([{ month, spent: 0, reserved: 100 }]);
      });

      it("settles a purchase once, releases a run once, and the books balance", async () => {
        const video = await aVideo();
        const run = await aRun(video);
        const common = { runId: run.id, videoId: video.id, month, at: AT };
        await own(({ money }) =>
          money.reserve({ ...common, amount: microUsd(1_000), defaultCeiling: microUsd(1_000) }),
        );
        const one = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
        const two = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
        for (const { id, amount } of [
          { id: one.id, amount: 300 },
          { id: one.id, amount: 300 },
          { id: two.id, amount: 0 },
          { id: one.id, amount: 999 },
        ]) {
          await own(({ money }) => money.settle({ ...common, purchaseId: id, amount: microUsd(amount) }));
        }
        await Promise.all(Array.from({ length: 5 }, () => own(({ money }) => money.release(common))));
        expect(await own(({ runs }) => runs.find(run.id))).toMatchObject({
          reservedMicros: 0,
          costMicros: 300,
        });
        const books = await peek?.books(workspaceId);
        if (!books) return;
        const { months, entries } = books;
        expect(months).toEqual([{ month, spent: 300, reserved: 0 }]);
        const sum = (kind: string) =>
          entries.filter((entry) => entry.kind === kind).reduce((total, { amount }) => total + amount, 0);
        expect(sum("reserve")).toBe(sum("settle") + sum("release"));
        expect(entries.filter((entry) => entry.kind === "release")).toHaveLength(1);
      });

      it("records a cost beyond its reservation instead of losing it, and takes nothing from other runs", async () => {
        const [one, two] = [await aVideo(), await aVideo()];
        const [cheap, dear] = [await aRun(one), await aRun(two)];
        const reserve = (run: RunRow, amount: number) =>
          own(({ money }) =>
            money.reserve({
              runId: run.id,
              videoId: run.videoId,
              month,
              amount: microUsd(amount),
              defaultCeiling: null,
              at: AT,
            }),
          );
        await reserve(cheap, 500);
        await reserve(dear, 10);
        const purchase = purchaseRow({ workspaceId, videoId: two.id, runId: dear.id });
        const common = { runId: dear.id, videoId: two.id, month, at: AT };
        await own(({ money }) =>
          money.settle({ ...common, purchaseId: purchase.id, amount: microUsd(4_000) }),
        );
        await own(({ money }) => money.release(common));
        const books = await peek?.books(workspaceId);
        if (books) expect(books.months).toEqual([{ month, spent: 4_000, reserved: 500 }]);
        expect(await own(({ runs }) => runs.find(dear.id))).toMatchObject({
          costMicros: 4_000,
          reservedMicros: 0,
        });
      });
    });

    describe("idempotency", () => {
      const answer = { status: 202, headers: { location: "/x" }, body: '{"a": 1}' };
      const request = { route: "POST /videos", key: "k", bodyHash: "h" };

      async function serve(change: Partial<typeof request> & { at?: Date } = {}) {
        const asked = { ...request, at: AT, ...change };
        return await own(async ({ idempotency }) => {
          const begun = await idempotency.begin(asked);
          if (begun.kind === "fresh") await idempotency.finish({ ...asked, answer });
          return begun;
        });
      }

      it("answers the same request from the store, refuses another body, and keeps routes and workspaces apart", async () => {
        expect(await serve()).toEqual({ kind: "fresh" });
        expect(await serve()).toEqual({ kind: "stored", answer });
        expect(await serve({ bodyHash: "other" })).toEqual({ kind: "mismatch" });
        expect(await serve({ route: "POST /exports" })).toEqual({ kind: "fresh" });
        expect(await serve({ key: "K" })).toEqual({ kind: "fresh" });
        const elsewhere = await foreign(({ idempotency }) => idempotency.begin({ ...request, at: AT }));
        expect(elsewhere).toEqual({ kind: "fresh" });
      });

      it("forgets after a day, to the millisecond", async () => {
        const day = 24 * 60 * 60;
        await serve();
        expect((await serve({ at: later(day) })).kind).toBe("stored");
        expect((await serve({ at: later(day + 0.001), bodyHash: "other" })).kind).toBe("fresh");
      });

      it("lets one of 16 twins work and gives the others its answer", async () => {
        const kinds = (await Promise.all(Array.from({ length: 16 }, () => serve()))).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === "fresh")).toHaveLength(1);
        expect(kinds.filter((kind) => kind === "stored")).toHaveLength(15);
      });

      it("keeps nothing of a request that failed", async () => {
        const failing = own(async ({ idempotency }) => {
          await idempotency.begin({ ...request, at: AT });
          throw new Error("out of money");
        });
        await expect(failing).rejects.toThrow();
        expect((await serve({ bodyHash: "another try" })).kind).toBe("fresh");
      });
    });

    describe("lists", () => {
      it("page through videos newest first, also those of one millisecond, none twice and none left out", async () => {
        const rows = await Promise.all(
          Array.from({ length: 23 }, (_, index) => aVideo({ createdAt: later(Math.floor(index / 4)) })),
        );
        const wanted = [...rows]
          .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1))
          .map((video) => video.id);
        const seen: string[] = [];
        for (let before: VideoRow | undefined; ; ) {
          const page = await own(({ videos }) => videos.list({ limit: 5, before }));
          seen.push(...page.map((video) => video.id));
          before = page.at(-1);
          if (page.length < 5) break;
        }
        expect(seen).toEqual(wanted);
      });

      it("filter by status and by what is dirty", async () => {
        const clean = await aVideo({ status: "succeeded" });
        const dirty = await aVideo({ status: "succeeded", numDirtyArtifacts: 3 });
        const draft = await aVideo({ status: "draft", numDirtyArtifacts: 9 });
        const ids = async (filter: { status?: VideoRow["status"]; dirty?: boolean }) =>
          (await own(({ videos }) => videos.list({ limit: 50, ...filter }))).map((video) => video.id).sort();
        expect(await ids({ status: "succeeded" })).toEqual([clean.id, dirty.id].sort());
        expect(await ids({ dirty: true })).toEqual([dirty.id, draft.id].sort());
        expect(await ids({ dirty: false, status: "succeeded" })).toEqual([clean.id]);
        expect(await ids({ status: "failed" })).toEqual([]);
      });
    });

    it("answers a ping", async () => {
      await expect(database.ping()).resolves.toBeUndefined();
    });

    it("has a state for every row: the table of live states is the index's", async () => {
      // The partial index spells the live states in SQL; the table is TypeScript. They must not drift apart.
      for (const status of RUN_STATES) {
        const video = await aVideo();
        await aRun(video, { status });
        const second = await codeOf(
          own(({ runs }) => runs.insert(runRow({ workspaceId, videoId: video.id }))),
        );
        expect([status, second]).toEqual([status, isRunEnded(status) ? "no error" : "run-active"]);
      }
    });
  });
}
