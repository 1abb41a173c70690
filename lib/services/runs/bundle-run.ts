import { zipSync } from "fflate";
import { runId } from "../../core/ids";
import { exportManifestPath, revisionFolder, videoPrefix } from "../../core/naming/document-path";
import type { RunRow } from "../../ports/database";
import { type ObjectKey, readAll } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { encodeLines, keyIn } from "../documents/documents";
import { listAll } from "../documents/list-all";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { requireRun } from "./require-run";
import { runLogLines } from "./run-log-lines";
import { toRunView } from "./to-run-view";

/**
 * Everything that tells what a run did, as one ZIP: `run.json`, `run.jsonl` (its log) and the documents of its revision (inputs, plan,
 * nodes, the outcome of each job with the request as it was sent). No media: that is what the tree of a video is for.
 */
export async function bundleRun(options: {
  ctx: Context;
  input: { id: string };
}): Promise<{ name: string; bytes: Uint8Array }> {
  const { ctx, input } = options;
  const id = runId(input.id);
  const { run, jobs } = await inTenant(ctx, async (repositories) => ({
    run: await requireRun(repositories, id),
    jobs: await repositories.jobs.ofRun(id),
  }));
  const files: Record<string, Uint8Array> = {
    "run.json": new TextEncoder().encode(`${JSON.stringify(toRunView(run, jobs, null), null, 2)}\n`),
    "run.jsonl": encodeLines(DOCUMENT_SCHEMAS.logLine, await runLogLines({ ctx, run })),
  };
  const root = `${videoPrefix(run.videoId)}/`;
  for (const key of await documentsOf(ctx, run)) {
    const body = await ctx.objects.get(key);
    if (body) files[key.slice(root.length)] = await readAll(body);
  }
  return { name: `${run.id}.zip`, bytes: zipSync(files, { level: 6 }) };
}

/** A generation's documents lie below its revision; an export pins one and has a manifest of its own. */
async function documentsOf(ctx: Context, run: RunRow): Promise<ObjectKey[]> {
  if (run.type === "export") return [keyIn(run.videoId, exportManifestPath(run.id))];
  const heads = await listAll(ctx.objects, `${videoPrefix(run.videoId)}/${revisionFolder(run.revision)}/`);
  return heads.map(({ key }) => key);
}
