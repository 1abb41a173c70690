import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgres } from "../rigs/postgres";
import { type ManyVideos, openManyVideos, type QueryFigures } from "./million-videos";

const isDeep = process.env.REELGRAPH_DEEP === "1";
const VIDEOS = isDeep ? 1_000_000 : 30_000;
const SAMPLES = isDeep ? 100 : 3;
const P95_MS = 50;
/** Pages of 8 KB that one query may look at: what makes it slow on any machine. */
const MOST_PAGES = 1_500;

const postgres = await startPostgres();

if ("unavailable" in postgres) {
  console.warn(`Lists among many videos are not tested. ${postgres.unavailable}`);
  it.skip(`Postgres: ${postgres.unavailable}`, () => undefined);
} else {
  describe(`lists and summaries among ${VIDEOS} videos`, () => {
    let many: ManyVideos;
    let queries: [string, QueryFigures][];
    beforeAll(async () => {
      many = await openManyVideos(postgres, VIDEOS);
      queries = Object.entries(await many.measure(SAMPLES));
    }, 1_800_000);
    afterAll(async () => {
      await many?.close();
      await postgres.stop();
    });

    it("has as many as it says, in workspaces of all sizes", () => {
      expect(many.rows.videos).toBe(VIDEOS);
      expect(queries.length).toBeGreaterThan(50);
    });

    it("finds each page by an index, wherever it begins and however rare what is asked for", () => {
      for (const [name, { plans }] of queries) {
        for (const { nodes, hit, read, sql } of plans) {
          expect([name, nodes.filter((node) => /Seq Scan/.test(node)), sql]).toEqual([name, [], sql]);
          expect([name, hit + read > MOST_PAGES ? hit + read : 0]).toEqual([name, 0]);
        }
      }
    });

    it.runIf(isDeep)(`answers within ${P95_MS} ms, 95 times of 100`, () => {
      const slow = queries.filter(([, { p95 }]) => p95 > P95_MS).map(([name, { p95 }]) => [name, p95]);
      expect(slow).toEqual([]);
    });
  });
}
