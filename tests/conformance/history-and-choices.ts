import { beforeEach, describe, expect, it } from "vitest";
import { checksum } from "../../lib/core/fingerprint/checksum";
import type { RunId, VideoId, WorkspaceId } from "../../lib/core/ids";
import { ZERO_MICROS } from "../../lib/core/money/micro-usd";
import type { ArtifactRecord } from "../../lib/core/plan/types";
import type { Database, PurchaseRow, RunRow } from "../../lib/ports/database";
import { AT, jobRow, jobSpec, purchaseRow, runRow, videoRow } from "../rigs/rows";
import { useTwoWorkspaces } from "./two-workspaces";

const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000);

function artifactRecord(id: string, digit: string): ArtifactRecord {
  return {
    id,
    revision: 3,
    status: "ready",
    checksum: checksum(`sha256:${digit.repeat(64)}`),
    fingerprint: null,
    key: `assets/${digit}.png`,
    mediaType: "image/png",
    bytes: 42,
    producedBy: "ImageGen[0][0]",
    madeFrom: null,
    facts: { width: 640, ratio: 1.7777777777777777 },
  };
}

/** What the ledger remembers beyond the head, and what people chose of it. */
export function describeHistoryAndChoices(name: string, open: () => Promise<Database>): void {
  describe(`history and choices: ${name}`, () => {
    let workspaceId: WorkspaceId;
    let videoId: VideoId;

    const { own, foreign } = useTwoWorkspaces(open, (given) => {
      ({ workspaceId } = given);
    });
    beforeEach(async () => {
      videoId = await aVideo();
    });

    async function aVideo(): Promise<VideoId> {
      const video = videoRow({ workspaceId });
      await own(({ videos }) => videos.insert(video));
      return video.id;
    }

    /** A run that has ended, as most of history has. */
    async function aRun(change: Partial<RunRow> = {}): Promise<RunRow> {
      const run = runRow({ workspaceId, videoId, status: "succeeded", finishedAt: later(1), ...change });
      await own(({ runs }) => runs.insert(run));
      return run;
    }

    async function aTake(run: RunRow, jobId: string, take: number, isClaimed = true): Promise<void> {
      const spec = jobSpec(jobId);
      const row = jobRow({
        workspaceId,
        videoId: run.videoId,
        runId: run.id,
        jobId,
        claimKey: isClaimed ? `claim ${run.id} ${jobId}` : null,
        spec: { ...spec, metadata: { ...spec.metadata, take } },
      });
      await own(({ jobs }) => jobs.insertAll([row]));
    }

    async function aPurchase(runId: RunId, change: Partial<PurchaseRow> = {}): Promise<PurchaseRow> {
      const row = purchaseRow({ workspaceId, videoId, runId, ...change });
      await own(({ purchases }) => purchases.insert(row));
      return row;
    }

    describe("takes", () => {
      it("are the highest that was ever claimed per job, whatever became of it; the first ones are absent", async () => {
        const [one, two] = [await aRun(), await aRun({ revision: 2, status: "failed" })];
        await aTake(one, "ImageGen[0][0]", 1);
        await aTake(two, "ImageGen[0][0]", 12);
        await aTake(one, "ImageGen[1][0]", 2);
        await aTake(two, "ImageGen[1][0]", 3, false);
        await aTake(one, "ScriptGen", 0);
        await aTake(one, "MusicGen", 7, false);
        const takes = await own(({ history }) => history.takes(videoId));
        expect([...takes].sort()).toEqual([
          ["ImageGen[0][0]", 12],
          ["ImageGen[1][0]", 2],
        ]);
      });

      it("are of one video and one workspace", async () => {
        await aTake(await aRun(), "ScriptGen", 4);
        const elsewhere = await aVideo();
        expect((await own(({ history }) => history.takes(elsewhere))).size).toBe(0);
        expect((await foreign(({ history }) => history.takes(videoId))).size).toBe(0);
      });
    });

    describe("what was bought", () => {
      it("is every success for the jobs asked for, oldest first, as it was written", async () => {
        const [one, two] = [await aRun(), await aRun({ revision: 2 })];
        const success = { state: "succeeded" as const, outcome: { outputs: [artifactRecord("A", "1")] } };
        const newer = await aPurchase(two.id, { ...success, finishedAt: later(9) });
        const older = await aPurchase(one.id, { ...success, finishedAt: later(3) });
        const music = await aPurchase(one.id, { ...success, jobId: "MusicGen", finishedAt: later(5) });
        await aPurchase(one.id, { state: "failed", finishedAt: later(1) });
        await aPurchase(one.id, { state: "lost", finishedAt: later(1) });
        await aPurchase(one.id, { ...success, jobId: "ImageGen[0][0]", finishedAt: later(2) });
        const bought = (jobIds: string[]) => own(({ history }) => history.bought({ videoId, jobIds }));
        expect(await bought(["ScriptGen", "MusicGen"])).toEqual([older, music, newer]);
        expect(await bought(["NoSuchGen"])).toEqual([]);
        expect(await bought([])).toEqual([]);
      });

      it("is ordered by id where two ended at once", async () => {
        const run = await aRun();
        const rows = [];
        for (let index = 0; index < 6; index++) {
          rows.push(await aPurchase(run.id, { state: "succeeded", finishedAt: later(1) }));
        }
        const bought = await own(({ history }) => history.bought({ videoId, jobIds: ["ScriptGen"] }));
        const ids = rows.map(({ id }) => id as string);
        expect(bought.map(({ id }) => id)).toEqual(ids.sort((a, b) => (a < b ? -1 : 1)));
      });

      it("is of one video and one workspace", async () => {
        const run = await aRun();
        await aPurchase(run.id, { state: "succeeded", finishedAt: later(1) });
        const asked = { videoId, jobIds: ["ScriptGen"] };
        const elsewhere = { ...asked, videoId: await aVideo() };
        expect(await own(({ history }) => history.bought(asked))).toHaveLength(1);
        expect(await own(({ history }) => history.bought(elsewhere))).toEqual([]);
        expect(await foreign(({ history }) => history.bought(asked))).toEqual([]);
      });
    });

    describe("builds", () => {
      it("are generations and regenerations by revision, newest first, a page at a time", async () => {
        const rows: RunRow[] = [];
        for (let revision = 1; revision <= 5; revision++) {
          const type = revision === 1 ? ("generation" as const) : ("regeneration" as const);
          rows.push(await aRun({ revision, type }));
          await aRun({ revision, type: "export" });
        }
        const builds = (page: { limit: number; before?: number }) =>
          own(({ history }) => history.builds({ videoId, ...page }));
        expect(await builds({ limit: 10 })).toEqual([...rows].reverse());
        const revisions = async (page: { limit: number; before?: number }) =>
          (await builds(page)).map(({ revision }) => revision);
        expect(await revisions({ limit: 2 })).toEqual([5, 4]);
        expect(await revisions({ limit: 2, before: 4 })).toEqual([3, 2]);
        expect(await revisions({ limit: 2, before: 1 })).toEqual([]);
        expect(await foreign(({ history }) => history.builds({ videoId, limit: 9 }))).toEqual([]);
      });

      it("can leave out what has not ended", async () => {
        const ended = await aRun({ status: "partial" });
        const live = await aRun({ revision: 2, status: "running", finishedAt: null });
        const ids = async (isEnded?: boolean) =>
          (await own(({ history }) => history.builds({ videoId, limit: 9, isEnded }))).map(({ id }) => id);
        expect(await ids()).toEqual([live.id, ended.id]);
        expect(await ids(true)).toEqual([ended.id]);
      });
    });

    describe("choices", () => {
      const choose = (at: Date, ...records: ArtifactRecord[]) =>
        own(({ choices }) => choices.choose({ videoId, records, at }));
      const chosen = () => own(({ choices }) => choices.chosen(videoId));

      it("are given back as they were put, the newest per artifact", async () => {
        const [first, second] = [artifactRecord("A[0]", "1"), artifactRecord("A[0]", "2")];
        const beside = artifactRecord("B", "3");
        await choose(later(1), first, beside);
        await choose(later(2), second);
        await choose(later(3));
        expect(await chosen()).toEqual({ "A[0]": second, B: beside });
      });

      it("are forgotten one by one, and only the video's own", async () => {
        const [a, b] = [artifactRecord("A", "1"), artifactRecord("B", "2")];
        await choose(later(1), a, b);
        const elsewhere = await aVideo();
        await own(({ choices }) => choices.choose({ videoId: elsewhere, records: [a], at: AT }));
        const forget = (artifacts: string[]) => own(({ choices }) => choices.forget({ videoId, artifacts }));
        await forget([]);
        await forget(["A", "never chosen"]);
        expect(await chosen()).toEqual({ B: b });
        expect(await own(({ choices }) => choices.chosen(elsewhere))).toEqual({ A: a });
      });

      it("are nobody else's to see or to take back", async () => {
        const a = artifactRecord("A", "1");
        await choose(later(1), a);
        expect(await foreign(({ choices }) => choices.chosen(videoId))).toEqual({});
        await foreign(({ choices }) => choices.forget({ videoId, artifacts: ["A"] }));
        expect(await chosen()).toEqual({ A: a });
      });

      it("end with the choice of one of 16 who choose at once, whole", async () => {
        const digits = "0123456789abcdef";
        await Promise.all(
          [...digits].map((digit) =>
            choose(later(1), artifactRecord("A", digit), artifactRecord("B", digit)),
          ),
        );
        const { A, B } = await chosen();
        expect(A?.checksum).toBe(B?.checksum);
        expect(A).toEqual(artifactRecord("A", A?.checksum?.at(-1) ?? ""));
      });
    });

    it("keeps discarded results: once each, by video, and not for others to see", async () => {
      const run = await aRun();
      const [one, two] = [await aPurchase(run.id), await aPurchase(run.id)];
      const discard = (purchaseId: PurchaseRow["id"]) =>
        own(({ choices }) => choices.discard({ videoId, purchaseId, at: AT }));
      await Promise.all([discard(one.id), discard(one.id), discard(two.id)]);
      expect(await own(({ choices }) => choices.discarded(videoId))).toEqual(new Set([one.id, two.id]));
      const elsewhere = await aVideo();
      expect(await own(({ choices }) => choices.discarded(elsewhere))).toEqual(new Set());
      expect(await foreign(({ choices }) => choices.discarded(videoId))).toEqual(new Set());
      const [bought] = await own(({ purchases }) => purchases.ofClaim(one));
      expect(bought).toEqual({ ...one, costMicros: ZERO_MICROS });
    });
  });
}
