import { ReelgraphError } from "../../core/errors";
import type { RunId } from "../../core/ids";
import {
  DRAFT_ARTIFACTS_PATH,
  DRAFT_INPUTS_PATH,
  METADATA_PATH,
  PAID_ELSEWHERE_PATH,
  revisionDocumentPath,
  videoPrefix,
} from "../../core/naming/document-path";
import type { ObjectKey } from "../../ports/object-store";
import type { Context } from "../context";
import { keyIn } from "../documents/documents";
import { listAll } from "../documents/list-all";
import { putImmutable } from "../documents/put-immutable";
import { addPaidElsewhere } from "../maintenance/reindex/paid-elsewhere";
import { reindexVideo } from "../maintenance/reindex/reindex-video";
import { readTree } from "./read-tree";
import { renameTree } from "./rename-tree";
import type { Sniff, Tree, TreeFiles } from "./tree";

export interface Imported {
  /** `known`: the video is there with the same head, and nothing was done. */
  outcome: "imported" | "known";
  videoId: string;
  /** The id it has in the tree; another one than `videoId` when that is taken here. */
  originalId: string;
  revision: number;
  objects: number;
  bytes: number;
}

/** More copies of one video than anybody keeps. */
const MOST_NAMES = 100;
const PROJECTIONS = new Set<string>([
  METADATA_PATH,
  DRAFT_INPUTS_PATH,
  DRAFT_ARTIFACTS_PATH,
  PAID_ELSEWHERE_PATH,
]);

/**
 * A friendly tree becomes a video again: under its own id when that is free here, else under another one. All of it is checked before
 * anything is written; what was written is taken away again when the rest fails. After a crash, the same again completes it. What its
 * runs cost stays known, and counts in no month's spending: it was paid where it was made.
 */
export async function importTree(options: {
  ctx: Context;
  input: { files: TreeFiles; sniff: Sniff };
}): Promise<Imported> {
  const { ctx, input } = options;
  const original = await readTree({ ctx, ...input });
  for (let name = 0; name < MOST_NAMES; name++) {
    const tree =
      name === 0
        ? original
        : await renameTree({ tree: original, salt: saltOf(original, name), hash: ctx.hash });
    const standing = await standingOf(ctx, tree);
    if (standing === "taken") continue;
    if (standing === "free") await takeIn(ctx, tree);
    const objects = [...tree.objects.values()];
    return {
      outcome: standing === "free" ? "imported" : "known",
      ...{ videoId: tree.videoId, originalId: original.videoId, revision: tree.revision },
      objects: objects.length,
      bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }
  throw new ReelgraphError({
    code: "conflict",
    message: `There are ${MOST_NAMES} other videos of ${original.videoId} here already.`,
  });
}

function manifestOf(tree: Tree): string {
  return revisionDocumentPath(tree.revision, "manifest.json");
}

function saltOf(tree: Tree, name: number): string {
  return `${tree.objects.get(manifestOf(tree))?.checksum}/${name}`;
}

async function standingOf(ctx: Context, tree: Tree): Promise<"free" | "known" | "taken"> {
  const { videoId, revision, runIds } = tree;
  const { found, runs } = await ctx.database.system(async (repositories) => ({
    found: await repositories.videos.find(videoId),
    runs: await Promise.all(runIds.map((id) => repositories.runs.find(id as RunId))),
  }));
  if (found) {
    const { video, deletedAt } = found;
    const isHead = video.headRevision === revision && video.workspaceId === ctx.workspaceId;
    const isThere = isHead && deletedAt === null && (await isStored(ctx, tree, manifestOf(tree)));
    return isThere ? "known" : "taken";
  }
  if (runs.some((run) => run !== null)) return "taken";
  // Without a row, what lies there is what is left of this very import, or somebody else's.
  for (const { key } of await listAll(ctx.objects, `${videoPrefix(videoId)}/`)) {
    const path = key.slice(videoPrefix(videoId).length + 1);
    if (!PROJECTIONS.has(path) && !(await isStored(ctx, tree, path))) return "taken";
  }
  return "free";
}

/** Whether the store has, under that path, the bytes that the tree has. */
async function isStored(ctx: Context, { videoId, objects }: Tree, path: string): Promise<boolean> {
  const head = await ctx.objects.head(keyIn(videoId, path));
  const own = objects.get(path);
  return own !== undefined && head?.bytes === own.bytes && head.checksum === own.checksum;
}

async function takeIn(ctx: Context, tree: Tree): Promise<void> {
  const { videoId, revision } = tree;
  const before = new Set((await listAll(ctx.objects, `${videoPrefix(videoId)}/`)).map(({ key }) => key));
  try {
    await putAll(ctx, tree);
    await addPaidElsewhere({ ctx, objects: ctx.objects, videoId, runs: tree.runIds });
    const { outcome, headRevision, faults } = await reindexVideo({ ctx, videoId, isArriving: true });
    if (outcome === "rebuilt" && headRevision === revision && faults.length === 0) return;
    throw new ReelgraphError({
      code: "integrity",
      message: `The tree does not make a video: ${faults[0]?.detail ?? `reindex calls it ${outcome}`}.`,
    });
  } catch (error) {
    await takeAway(ctx, tree, before).catch((left: unknown) =>
      ctx.log.error({ videoId, error: String(left) }, "import-left-objects"),
    );
    throw error;
  }
}

/** Assets before what names them; `metadata.json`, which names the head, last. */
async function putAll(ctx: Context, { videoId, objects }: Tree): Promise<void> {
  const rank = (path: string) => (path.startsWith("assets/") ? 0 : PROJECTIONS.has(path) ? 2 : 1);
  const ordered = [...objects].sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1));
  for (const [path, object] of ordered) {
    const common = { key: keyIn(videoId, path), mediaType: object.mediaType };
    const bytes = await object.load();
    if (!PROJECTIONS.has(path)) await putImmutable({ ctx, ...common, bytes });
    else await ctx.objects.put({ ...common, body: bytes, condition: { kind: "any" } });
  }
}

/** Only what this import has written, and only while no row speaks of it. */
async function takeAway(ctx: Context, { videoId }: Tree, before: ReadonlySet<string>): Promise<void> {
  if ((await ctx.database.system(({ videos }) => videos.find(videoId))) !== null) return;
  const written: ObjectKey[] = [];
  for (const { key } of await listAll(ctx.objects, `${videoPrefix(videoId)}/`)) {
    if (!before.has(key)) written.push(key);
  }
  await ctx.objects.delete(written);
}
