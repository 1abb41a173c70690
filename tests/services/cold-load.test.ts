import { expect, it, vi } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { buildTimeline } from "../../lib/core/timeline/build-timeline";
import { createRun, driveRun, World } from "../rigs/studio-world";

const LARGE = { InquiryPrompt: "How tides work", Duration: 90, SegmentDuration: 5, ImagesPerSegment: 5 };

it("a video of 18 segments with 5 pictures each is loaded with at most 4 reads of the store", async () => {
  const world = await World.open(createMemoryDatabase());
  const process = world.start();
  const run = await createRun(process.ctx, LARGE, { export: false });
  expect((await driveRun(process, run.id)).status).toBe("succeeded");

  // As in a process that has read nothing yet.
  vi.resetModules();
  const { getVideo } = await import("../../lib/services/videos/get-video");
  const { getTimeline } = await import("../../lib/services/artifacts/get-timeline");
  const { listArtifacts } = await import("../../lib/services/artifacts/list-artifacts");
  const { getGraph } = await import("../../lib/services/videos/get-graph");
  const { getPlanning } = await import("../../lib/services/plans/get-planning");
  const reads: string[] = [];
  const { objects } = process.ctx;
  const counting = {
    ...objects,
    get: (...given: Parameters<typeof objects.get>) => {
      reads.push(`get ${given[0]}`);
      return objects.get(...given);
    },
    head: (key: Parameters<typeof objects.head>[0]) => {
      reads.push(`head ${key}`);
      return objects.head(key);
    },
    list: (...given: Parameters<typeof objects.list>) => {
      reads.push(`list ${given[0].prefix}`);
      return objects.list(...given);
    },
  };
  const ctx = { ...process.ctx, objects: counting };
  const input = { id: run.videoId };
  const video = await getVideo({ ctx, input });
  const timeline = await getTimeline({ ctx, input });
  const artifacts = await listArtifacts({ ctx, input: { ...input, limit: 1_000 } });
  await getGraph({ ctx, input });
  await getPlanning({ ctx, input });
  expect(video.headRevision).toBe(1);
  expect(timeline.segments).toHaveLength(18);
  expect(artifacts.data.length).toBeGreaterThan(18 * 5);
  // What was written down at the commit is what would be put together now.
  const { currentArtifacts } = await import("../../lib/services/artifacts/current-artifacts");
  const { assemblyOf } = await import("../../lib/services/artifacts/assembly");
  const row = await process.ctx.database.tenant(process.ctx.workspaceId, ({ videos }) =>
    videos.find(input.id),
  );
  if (row === null) throw new Error("The video is gone.");
  const common = { ctx: process.ctx, videoId: input.id };
  const current = await currentArtifacts({ ctx: process.ctx, video: row });
  expect(timeline).toEqual(buildTimeline(await assemblyOf({ ...common, ...current })));
  expect(reads.length, reads.join("\n")).toBeLessThanOrEqual(4);

  // An edit is seen before any run has made it.
  const { editInputs } = await import("../../lib/services/videos/edit-inputs");
  await editInputs({ ctx, input: { ...input, patch: { Duration: 45 }, seen: null } });
  expect((await getTimeline({ ctx, input })).segments).toHaveLength(9);
});
