import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Moved } from "../../services/sync/moved";
import { type CliContext, printJson } from "../context";
import { CliFailure, EXIT, type ExitCode } from "../exit";
import { createApiClient } from "../http/api-client";
import { withInstallation } from "../installation";
import { openRemote } from "../run/remote";
import { withServer } from "../server";
import { withActivity } from "../terminal/activity";
import { count, formatBytes } from "../terminal/format";

type Flags = Readonly<Record<string, unknown>>;

/** `push`: a video's objects, then its pointer, from this installation to a bucket. */
export async function push(options: {
  context: CliContext;
  videoId: string;
  flags: Flags;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const remote = await openRemote({ context, named: flags.to, flags });
  const { pushVideo } = await import("../../services/sync/push-video");
  const url = typeof flags.url === "string" ? flags.url : context.env.REELGRAPH_URL || undefined;
  const dryRun = flags.dryRun === true;
  if (url) await assertNotMakingIt({ context, url, videoId });
  const moved = await withActivity(context, dryRun ? "Comparing" : "Pushing", () =>
    withInstallation({ context, role: "push", env: remote.ownEnv }, (ctx) =>
      pushVideo({
        ctx,
        input: { id: videoId, to: remote, dryRun, mayDiscardEdits: flags.discardEdits === true },
      }),
    ),
  );
  if (url && !dryRun) await takeIn({ context, url, moved });
  return report({ context, moved, flags });
}

/** `pull`: a video's objects, then its rows and pointer, from a bucket to this installation. */
export async function pull(options: {
  context: CliContext;
  videoId: string;
  flags: Flags;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const remote = await openRemote({ context, named: flags.from, flags });
  const { pullVideo } = await import("../../services/sync/pull-video");
  const url = typeof flags.url === "string" ? flags.url : context.env.REELGRAPH_URL || undefined;
  const dryRun = flags.dryRun === true;
  if (url) await assertNotMakingIt({ context, url, videoId });
  const moved = await withActivity(context, dryRun ? "Comparing" : "Pulling", () =>
    withInstallation({ context, role: "pull", env: remote.ownEnv }, (ctx) =>
      pullVideo({ ctx, input: { id: videoId, from: remote, dryRun } }),
    ),
  );
  return report({ context, moved, flags });
}

const pageSchema = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), type: z.string(), finishedAt: z.string().nullable() })),
});

/** The server that works on the bucket knows its runs; a bucket alone shows them only by what they write. */
async function assertNotMakingIt(options: {
  context: CliContext;
  url: string;
  videoId: string;
}): Promise<void> {
  const { context, url, videoId } = options;
  await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    const response = await api
      .open(`/api/v1/videos/${encodeURIComponent(videoId)}/runs`)
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code === "not-found") return null;
        throw error;
      });
    const runs = response ? pageSchema.parse(await response.json()).data : [];
    const active = runs.find(({ type, finishedAt }) => type !== "export" && finishedAt === null);
    if (!active) return;
    throw new CliFailure({
      exitCode: EXIT.refused,
      message: `Run ${active.id} of ${videoId} is at work at ${url}.`,
      hint: "Let it end, or cancel it there.",
    });
  });
}

/** The rows of the server that works on the bucket, from the objects that are there now. */
async function takeIn(options: { context: CliContext; url: string; moved: Moved }): Promise<void> {
  const { context, url, moved } = options;
  const { headRevision } = await withServer({ context, url }, async (server) => {
    const id = encodeURIComponent(moved.videoId);
    const api = createApiClient(server, context.signal);
    const path = `/api/v1/reindex?videoId=${id}`;
    await api.post({ path, body: {}, schema: z.looseObject({}), idempotencyKey: randomUUID() });
    return await api.get(`/api/v1/videos/${id}`, z.looseObject({ headRevision: z.number().int() }));
  });
  if (headRevision === moved.from.revision) return;
  throw new CliFailure({
    exitCode: EXIT.refused,
    message: `${url} has ${moved.videoId} at revision ${headRevision}: it did not take in revision ${moved.from.revision}.`,
    hint: "The objects are in the bucket. Does that server work on it, or has it made revisions of its own?",
  });
}

function report(options: { context: CliContext; moved: Moved; flags: Flags }): ExitCode {
  const { context, moved, flags } = options;
  if (flags.json) {
    printJson(context, moved);
    return EXIT.ok;
  }
  const style = context.printStyle;
  const would = moved.dryRun ? "would be " : "";
  if (moved.dryRun) {
    for (const { path, bytes } of moved.objects) context.print(`${path} ${style.dim(formatBytes(bytes))}\n`);
  }
  const pointer = moved.pointer
    ? `, revision ${moved.to.revision} → ${moved.from.revision}`
    : ", the pointer is there already";
  const edits = moved.edits ? ", with edits that no run has taken up" : "";
  context.print(
    `${style.good("✓")} ${count(moved.objects.length, "object")} (${formatBytes(moved.bytes)}) ${would}moved from ${moved.from.place} to ${moved.to.place}${pointer}${edits}\n`,
  );
  return EXIT.ok;
}
