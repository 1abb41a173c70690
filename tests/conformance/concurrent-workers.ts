import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isReelgraphError } from "../../lib/core/errors";
import type { PurchaseId, RunId, WorkspaceId } from "../../lib/core/ids";
import { microUsd, ZERO_MICROS } from "../../lib/core/money/micro-usd";
import type { Database, Fence, PurchaseRow, TenantRepositories } from "../../lib/ports/database";
import { AT, freshWorkspaceId, jobRow, purchaseRow, runRow, videoRow } from "../rigs/rows";

const WORKERS = 16;
/** Engines need some ten milliseconds for each; quick runs let them have fewer. */
const commitsPerWriter = (name: string) =>
  process.env.REELGRAPH_DEEP === "1" || name === "memory" ? 200 : 25;
const ROLL_BACK = new Error("roll back");
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000);

/** The worker's number goes in: every worker does its work in another order. */
async function byAll<T>(work: (worker: number) => Promise<T>): Promise<T[]> {
  return await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)));
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % Math.max(1, list.length);
  return [...list.slice(start), ...list.slice(0, start)];
}

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    return isReelgraphError(error) ? error.code : String(error);
  }
}

/**
 * What 16 workers on one ledger may rely on (runner.md, Job ledger, Fencing, Limits and money). Needs nothing but the port, so that
 * every Database passes it: embedded, server, in memory.
 */
