import { isReelgraphError } from "../../core/errors";
import { checksumOf } from "../../core/fingerprint/checksum";
import { METADATA_PATH, revisionDocumentPath, videoPrefix } from "../../core/naming/document-path";
import type { VideoRow } from "../../ports/database";
import { objectKey, readAll } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { readDocument } from "../documents/documents";
import { listAll } from "../documents/list-all";
import { DOCUMENT_SCHEMAS, manifestShape, metadataShape } from "../documents/schemas";
import { loadHead } from "../videos/load-head";

export interface Problem {
  kind:
    | "missing"
    | "corrupt"
    | "orphan"
    | "stale-pointer"
    | "wrong-cost"
    | "wrong-status"
    | "unknown-schema"
    | "invalid-json";
  videoId: string;
  key: string | null;
  detail: string;
  /** Whether it can be rebuilt from what is left. */
  repairable: boolean;
}

/**
 * One video: every object of its head's manifest is there with the bytes it promises, `metadata.json` equals the row, and the cost is
 * the sum of its runs. Objects that nothing names count as orphans only while no run is at work.
 */
export async function verifyVideo(options: {
  ctx: Context;
  video: VideoRow;
}): Promise<{ problems: Problem[]; objects: number }> {
  const { ctx, video } = options;
  const problems: Problem[] = [];
  const report = (kind: Problem["kind"], key: string | null, detail: string, repairable: boolean) =>
    problems.push({ kind, videoId: video.id, key, detail, repairable });
  const { active, cost, exports } = await inTenant(ctx, async ({ runs }) => ({
    active: await runs.active(video.id),
    cost: await runs.totalCost(video.id),
    exports: (await runs.ofVideo({ videoId: video.id, limit: 1_000 })).filter((run) => run.type === "export"),
  }));

  const named = new Set<string>();
  if (video.headRevision > 0) await verifyRevision({ ctx, video, report, named });
  if (active === null) {
    if (cost !== video.totalCostMicros) {
      report("wrong-cost", null, `The row says ${video.totalCostMicros}, the runs add up to ${cost}.`, true);
    }
    if (video.headRevision > 0) await verifyMetadata({ ctx, video, report });
  }
  const heads = await listAll(ctx.objects, `${videoPrefix(video.id)}/`);
  const isExporting = exports.some((run) => run.finishedAt === null);
  if (active === null && !isExporting) {
    const earlier = await namedByEarlierRevisions({ ctx, video });
    for (const head of heads) {
      if (!isAsset(video, head.key) || named.has(head.key) || earlier.has(head.key)) continue;
      report("orphan", head.key, "Nothing names this object.", true);
    }
  }
  return { problems, objects: heads.length };
}

type Report = (kind: Problem["kind"], key: string | null, detail: string, repairable: boolean) => void;

async function verifyRevision(options: {
  ctx: Context;
  video: VideoRow;
  report: Report;
  named: Set<string>;
}): Promise<void> {
  const { ctx, video, report, named } = options;
  const path = revisionDocumentPath(video.headRevision, "manifest.json");
  const key = `${videoPrefix(video.id)}/${path}`;
  try {
    await loadHead({ ctx, video });
    const manifest = await readDocument({
      ctx,
      videoId: video.id,
      path,
      schema: DOCUMENT_SCHEMAS.manifest,
      shape: manifestShape,
    });
    if (manifest === null) return void report("missing", key, "The head's manifest is missing.", false);
    for (const entry of manifest.objects) {
      named.add(entry.key);
      const body = await ctx.objects.get(objectKey(entry.key));
      if (body === null) {
        report("missing", entry.key, "The manifest names it and the store has it not.", false);
        continue;
      }
      const found = checksumOf(await readAll(body), ctx.hash).replace("sha256:", "");
      if (found !== entry.sha256) {
        report("corrupt", entry.key, `Its bytes hash to ${found}, not to ${entry.sha256}.`, false);
      }
    }
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    const kind = error.code === "unknown-schema" ? "unknown-schema" : "invalid-json";
    report(kind, String(error.details?.path ?? key), error.message, false);
  }
}

async function verifyMetadata(options: { ctx: Context; video: VideoRow; report: Report }): Promise<void> {
  const { ctx, video, report } = options;
  const key = `${videoPrefix(video.id)}/${METADATA_PATH}`;
  try {
    const metadata = await readDocument({
      ctx,
      videoId: video.id,
      path: METADATA_PATH,
      schema: DOCUMENT_SCHEMAS.metadata,
      shape: metadataShape,
    });
    if (metadata === null) return void report("missing", key, "metadata.json is missing.", true);
    if (metadata.headRevision !== video.headRevision) {
      report(
        "stale-pointer",
        key,
        `It says revision ${metadata.headRevision}, the row ${video.headRevision}.`,
        true,
      );
    }
    if (metadata.totalCostMicros !== video.totalCostMicros) {
      report(
        "wrong-cost",
        key,
        `It says ${metadata.totalCostMicros}, the row ${video.totalCostMicros}.`,
        true,
      );
    }
    if (metadata.status !== video.status) {
      report("wrong-status", key, `It says ${metadata.status}, the row ${video.status}.`, true);
    }
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    report(error.code === "unknown-schema" ? "unknown-schema" : "invalid-json", key, error.message, true);
  }
}

/** Earlier revisions keep what they name: they can be gone back to. */
async function namedByEarlierRevisions(options: { ctx: Context; video: VideoRow }): Promise<Set<string>> {
  const { ctx, video } = options;
  const named = new Set<string>();
  for (let revision = 1; revision < video.headRevision; revision++) {
    const manifest = await readDocument({
      ctx,
      videoId: video.id,
      path: revisionDocumentPath(revision, "manifest.json"),
      schema: DOCUMENT_SCHEMAS.manifest,
      shape: manifestShape,
    }).catch(() => null);
    for (const entry of manifest?.objects ?? []) named.add(entry.key);
  }
  return named;
}

/** Assets of revisions; exports have manifests of their own and are roots, like revisions. */
function isAsset(video: VideoRow, key: string): boolean {
  const prefix = `${videoPrefix(video.id)}/assets/`;
  return key.startsWith(prefix) && !key.startsWith(`${prefix}exports/`);
}
