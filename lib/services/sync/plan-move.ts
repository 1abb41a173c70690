import pLimit from "p-limit";
import { ReelgraphError } from "../../core/errors";
import type { Checksum } from "../../core/fingerprint/types";
import { revisionDocumentPath, videoPrefix } from "../../core/naming/document-path";
import type { Context } from "../context";
import { readDocument } from "../documents/documents";
import { DOCUMENT_SCHEMAS, exportManifestShape, manifestShape } from "../documents/schemas";
import { isExportManifest, revisionFolderOf } from "../maintenance/clean/reachable";
import { checksumAt, inputRevisionOf, manifestChecksum, type Side } from "./side";

/** How the copy that is moved stands to the other one. What is behind or has gone another way is not moved. */
export type Relation =
  /** There is none yet. */
  | "new"
  /** The other one's head is among its own revisions. */
  | "ahead"
  /** Both have the same head. */
  | "same";

export interface Move {
  relation: Relation;
  /** What the target has not, in the order in which it is safe to store: what is named before what names it. */
  objects: { path: string; bytes: number; checksum: Checksum | null }[];
  /** Whether edits that no run has taken up go along. */
  draft: boolean;
}

const LOOKS_AT_ONCE = 8;
/** A run writes more often than that; a dead one does not write any more. */
const AT_WORK_WITHIN_MS = 30 * 60_000;

/**
 * What would have to move for the target to be what the source is. Throws `conflict` when both have committed since they were the same,
 * when the target is ahead, or when it has edits of its own; `run-active` when a run is at work at either; `integrity` when the source
 * itself is not whole. Reads, and writes nothing.
 */
export async function planMove(options: {
  ctx: Context;
  source: Side;
  target: Side;
  /** Edits at the target that no run has taken up may be replaced. */
  mayDiscardEdits?: boolean;
}): Promise<Move> {
  const { ctx, source, target } = options;
  if (source.head === 0) {
    throw new ReelgraphError({
      code: "not-found",
      message: `${source.name} has no committed revision of ${source.videoId}.`,
    });
  }
  const relation = await relationOf(options);
  await assertSameWhereBoth(options);
  assertNobodyAtWork({ ctx, side: source, other: target });
  assertNobodyAtWork({ ctx, side: target, other: source });
  const promised = await promisesOf(ctx, source);
  const objects = [...source.heads]
    .filter(([path, { bytes }]) => isMoved(path, source) && target.heads.get(path)?.bytes !== bytes)
    .map(([path, { bytes, checksum }]) => ({ path, bytes, checksum: promised.get(path) ?? checksum }))
    .sort((one, other) => rankOf(one.path) - rankOf(other.path) || (one.path < other.path ? -1 : 1));
  return { relation, objects, draft: await isDraftMoved(options) };
}

async function relationOf({ ctx, source, target }: Parameters<typeof planMove>[0]): Promise<Relation> {
  if (target.head === 0) return "new";
  const hash = (side: Side, revision: number) => manifestChecksum({ ctx, side, revision });
  const there = await hash(target, target.head);
  if (there === null) {
    throw new ReelgraphError({
      code: "integrity",
      message: `${target.name} has no manifest of revision ${target.head}, its head. "reelgraph verify" says what is left.`,
    });
  }
  if ((await hash(source, target.head)) === there) return source.head === target.head ? "same" : "ahead";
  const own = await hash(source, source.head);
  const isBehind = source.head < target.head && (await hash(target, source.head)) === own;
  if (isBehind) {
    throw conflict({
      source,
      target,
      message: `${target.name} is ahead: it has revision ${target.head}, ${source.name} revision ${source.head}. Move it the other way.`,
    });
  }
  const common = await commonRevision({ ctx, source, target });
  throw conflict({
    ...{ source, target, common },
    message: [
      `The copies of ${source.videoId} have gone different ways: ${source.name} has revision ${source.head} (${shortened(own)}),`,
      `${target.name} revision ${target.head} (${shortened(there)}).`,
      common === 0 ? "They share no revision." : `The last they share is revision ${common}.`,
      "Nothing was moved.",
    ].join(" "),
  });
}

async function commonRevision(options: { ctx: Context; source: Side; target: Side }): Promise<number> {
  const { ctx, source, target } = options;
  for (let revision = Math.min(source.head, target.head); revision > 0; revision--) {
    const here = await manifestChecksum({ ctx, side: source, revision });
    if (here !== null && here === (await manifestChecksum({ ctx, side: target, revision }))) return revision;
  }
  return 0;
}

/** What never changes is the same wherever it is. Assets are named by what they are; of all else the checksums are compared. */
async function assertSameWhereBoth(options: { ctx: Context; source: Side; target: Side }): Promise<void> {
  const { ctx, source, target } = options;
  const limit = pLimit(LOOKS_AT_ONCE);
  const looks = [...source.heads].map(([path, own]) =>
    limit(async () => {
      const other = target.heads.get(path);
      if (!other || !isImmutable(path)) return;
      const isSame =
        own.bytes === other.bytes &&
        (isAsset(path) ||
          (await checksumAt({ ctx, side: source, path })) ===
            (await checksumAt({ ctx, side: target, path })));
      if (isSame) return;
      throw conflict({
        ...{ source, target },
        message: `${path} of ${source.videoId} is not the same in ${source.name} and in ${target.name}: both have gone on by themselves. Nothing was moved.`,
      });
    }),
  );
  await Promise.all(looks);
}

