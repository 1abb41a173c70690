import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { start } from "workflow/api";
import { localContext } from "../../lib/container";
import { LOCAL_WORKSPACE_ID } from "../../lib/core/ids";
import { objectKey } from "../../lib/ports/object-store";
import { getRun } from "../../lib/services/runs/get-run";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";
import { buildVideo } from "../../workflows/build-video";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-broken-"));
  process.env.REELGRAPH_DATA_DIR = folder;
  process.env.REELGRAPH_LOG_LEVEL = "silent";
});

afterAll(async () => {
  await (await localContext()).database.close();
  await rm(folder, { recursive: true, force: true });
});

it("ends a run whose documents are not its own as failed, with the reason, instead of trying for ever", async () => {
  const ctx = await localContext();
  const { fresh } = await createVideo({
    ctx,
    input: { inputs: { InquiryPrompt: "How wells fill", Duration: 3, SegmentDuration: 3 } },
    idempotency: null,
    render: createdVideoAnswer,
  });
  if (!fresh?.run) throw new Error("No run was opened.");
  const key = objectKey(`videos/${fresh.video.id}/dag/000001/inputs.json`);
  const body = new TextEncoder().encode('{"schema": "inputs@1"}');
  await ctx.objects.put({ key, body, mediaType: "application/json", condition: { kind: "any" } });

  const input = { workspaceId: LOCAL_WORKSPACE_ID, runId: fresh.run.id, start: 1 };
  expect(await (await start(buildVideo, [input])).returnValue).toEqual({ status: "failed" });
  const run = await getRun({ ctx, input: { id: fresh.run.id } });
  expect(run).toMatchObject({
    status: "failed",
    failure: { message: expect.stringContaining("inputs.json") },
  });
});