export function describeConcurrentWorkers(name: string, open: () => Promise<Database>): void {
  describe(`16 concurrent workers: ${name}`, () => {
    let database: Database;
    let workspaceId: WorkspaceId;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(async () => await database.close());
    beforeEach(async () => {
      workspaceId = await aWorkspace();
    });

    async function aWorkspace(): Promise<WorkspaceId> {
      const id = freshWorkspaceId();
      await database.system(({ ensureWorkspace }) => ensureWorkspace({ id, name: "w", at: AT }));
      return id;
    }

    const own = <T>(work: (repositories: TenantRepositories) => Promise<T>) =>
      database.tenant(workspaceId, work);

    async function aVideo() {
      const row = videoRow({ workspaceId });
      await own(({ videos }) => videos.insert(row));
      return row;
    }

    /** A run under way, with the lease and no slice taken yet. */
    async function aRun() {
      const video = await aVideo();
      const run = runRow({ workspaceId, videoId: video.id, status: "running" });
      const epoch = await own(async ({ runs, videos }) => {
        await runs.insert(run);
        const raised = await videos.takeLease({ id: video.id, runId: run.id });
        await runs.move({ id: run.id, event: "start", set: { epoch: raised } });
        return raised;
      });
      return { video, run, epoch };
    }

    describe("claims", () => {
      it("open one purchase per claim key and number, and the next only when the last has failed", async () => {
        const { video, run } = await aRun();
        const claims = Array.from({ length: 12 }, (_, index) => `claim ${index} of ${run.id}`);
        const opened: PurchaseRow[] = [];
        /** Buys as a slice does: reads what was bought, opens the next number, fails twice and succeeds the third time. */
        const buy = async (claimKey: string): Promise<void> => {
          for (;;) {
            const bought = await own(({ purchases }) => purchases.ofClaim({ claimKey, call: "main" }));
            const last = bought.at(-1);
            if (last && last.state !== "failed") return;
            const purchaseNumber = (last?.purchaseNumber ?? 0) + 1;
            const row = purchaseRow({
              workspaceId,
              videoId: video.id,
              runId: run.id,
              claimKey,
              purchaseNumber,
            });
            if (!(await own(({ purchases }) => purchases.insert(row)))) continue;
            opened.push(row);
            const state = purchaseNumber < 3 ? ("failed" as const) : ("succeeded" as const);
            const { id, sliceEpoch } = row;
            const finished = await own(({ purchases }) =>
              purchases.finish({ id, sliceEpoch, state, costMicros: microUsd(1), at: later(1) }),
            );
            expect(finished).toBe(true);
          }
        };
        await byAll(async (worker) => {
          for (const claimKey of rotated(claims, worker)) await buy(claimKey);
        });
        // A worker that met another's live purchase went on; whatever was left open is bought now, by one.
        for (const claimKey of claims) await buy(claimKey);
        expect(opened).toHaveLength(claims.length * 3);
        for (const claimKey of claims) {
          const bought = await own(({ purchases }) => purchases.ofClaim({ claimKey, call: "main" }));
          expect(bought.map((row) => [row.purchaseNumber, row.state])).toEqual([
            [1, "failed"],
            [2, "failed"],
            [3, "succeeded"],
          ]);
        }
      });

      it("keep one of 16 provider ids, end once and change hands once", async () => {
        const { video, run } = await aRun();
        for (let round = 0; round < 10; round++) {
          const row = purchaseRow({ workspaceId, videoId: video.id, runId: run.id });
          const { id } = row;
          await own(({ purchases }) => purchases.insert(row));
          const accepted = await byAll((worker) =>
            own(({ purchases }) =>
              purchases.accepted({ id, providerRequestId: `p${worker}`, nextCheckAt: AT, at: AT }),
            ),
          );
          expect(accepted.filter(Boolean)).toHaveLength(1);
          const taken = await byAll((worker) =>
            own(({ purchases }) =>
              purchases.takeOver({
                id,
                runId: run.id,
                fromSlice: row.sliceEpoch,
                toSlice: 100 + worker,
                deadlineAt: later(60),
                attempts: 1,
              }),
            ),
          );
          expect(taken.filter(Boolean)).toHaveLength(1);
          const sliceEpoch = 100 + taken.indexOf(true);
          const ended = await byAll((worker) =>
            own(({ purchases }) =>
              purchases.finish({
                id,
                sliceEpoch,
                state: worker % 2 === 0 ? "succeeded" : "lost",
                costMicros: microUsd(worker),
                at: later(worker),
              }),
            ),
          );
          expect(ended.filter(Boolean)).toHaveLength(1);
          const winner = ended.indexOf(true);
          const [stored] = await own(({ purchases }) =>
            purchases.ofClaim({ claimKey: row.claimKey, call: row.call }),
          );
          expect(stored).toMatchObject({
            providerRequestId: `p${accepted.indexOf(true)}`,
            state: winner % 2 === 0 ? "succeeded" : "lost",
            costMicros: winner,
            finishedAt: later(winner),
          });
        }
      });

      it("never stand in more slots than the window has, while purchases come and go", async () => {
        const { video, run } = await aRun();
        const slotKey = `window of ${run.id}`;
        let done = 0;
        const taken = () => own(({ purchases }) => purchases.slotsTaken({ slotKey, at: AT }));
        const buyOne = async (): Promise<boolean> => {
          const row = {
            ...purchaseRow({ workspaceId, videoId: video.id, runId: run.id }),
            slotKey,
            deadlineAt: later(60),
          };
          const hasRoom = await own(async ({ purchases }) => {
            if ((await purchases.slotsTaken({ slotKey, at: AT })) >= 3) return false;
            return await purchases.insert(row);
          });
          const inUse = await taken();
          expect(inUse).toBeLessThanOrEqual(3);
          if (!hasRoom) {
            await sleep(5);
            return false;
          }
          expect(inUse).toBeGreaterThanOrEqual(1);
          await own(({ purchases }) =>
            purchases.finish({
              id: row.id,
              sliceEpoch: row.sliceEpoch,
              state: "succeeded",
              costMicros: ZERO_MICROS,
              at: AT,
            }),
          );
          return true;
        };
        await byAll(async () => {
          while (done < 60) if (await buyOne()) done += 1;
        });
        expect(await taken()).toBe(0);
      });
    });

    describe("slices", () => {
      it("are taken by one worker at a time, in order, and beaten and closed by it alone", async () => {
        const { video, run, epoch } = await aRun();
        const numbers: number[] = [];
        let inside = 0;
        const heldOnce: Fence[] = [];
        await byAll(async () => {
          while (numbers.length < 40) {
            const slice = await own(({ runs }) => runs.takeSlice({ id: run.id, at: AT, until: later(6) }));
            if (!slice) {
              await sleep(5);
              continue;
            }
            inside += 1;
            expect(inside).toBe(1);
            numbers.push(slice.sliceEpoch);
            const fence = { runId: run.id, videoId: video.id, epoch, sliceEpoch: slice.sliceEpoch };
            const previous = heldOnce.at(-1);
            heldOnce.push(fence);
            const beat = (held: Fence) =>
              own(({ runs }) => runs.heartbeat({ fence: held, at: AT, until: later(6) }));
            expect(await beat(fence)).toBe(true);
            if (previous) {
              expect(await beat(previous)).toBe(false);
              expect(await outcomeOf(own(({ runs }) => runs.assertFence(previous)))).toBe("stale-epoch");
              await own(({ runs }) => runs.closeSlice(previous));
            }
            expect(await own(({ runs }) => runs.assertFence(fence))).toBe("running");
            inside -= 1;
            await own(({ runs }) => runs.closeSlice(fence));
          }
        });
        expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
      });

      it("belong to their holder or to one taker when a heartbeat comes at the last moment", async () => {
        const { video, run, epoch } = await aRun();
        for (let round = 0; round < 30; round++) {
          const from = round * 100;
          const held = await own(({ runs }) =>
            runs.takeSlice({ id: run.id, at: later(from), until: later(from + 6) }),
          );
          if (!held) throw new Error("The round before is long over.");
          const fence = { runId: run.id, videoId: video.id, epoch, sliceEpoch: held.sliceEpoch };
          const [at, until] = [later(from + 6), later(from + 12)];
          const kept = await byAll((worker) =>
            worker === round % WORKERS
              ? own(({ runs }) => runs.heartbeat({ fence, at, until }))
              : own(async ({ runs }) => (await runs.takeSlice({ id: run.id, at, until })) !== null),
          );
          expect([round, kept.filter(Boolean).length]).toEqual([round, 1]);
        }
      });
    });

    it("ends every job once, as the first worker says", async () => {
      const { video, run } = await aRun();
      const jobIds = Array.from({ length: 20 }, (_, index) => `ImageGen[${index}][0]`);
      const rows = jobIds.map((jobId, priority) =>
        jobRow({ workspaceId, videoId: video.id, runId: run.id, jobId, priority }),
      );
      await byAll(() => own(({ jobs }) => jobs.insertAll(rows)));
      const ends = [
        ["succeed", "succeeded"],
        ["fail", "failed"],
        ["cancel", "cancelled"],
      ] as const;
      const won = new Map<string, string>();
      await byAll(async (worker) => {
        const [event, state] = ends[worker % ends.length] ?? ends[0];
        for (const jobId of rotated(jobIds, worker * 3)) {
          await own(({ jobs }) => jobs.move({ runId: run.id, jobId, event: "claim" }));
          const set = { attempts: worker };
          if (!(await own(({ jobs }) => jobs.move({ runId: run.id, jobId, event, set })))) continue;
          expect(won.get(jobId)).toBeUndefined();
          won.set(jobId, `${state} ${worker}`);
        }
      });
      const stored = await own(({ jobs }) => jobs.ofRun(run.id));
      expect(stored.map((job) => [job.jobId, `${job.state} ${job.attempts}`])).toEqual(
        jobIds.map((jobId) => [jobId, won.get(jobId)]),
      );
    });

    describe("the pointer", () => {
      const commitsEach = commitsPerWriter(name);
      it(`loses no update of ${WORKERS} writers with ${commitsEach} commits each`, async () => {
        const { video, epoch } = await aRun();
        const commit = async (): Promise<boolean> =>
          await own(async ({ videos }) => {
            const row = await videos.find(video.id);
            if (!row) throw new Error("The video is gone.");
            return await videos.moveHead({
              id: video.id,
              from: row.headRevision,
              to: row.headRevision + 1,
              epoch,
              summary: {
                status: "running",
                title: `revision ${row.headRevision + 1}`,
                durationSeconds: null,
                numDirtyArtifacts: 0,
                // A counter that only a lost update could leave behind.
                totalCostMicros: microUsd(row.totalCostMicros + 1),
              },
              at: AT,
            });
          });
        const commits = await byAll(async () => {
          let done = 0;
          while (done < commitsEach) if (await commit()) done += 1;
          return done;
        });
        const wanted = commits.reduce((sum, done) => sum + done, 0);
        expect(wanted).toBe(WORKERS * commitsEach);
        expect(await own(({ videos }) => videos.find(video.id))).toMatchObject({
          headRevision: wanted,
          totalCostMicros: wanted,
          title: `revision ${wanted}`,
        });
      });

      it("is leased to one run after the other, each with an epoch of its own", async () => {
        const video = await aVideo();
        const runIds = Array.from({ length: WORKERS }, () => runRow({ workspaceId, videoId: video.id }).id);
        const epochs = await byAll((worker) =>
          own(({ videos }) => videos.takeLease({ id: video.id, runId: runIds[worker] as RunId })),
        );
        expect([...epochs].sort((a, b) => a - b)).toEqual(
          Array.from({ length: WORKERS }, (_, index) => index + 1),
        );
        expect((await own(({ videos }) => videos.find(video.id)))?.epoch).toBe(WORKERS);
      });

      it("keeps the edits of all who edit at once, each on top of the last", async () => {
        const video = await aVideo();
        await byAll(async (worker) => {
          for (let isDone = false; !isDone; ) {
            const row = await own(({ videos }) => videos.find(video.id));
            if (!row) throw new Error("The video is gone.");
            const inputs = { ...row.inputs, [`by${worker}`]: row.inputRevision };
            const edit = { id: video.id, from: row.inputRevision, inputs, numDirtyArtifacts: 1, at: AT };
            isDone = await own(({ videos }) => videos.setInputs(edit));
          }
        });
        const row = await own(({ videos }) => videos.find(video.id));
        expect(row?.inputRevision).toBe(1 + WORKERS);
        expect(Object.keys(row?.inputs ?? {}).filter((key) => key.startsWith("by"))).toHaveLength(WORKERS);
      });
    });

    it("numbers events without gap, and a reader who follows misses none and meets none twice", async () => {
      const { video, run } = await aRun();
      const event = (type: string) => ({ videoId: video.id, runId: run.id, type, at: AT, data: {} });
      let isWriting = true;
      const followed: number[] = [];
      const follow = async (): Promise<void> => {
        for (let wasWriting = true; wasWriting; ) {
          wasWriting = isWriting;
          const after = followed.at(-1) ?? 0;
          const page = await own(({ events }) => events.ofRun({ runId: run.id, after, limit: 50 }));
          followed.push(...page.map((row) => row.seq));
        }
      };
      const reader = follow();
      const answered = await byAll(async (worker) => {
        const mine: number[] = [];
        for (let round = 0; round < 20; round++) {
          const count = 1 + ((worker + round) % 3);
          const seqs = await own(async ({ events }) => {
            const given = await events.append(Array.from({ length: count }, () => event(`w${worker}`)));
            if ((worker + round) % 5 === 0) throw ROLL_BACK;
            return given;
          }).catch((error: unknown) => {
            if (error !== ROLL_BACK) throw error;
            return [];
          });
          mine.push(...seqs);
        }
        return mine;
      });
      isWriting = false;
      await reader;
      const all = answered.flat().sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: all.length }, (_, index) => index + 1));
      expect(all.length).toBeGreaterThan(WORKERS * 20);
      expect(followed).toEqual(all);
    });

    describe("money", () => {
      const month = "2026-03";

      it("lets 37 of 100 concurrent starts in when the ceiling fits 37", async () => {
        const starts = await Promise.all(
          Array.from({ length: 100 }, async () => {
            const video = await aVideo();
            const run = runRow({ workspaceId, videoId: video.id });
            await own(({ runs }) => runs.insert(run));
            return { runId: run.id, videoId: video.id };
          }),
        );
        const reserve = (start: (typeof starts)[number], amount: number) =>
          outcomeOf(
            own(({ money }) =>
              money.reserve({
                ...start,
                month,
                amount: microUsd(amount),
                defaultCeiling: microUsd(37_999),
                at: AT,
              }),
            ),
          );
        const outcomes = await Promise.all(starts.map((start) => reserve(start, 1_000)));
        expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(37);
        expect(outcomes.filter((outcome) => outcome === "ceiling-reached")).toHaveLength(63);
        const reserved = await Promise.all(
          starts.map(async ({ runId }) => (await own(({ runs }) => runs.find(runId)))?.reservedMicros),
        );
        expect(reserved).toEqual(outcomes.map((outcome) => (outcome === "done" ? 1_000 : 0)));
        const [first] = starts;
        if (!first) return;
        expect(await reserve(first, 1_000)).toBe("ceiling-reached");
        expect(await reserve(first, 999)).toBe("done");
        expect(await reserve(first, 1)).toBe("ceiling-reached");
      });

      it("stays below the ceiling while runs reserve, settle and release, and every purchase counts once", async () => {
        const ceiling = 10_000;
        const starts = await Promise.all(
          Array.from({ length: 40 }, async () => {
            const video = await aVideo();
            const run = runRow({ workspaceId, videoId: video.id });
            await own(({ runs }) => runs.insert(run));
            return { runId: run.id, videoId: video.id, month, at: AT };
          }),
        );
        const cost = async () =>
          await own(async ({ runs }) => {
            const rows = [];
            for (const { runId } of starts) rows.push(await runs.find(runId));
            return rows.reduce((sum, row) => sum + (row?.costMicros ?? 0) + (row?.reservedMicros ?? 0), 0);
          });
        const waiting = [...starts];
        const started: typeof starts = [];
        await byAll(async () => {
          for (let start = waiting.pop(); start; start = waiting.pop()) {
            const common = start;
            const outcome = await outcomeOf(
              own(({ money }) =>
                money.reserve({ ...common, amount: microUsd(1_000), defaultCeiling: microUsd(ceiling) }),
              ),
            );
            if (outcome !== "done") continue;
            started.push(start);
            const purchaseId = purchaseRow({ workspaceId, ...start }).id as PurchaseId;
            const settle = () =>
              own(({ money }) => money.settle({ ...common, purchaseId, amount: microUsd(300) }));
            await Promise.all([settle(), settle(), settle()]);
            expect(await cost()).toBeLessThanOrEqual(ceiling);
            await Promise.all([1, 2, 3].map(() => own(({ money }) => money.release(common))));
          }
        });
        expect(started.length).toBeGreaterThanOrEqual(10);
        expect(await cost()).toBe(started.length * 300);
        const [first] = starts;
        if (!first) return;
        const left = ceiling - started.length * 300;
        const reserve = (amount: number) =>
          outcomeOf(
            own(({ money }) =>
              money.reserve({ ...first, amount: microUsd(amount), defaultCeiling: microUsd(ceiling) }),
            ),
          );
        expect(await reserve(left + 1)).toBe("ceiling-reached");
        expect(await reserve(left)).toBe("done");
      });
    });

    it("lets one of all twins under an idempotency key work, another only when the first has failed", async () => {
      const answer = { status: 202, headers: {}, body: "{}" };
      const worked = new Map<string, number>();
      const keys = Array.from({ length: 10 }, (_, index) => `key ${index}`);
      const failedOnce = new Set<string>();
      const kinds = await byAll(async (worker) => {
        const seen: string[] = [];
        for (const key of rotated(keys, worker)) {
          const request = { route: "POST /videos", key };
          // Every eighth worker asks for something else under the same key.
          const bodyHash = worker % 8 === 7 ? "other" : "same";
          const kind = await own(async ({ idempotency }) => {
            const begun = await idempotency.begin({ ...request, bodyHash, at: AT });
            if (begun.kind !== "fresh") return begun.kind;
            if (!failedOnce.has(key)) {
              failedOnce.add(key);
              throw new Error("The first one fails.");
            }
            await idempotency.finish({ ...request, answer: { ...answer, body: bodyHash } });
            worked.set(key, (worked.get(key) ?? 0) + 1);
            return begun.kind;
          }).catch(() => "failed");
          seen.push(`${bodyHash} ${kind}`);
        }
        return seen;
      });
      expect([...worked.values()]).toEqual(keys.map(() => 1));
      expect(kinds.flat().filter((kind) => kind.endsWith(" failed"))).toHaveLength(keys.length);
      for (const key of keys) {
        const asked = { route: "POST /videos", key, at: AT };
        const kindOf = async (bodyHash: string) =>
          (await own(({ idempotency }) => idempotency.begin({ ...asked, bodyHash }))).kind;
        expect([await kindOf("same"), await kindOf("other")].sort()).toEqual(["mismatch", "stored"]);
      }
    });

    it("ends transactions that lock the same videos in opposite order, all of them", async () => {
      const videos = await Promise.all(Array.from({ length: 6 }, aVideo));
      await byAll(async (worker) => {
        for (let round = 0; round < 5; round++) {
          const order = rotated(worker % 2 === 0 ? videos : [...videos].reverse(), worker + round);
          await own(async ({ events }) => {
            for (const { id } of order.slice(0, 2)) {
              await events.append([{ videoId: id, runId: null, type: `w${worker}`, at: AT, data: {} }]);
            }
          });
        }
      });
      const counts = await own(async ({ events }) => {
        const pages = [];
        for (const { id } of videos) pages.push(await events.ofVideo({ videoId: id, after: 0, limit: 999 }));
        return pages.map((page) => page.map((row) => row.seq));
      });
      for (const seqs of counts) expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
      expect(counts.flat()).toHaveLength(WORKERS * 5 * 2);
    });
  });
}