/**
 * Documents of a run that was not committed, that the other side has not, and that somebody has just written. Where rows can be asked,
 * they have been; a bucket alone tells no more.
 */
function assertNobodyAtWork({ ctx, side, other }: { ctx: Context; side: Side; other: Side }): void {
  if (side.hasRows) return;
  const since = ctx.clock.now().getTime() - AT_WORK_WITHIN_MS;
  for (const [path, { modifiedAt }] of side.heads) {
    const folder = revisionFolderOf(path);
    const isOpen = folder !== null && Number(folder.slice("dag/".length)) > side.head;
    if (!isOpen || other.heads.has(path) || modifiedAt.getTime() < since) continue;
    throw new ReelgraphError({
      code: "run-active",
      message: `A run of ${side.videoId} is at work in ${side.name}, or was a moment ago (${path}). Let it end, or try again in half an hour.`,
    });
  }
}

/** Keys → checksums that manifests promise: what a store recorded at some time may be of bytes that have rotted since. */
async function promisesOf(ctx: Context, source: Side): Promise<ReadonlyMap<string, Checksum>> {
  const promised = new Map<string, Checksum>();
  const common = { ctx: { ...ctx, objects: source.objects }, videoId: source.videoId };
  const prefix = `${videoPrefix(source.videoId)}/`;
  for (const path of source.heads.keys()) {
    if (/^dag\/\d+\/manifest\.json$/.test(path)) {
      const manifest = await readDocument({
        ...{ ...common, path, schema: DOCUMENT_SCHEMAS.manifest },
        shape: manifestShape,
      });
      const isHead = path === revisionDocumentPath(source.head, "manifest.json");
      for (const { key, bytes, sha256 } of manifest?.objects ?? []) {
        const named = key.slice(prefix.length);
        if (isHead && source.heads.get(named)?.bytes !== bytes) {
          throw new ReelgraphError({
            code: "integrity",
            message: `${named} is not in ${source.name} as the manifest of revision ${source.head} says. "reelgraph verify" says more.`,
          });
        }
        promised.set(named, `sha256:${sha256}` as Checksum);
      }
    } else if (isExportManifest(path)) {
      const film = await readDocument({
        ...{ ...common, path, schema: DOCUMENT_SCHEMAS.exportManifest },
        shape: exportManifestShape,
      });
      for (const kept of film ? [film.mp4, film.poster] : []) {
        promised.set(kept.key, `sha256:${kept.sha256}` as Checksum);
      }
    }
  }
  return promised;
}

async function isDraftMoved(options: Parameters<typeof planMove>[0]): Promise<boolean> {
  const { ctx, source, target, mayDiscardEdits = false } = options;
  const isSame = source.draft && target.draft && sameBytes(source.draft.bytes, target.draft.bytes);
  if (isSame) return false;
  const isPending = target.draft && target.draft.inputRevision > (await inputRevisionOf(ctx, target));
  if (isPending && !mayDiscardEdits) {
    throw conflict({
      ...{ source, target },
      message: `${target.name} has edits of ${source.videoId} that no run has taken up (input revision ${target.draft?.inputRevision}). Run them or take them back there first.`,
    });
  }
  return source.draft !== null;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Whole revisions up to the head, what dead runs left, films, logs: all that is never changed. */
function isMoved(path: string, source: Side): boolean {
  if (!isImmutable(path)) return false;
  const folder = revisionFolderOf(path);
  // A revision beyond the head that has a manifest is a commit whose pointer has not come through.
  return (
    folder === null ||
    Number(folder.slice("dag/".length)) <= source.head ||
    !source.heads.has(`${folder}/manifest.json`)
  );
}

function isImmutable(path: string): boolean {
  return /^(?:assets|dag|runs)\//.test(path);
}

function isAsset(path: string): boolean {
  return path.startsWith("assets/") && !isExportManifest(path);
}

/**
 * Assets; then plans, each of one run and of no other: of two who push different runs as the same revision one is refused here, and has
 * stored no other document of it; then logs and documents; then what names them.
 */
export function rankOf(path: string): 0 | 1 | 2 | 3 {
  if (isAsset(path)) return 0;
  if (path.endsWith("/plan.json")) return 1;
  return isExportManifest(path) || path.endsWith("/manifest.json") ? 3 : 2;
}

function conflict(options: { source: Side; target: Side; message: string; common?: number }): ReelgraphError {
  const { source, target, message, common } = options;
  const revisions = { [source.name]: source.head, [target.name]: target.head };
  return new ReelgraphError({
    code: "conflict",
    message,
    details: { videoId: source.videoId, revisions, ...(common === undefined ? {} : { common }) },
  });
}

function shortened(checksum: Checksum | null): string {
  return checksum === null ? "no manifest" : checksum.slice(0, "sha256:".length + 12);
}
