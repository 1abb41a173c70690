import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Moved } from "../../services/sync/moved";
import type { CliContext } from "../context";
import { CliFailure, EXIT } from "../exit";
import { createApiClient } from "../http/api-client";
import { withServer } from "../server";

/** The server that works on a bucket: `--url`, else `REELGRAPH_URL`; null when none was named. */
export function serverOfBucket(context: CliContext, flags: Readonly<Record<string, unknown>>): string | null {
  return (typeof flags.url === "string" && flags.url) || context.env.REELGRAPH_URL || null;
}

const pageSchema = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), type: z.string(), finishedAt: z.string().nullable() })),
});

/** The server that works on the bucket knows its runs; a bucket alone shows them only by what they write. */
export async function assertNotMakingIt(options: {
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
export async function takeIn(options: { context: CliContext; url: string; moved: Moved }): Promise<void> {
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
