import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { createApiClient } from "../http/api-client";
import { withServer } from "../server";
import { count, oneLine } from "../terminal/format";

/** `POST /reindex`: what was made anew from the objects. */
const reindexedSchema = z.looseObject({
  ok: z.boolean(),
  videos: z.number().int(),
  rebuilt: z.number().int(),
  results: z.array(
    z.looseObject({
      videoId: z.string(),
      outcome: z.string(),
      headRevision: z.number().int(),
      faults: z.array(z.looseObject({ revision: z.number().int(), detail: z.string() })),
    }),
  ),
});

/** `reindex`: rows from objects; exit code 3 when a video's newest revision is not whole, or nothing of it can be read. */
export async function reindex(options: {
  context: CliContext;
  videoId?: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const path = `/api/v1/reindex${videoId === undefined ? "" : `?videoId=${encodeURIComponent(videoId)}`}`;
  const done = await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    return (await api.post({ path, body: {}, schema: reindexedSchema, idempotencyKey: randomUUID() })).value;
  });
  const exit = done.ok ? EXIT.ok : EXIT.integrity;
  if (flags.json) {
    printJson(context, done);
    return exit;
  }
  const style = context.printStyle;
  const mark = done.ok ? style.good("✓") : style.bad("✗");
  const lines = [`${mark} ${count(done.videos, "video")} looked at, ${done.rebuilt} rebuilt`];
  for (const { videoId: id, outcome, headRevision, faults } of done.results) {
    lines.push(`${id}: ${outcome}${outcome === "rebuilt" ? `, revision ${headRevision}` : ""}`);
    for (const { revision, detail } of faults) {
      lines.push(`  ${style.bad(`revision ${revision}`)}: ${oneLine(detail)}`);
    }
  }
  context.print(`${lines.join("\n")}\n`);
  return exit;
}
