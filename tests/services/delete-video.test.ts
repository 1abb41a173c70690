import { afterAll, expect, it } from "vitest";
import { listAll } from "../../lib/services/documents/list-all";
import { createExport } from "../../lib/services/exports/create-export";
import { cancelRun } from "../../lib/services/runs/cancel-run";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { getRun } from "../../lib/services/runs/get-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { deleteVideo } from "../../lib/services/videos/delete-video";
import { getVideo } from "../../lib/services/videos/get-video";
import { listVideos } from "../../lib/services/videos/list-videos";
import { restoreVideo } from "../../lib/services/videos/restore-video";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

it("a video that is whole is gone at once, and comes back as it was", async () => {
  const world = await World.open();
  const process = world.start();
  const { ctx } = process;
  const run = await createRun(ctx, SMALL_INPUTS);
  const input = { id: run.videoId };
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  const film = await createExport({ ctx, input });
  const before = await getVideo({ ctx, input });
  const keys = async () => (await listAll(ctx.objects, "")).map(({ key }) => key);
  const objects = await keys();

  const deleted = await deleteVideo({ ctx, input });
  expect(deleted).toEqual({ id: run.videoId, deletedAt: world.clock.now().toISOString() });
  expect(await deleteVideo({ ctx, input })).toEqual(deleted);
  await expect(getVideo({ ctx, input })).rejects.toMatchObject({ code: "not-found" });
  await expect(createExport({ ctx, input })).rejects.toMatchObject({ code: "not-found" });
  const again = createNextRun({
    ctx,
    input: { ...input, mode: "full" },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  await expect(again).rejects.toMatchObject({ code: "not-found" });
  expect((await listVideos({ ctx, input: { limit: 10 } })).data).toEqual([]);
  expect((await getRun({ ctx, input: { id: film.id } })).status).toBe("cancelled");

  const restored = await restoreVideo({ ctx, input });
  const { exportRun: _before, ...same } = before;
  expect(restored).toMatchObject(same);
  expect(await restoreVideo({ ctx, input })).toEqual(restored);
  // And the record of the export that was cancelled.
  expect(await keys()).toEqual(expect.arrayContaining(objects));
});

it("a video that is being made has to be cancelled first, and nothing is changed until then", async () => {
  const world = await World.open();
  const process = world.start();
  const { ctx } = process;
  const run = await createRun(ctx, SMALL_INPUTS);
  const input = { id: run.videoId };
  await planRun({ ctx, input: { runId: run.id } });
  await expect(deleteVideo({ ctx, input })).rejects.toMatchObject({
    code: "run-active",
    details: { run: { id: run.id } },
  });
  expect((await getVideo({ ctx, input })).run?.status).toBe("running");
  await cancelRun({ ctx, input: { id: run.id } });
  expect((await driveRun(process, run.id)).status).toBe("cancelled");
  await deleteVideo({ ctx, input });
  await expect(getVideo({ ctx, input })).rejects.toMatchObject({ code: "not-found" });
});

it("of a video that nobody has, there is nothing to delete or restore", async () => {
  const world = await World.open();
  const { ctx } = world.start();
  const other = (await World.open()).start();
  const run = await createRun(other.ctx, SMALL_INPUTS);
  for (const id of [run.videoId, "vid_01h455vb4pex5vsknk084sn02q", "nonsense"]) {
    await expect(deleteVideo({ ctx, input: { id } })).rejects.toMatchObject({ code: "not-found" });
    await expect(restoreVideo({ ctx, input: { id } })).rejects.toMatchObject({ code: "not-found" });
  }
  expect((await getVideo({ ctx: other.ctx, input: { id: run.videoId } })).id).toBe(run.videoId);
});
