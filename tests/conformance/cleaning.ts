import { beforeEach, describe, expect, it } from "vitest";
import { checksum } from "../../lib/core/fingerprint/checksum";
import type { RunId, VideoId, WorkspaceId } from "../../lib/core/ids";
import type { ArtifactRecord } from "../../lib/core/plan/types";
import type { Database, SystemRepositories } from "../../lib/ports/database";
import { AT, jobRow, purchaseRow, runRow, videoRow } from "../rigs/rows";
import { useTwoWorkspaces } from "./two-workspaces";

const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000);

function output(path: string | null): ArtifactRecord {
  return {
    ...{ id: "A", revision: 1, status: "ready", fingerprint: null, key: path },
    ...{ checksum: checksum(`sha256:${"0".repeat(64)}`), mediaType: "image/png", bytes: 1 },
    ...{ producedBy: "ImageGen[0][0]", madeFrom: null },
  } as ArtifactRecord;
}

/** What the cleaner asks of the ledger, and what it writes there (storage.md, Cleaning). */
export function describeCleaning(name: string, open: () => Promise<Database>): void {
  describe(`cleaning: ${name}`, () => {
    let database: Database;
    let workspaceId: WorkspaceId;
    let videoId: VideoId;

    const { own, foreign } = useTwoWorkspaces(open, (given) => {
      ({ database, workspaceId } = given);
    });
    beforeEach(async () => {
      videoId = await aVideo();
    });

    const system = <T>(work: (repositories: SystemRepositories) => Promise<T>) => database.system(work);

    async function aVideo(): Promise<VideoId> {
      const video = videoRow({ workspaceId });
      await own(({ videos }) => videos.insert(video));
      return video.id;
    }

    async function aRun(change: Parameters<typeof runRow>[0] | object = {}): Promise<RunId> {
      const run = runRow({ workspaceId, videoId, status: "succeeded", finishedAt: later(1), ...change });
      await own(({ runs }) => runs.insert(run));
      return run.id;
    }

    describe("tombstones", () => {
      it("are of one video and one workspace, and may be written again", async () => {
        const objects = [
          { path: "assets/b.png", bytes: 3 },
          { path: "assets/Z.png", bytes: 4_000_000_000 },
        ];
        await own(({ tombstones }) => tombstones.bury({ videoId, objects, at: later(1) }));
        await own(({ tombstones }) => tombstones.bury({ videoId, objects, at: later(9) }));
        await own(({ tombstones }) => tombstones.bury({ videoId, objects: [], at: later(9) }));
        const paths = await own(({ tombstones }) => tombstones.paths(videoId));
        expect([...paths].sort()).toEqual(["assets/Z.png", "assets/b.png"]);
        const elsewhere = await aVideo();
        expect((await own(({ tombstones }) => tombstones.paths(elsewhere))).size).toBe(0);
        expect((await foreign(({ tombstones }) => tombstones.paths(videoId))).size).toBe(0);
      });
    });

    describe("what the ledger names", () => {
      const named = (except: RunId[] = []) => own(({ references }) => references.named({ videoId, except }));

      it("is what jobs made, purchases brought, people chose and films are", async () => {
        const run = await aRun();
        const job = { workspaceId, videoId, runId: run };
        await own(async ({ jobs, purchases, choices, videos }) => {
          await jobs.insertAll([
            jobRow({ ...job, jobId: "A", outputs: [output("assets/job.png"), output(null)] }),
            jobRow({ ...job, jobId: "B" }),
          ]);
          const bought = { ...job, state: "succeeded" as const, finishedAt: later(1) };
          await purchases.insert(
            purchaseRow({ ...bought, outcome: { outputs: [output("assets/bought.png")] } }),
          );
          const thrown = purchaseRow({ ...bought, outcome: { outputs: [output("assets/thrown.png")] } });
          await purchases.insert(thrown);
          await choices.discard({ videoId, purchaseId: thrown.id, at: later(2) });
          await purchases.insert(purchaseRow({ ...job, state: "submitted" }));
          await choices.choose({ videoId, records: [output("assets/chosen.png")], at: later(2) });
          await videos.setFilm({ id: videoId, mp4Key: "shown.mp4", thumbnailKey: null, at: later(2) });
        });
        await aRun({ type: "export", result: { mp4: "old.mp4", thumbnail: "old.png", bytes: 7 } });
        await aRun({ type: "export", result: { progress: 0.5 } });
        const all = [
          "assets/bought.png",
          "assets/chosen.png",
          "assets/job.png",
          "old.mp4",
          "old.png",
          "shown.mp4",
        ];
        expect([...(await named())].sort()).toEqual(all);
        const spent = all.filter((path) => path !== "assets/bought.png" && path !== "assets/job.png");
        expect([...(await named([run]))].sort()).toEqual(spent);
        const strange = await foreign(({ references }) => references.named({ videoId, except: [] }));
        expect(strange.size).toBe(0);
      });

      it("stands beside its runs in the order they came, exports too", async () => {
        const film = await aRun({ type: "export", createdAt: later(2), revision: 7 });
        const build = await aRun({ createdAt: later(1), status: "failed", revision: 7 });
        const ended = { revision: 7, finishedAt: later(1) };
        expect(await own(({ references }) => references.runs(videoId))).toEqual([
          { id: build, status: "failed", isExport: false, ...ended },
          { id: film, status: "succeeded", isExport: true, ...ended },
        ]);
        expect(await foreign(({ references }) => references.runs(videoId))).toEqual([]);
      });
    });

    describe("a deleted video", () => {
      const collect = (before: Date) =>
        own(({ references }) => references.collect({ videoId, before, at: later(20) }));

      it("is taken for good once it was deleted long enough ago, and once only", async () => {
        expect(await collect(later(10))).toBe(false);
        await own(({ videos }) => videos.remove({ id: videoId, at: later(10) }));
        expect(await collect(later(10))).toBe(false);
        expect(await foreign(({ references }) => references.lock(videoId))).toBeNull();
        expect(await own(({ references }) => references.lock(videoId))).toMatchObject({
          video: { id: videoId },
          deletedAt: later(10),
          collectedAt: null,
        });
        expect(await collect(later(11))).toBe(true);
        expect(await own(({ videos }) => videos.restore(videoId))).toBe(false);
        const at = later(30);
        expect(await own(({ references }) => references.collect({ videoId, before: at, at }))).toBe(true);
        const found = await system(({ videos }) => videos.find(videoId));
        expect(found).toMatchObject({ deletedAt: later(10), collectedAt: later(20), sweptAt: null });
        await own(({ references }) => references.swept({ videoId, at: later(40) }));
        expect(await system(({ videos }) => videos.find(videoId))).toMatchObject({ sweptAt: later(40) });
      });

      it("is not taken when it came back first", async () => {
        await own(({ videos }) => videos.remove({ id: videoId, at: later(1) }));
        await own(({ videos }) => videos.restore(videoId));
        expect(await collect(later(10))).toBe(false);
        await own(({ references }) => references.swept({ videoId, at: later(40) }));
        expect(await system(({ videos }) => videos.find(videoId))).toMatchObject({ sweptAt: null });
      });
    });

    it("shows all videos page by page, deleted ones too, of a workspace or of all", async () => {
      const ids = [videoId, await aVideo(), await aVideo()].sort();
      await own(({ videos }) => videos.remove({ id: videoId, at: later(1) }));
      const page = (after?: string) =>
        system(({ videos }) => videos.page({ ...(after ? { after } : {}), limit: 2, workspaceId }));
      const [first, second] = [await page(), await page(ids[1])];
      expect([...first, ...second].map(({ video }) => video.id)).toEqual(ids);
      const all = await system(({ videos }) => videos.page({ limit: 100_000 }));
      expect(all.map(({ video }) => video.id)).toEqual(expect.arrayContaining(ids));
      expect(await system(({ videos }) => videos.find("vid_01h455vb4pex5vsknk084sn02q"))).toBeNull();
    });

    describe("a duty", () => {
      const nobody = { progress: null, finishedAt: null, report: null };
      let name: string;
      beforeEach(() => {
        name = `duty ${workspaceId}`;
      });
      const take = (holder: string, at: number, until: number) =>
        system(({ duties }) => duties.take({ name, holder, at: later(at), until: later(until) }));

      it("is held by one at a time, until it is left or silent for too long", async () => {
        expect(await system(({ duties }) => duties.find(name))).toBeNull();
        expect(await take("one", 0, 10)).toEqual(nobody);
        expect(await take("two", 9, 19)).toBeNull();
        expect(await take("two", 10, 20)).toEqual(nobody);
        const keep = (holder: string) =>
          system(({ duties }) =>
            duties.keep({ name, holder, until: later(30), progress: { after: "x", deep: { b: 1, a: 2 } } }),
          );
        expect([await keep("one"), await keep("two")]).toEqual([false, true]);
        await system(({ duties }) => duties.leave({ name, holder: "one" }));
        expect(await take("three", 25, 35)).toBeNull();
        await system(({ duties }) => duties.leave({ name, holder: "two" }));
        expect(await take("three", 25, 35)).toEqual({
          ...nobody,
          progress: { after: "x", deep: { b: 1, a: 2 } },
        });
      });

      it("is taken by exactly one of many who ask at once", async () => {
        const takes = await Promise.all(
          Array.from({ length: 8 }, (_, number) => take(`holder ${number}`, 0, 10)),
        );
        expect(takes.filter((taken) => taken !== null)).toHaveLength(1);
      });

      it("begins anew after its end, and says when that was and what came of it", async () => {
        await take("one", 0, 10);
        const finish = (holder: string) =>
          system(({ duties }) => duties.finish({ name, holder, at: later(5), report: { deleted: 3 } }));
        expect([await finish("two"), await finish("one"), await finish("one")]).toEqual([false, true, false]);
        const ended = { progress: null, finishedAt: later(5), report: { deleted: 3 } };
        expect(await take("two", 5, 10)).toEqual(ended);
        expect(await system(({ duties }) => duties.find(name))).toEqual(ended);
      });
    });
  });
}
