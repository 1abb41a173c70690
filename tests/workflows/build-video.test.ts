import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { start } from "workflow/api";
import { localContext } from "../../lib/container";
import { LOCAL_WORKSPACE_ID } from "../../lib/core/ids";
import { inTenant } from "../../lib/services/context";
import { getRun } from "../../lib/services/runs/get-run";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";
import { getVideo } from "../../lib/services/videos/get-video";
import { buildVideo } from "../../workflows/build-video";
import { exportVideo } from "../../workflows/export-video";
import { startRun } from "../../workflows/start-run";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-workflows-"));
  process.env.REELGRAPH_DATA_DIR = folder;
  process.env.REELGRAPH_LOG_LEVEL = "silent";
});

afterAll(async () => {
  await (await localContext()).database.close();
  await rm(folder, { recursive: true, force: true });
});

const SMALL = {
  InquiryPrompt: "How bees dance",
  Duration: 6,
  SegmentDuration: 3,
  ImagesPerSegment: 1,
  Size: "480p",
};

async function create(inputs: Record<string, unknown> = SMALL) {
  const ctx = await localContext();
  const { fresh } = await createVideo({
    ctx,
    input: { inputs },
    idempotency: null,
    render: createdVideoAnswer,
  });
  if (!fresh?.run) throw new Error("No run was opened.");
  return { ctx, videoId: fresh.video.id, runId: fresh.run.id };
}

it("builds a video from plan to pointer, then its film, and does nothing when it is started again", async () => {
  const { ctx, videoId, runId } = await create();
  const workflow = await start(buildVideo, [{ workspaceId: LOCAL_WORKSPACE_ID, runId, start: 1 }]);
  expect(await workflow.returnValue).toEqual({ status: "succeeded" });

  const run = await getRun({ ctx, input: { id: runId } });
  expect(run.status).toBe("succeeded");
  expect(run.jobs.map((job) => job.state)).toEqual(run.jobs.map(() => "succeeded"));
  expect(await getVideo({ ctx, input: { id: videoId } })).toMatchObject({
    status: "succeeded",
    headRevision: 1,
  });

  // The follow-up export has a workflow of its own.
  const film = await getRun({ ctx, input: { id: run.exportRunId ?? "", waitSeconds: 60 } });
  expect(film.type).toBe("export");
  let ended = film;
  while (ended.finishedAt === null) ended = await getRun({ ctx, input: { id: film.id, waitSeconds: 30 } });
  expect(ended).toMatchObject({ status: "succeeded", result: { mp4: expect.stringMatching(/\.mp4$/) } });

  const again = await start(buildVideo, [{ workspaceId: LOCAL_WORKSPACE_ID, runId, start: 2 }]);
  expect(await again.returnValue).toEqual({ status: "ended" });
  expect(await getRun({ ctx, input: { id: runId } })).toEqual(run);
});

it("is carried on by a second workflow when the first one is lost: every job is bought once", async () => {
  const { ctx, runId } = await create({ ...SMALL, InquiryPrompt: "How ants find food" });
  const input = { workspaceId: LOCAL_WORKSPACE_ID, runId };
  const first = await start(buildVideo, [{ ...input, start: 1 }]);
  const second = await start(buildVideo, [{ ...input, start: 2 }]);
  const statuses = await Promise.all([first.returnValue, second.returnValue]);
  expect(statuses).toContainEqual({ status: "succeeded" });

  const run = await getRun({ ctx, input: { id: runId } });
  expect(run.status).toBe("succeeded");
  const events = await inTenant(ctx, (repositories) =>
    repositories.events.ofRun({ runId, after: 0, limit: 1_000 }),
  );
  for (const job of run.jobs) {
    const successes = events.filter(
      (event) => event.type === "job-succeeded" && event.data.jobId === job.jobId,
    );
    expect({ jobId: job.jobId, successes: successes.length }).toEqual({ jobId: job.jobId, successes: 1 });
  }
  expect(events.filter((event) => event.type === "run-finished")).toHaveLength(1);
});

it("is started once, whoever starts it at the same time", async () => {
  const { ctx, runId } = await create({ ...SMALL, InquiryPrompt: "How snow forms" });
  const input = { workspaceId: LOCAL_WORKSPACE_ID, runId };
  const started = await Promise.all([startRun(input), startRun(input), startRun(input)]);
  expect(started.filter((id) => id !== null).length).toBeGreaterThanOrEqual(1);
  let run = await getRun({ ctx, input: { id: runId, waitSeconds: 60 } });
  while (run.finishedAt === null) run = await getRun({ ctx, input: { id: runId, waitSeconds: 60 } });
  expect(run.status).toBe("succeeded");
});

it("ends an export that cannot be rendered as failed, with the reason", async () => {
  const { ctx, videoId, runId } = await create({ ...SMALL, InquiryPrompt: "How clocks tick" });
  const input = { workspaceId: LOCAL_WORKSPACE_ID, runId };
  await (await start(buildVideo, [{ ...input, start: 1 }])).returnValue;
  const generation = await getRun({ ctx, input: { id: runId } });
  let film = await getRun({ ctx, input: { id: generation.exportRunId ?? "" } });
  while (film.finishedAt === null) film = await getRun({ ctx, input: { id: film.id, waitSeconds: 30 } });

  // The store loses a picture: the next export cannot be made, and says which part is missing.
  const { data } = await (await import("../../lib/services/artifacts/list-artifacts")).listArtifacts({
    ctx,
    input: { id: videoId, limit: 200 },
  });
  const picture = data.find((artifact) => artifact.id === "SegmentImageAsset[0][0]");
  await rm(path.join(folder, "objects", picture?.key ?? ""));
  const { createExport } = await import("../../lib/services/exports/create-export");
  const lost = await createExport({ ctx, input: { id: videoId } });
  const workflow = await start(exportVideo, [{ workspaceId: LOCAL_WORKSPACE_ID, runId: lost.id }]);
  await workflow.returnValue;
  const failed = await getRun({ ctx, input: { id: lost.id } });
  expect(failed.status).toBe("failed");
  expect(failed.failure?.message).toContain("SegmentImageAsset[0][0]");
});
