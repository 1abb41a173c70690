import { expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import type { RunRow } from "../../lib/ports/database";
import { explainArtifact } from "../../lib/services/artifacts/explain-artifact";
import { listAlternates } from "../../lib/services/artifacts/list-alternates";
import type { Context } from "../../lib/services/context";
import { getPlanning } from "../../lib/services/plans/get-planning";
import { quotePlan } from "../../lib/services/plans/quote-plan";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { getGraph } from "../../lib/services/videos/get-graph";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

const plannings: Record<string, (ctx: Context, run: RunRow) => Promise<unknown>> = {
  "the graph": (ctx, run) => getGraph({ ctx, input: { id: run.videoId } }),
  "what a plan starts from": (ctx, run) => getPlanning({ ctx, input: { id: run.videoId } }),
  "a quote": (ctx, run) => quotePlan({ ctx, input: { videoId: run.videoId, mode: "dirty" } }),
  "why an artifact is as it is": (ctx, run) =>
    explainArtifact({ ctx, input: { id: run.videoId, name: "SegmentNarrationAudio[0]" } }),
  "an artifact's alternates": (ctx, run) =>
    listAlternates({ ctx, input: { id: run.videoId, name: "SegmentNarrationAudio[0]" } }),
  "an edit": (ctx, run) =>
    editInputs({ ctx, input: { id: run.videoId, patch: { ImageStyle: "watercolor" }, seen: null } }),
  "a next run": (ctx, run) =>
    createNextRun({
      ctx,
      input: { id: run.videoId, mode: "full" },
      idempotency: null,
      render: () => ({ status: 202, headers: {}, body: "" }),
    }),
};

// An embedded database has one connection: who holds it while the object store is slow stops everything else.
it.each(Object.keys(plannings))("%s reads the store before its transaction, never in it", async (name) => {
  const world = await World.open(createMemoryDatabase());
  const process = world.start();
  const run = await createRun(process.ctx, SMALL_INPUTS, { export: false });
  await driveRun(process, run.id);
  let inside = 0;
  const read: number[] = [];
  const { database, objects } = process.ctx;
  const ctx: Context = {
    ...process.ctx,
    database: {
      ...database,
      tenant: (workspaceId, work) =>
        database.tenant(workspaceId, async (repositories) => {
          inside++;
          try {
            return await work(repositories);
          } finally {
            inside--;
          }
        }),
    },
    objects: {
      ...objects,
      get: async (...asked: Parameters<typeof objects.get>) => {
        read.push(inside);
        return await objects.get(...asked);
      },
    },
  };
  await plannings[name]?.(ctx, run);
  expect(read.length).toBeGreaterThan(0);
  expect(read.every((depth) => depth === 0)).toBe(true);
});
