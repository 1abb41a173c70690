import { z } from "zod";
import { isReelgraphError, ReelgraphError } from "../../../core/errors";
import { DRAFT_ARTIFACTS_PATH, DRAFT_INPUTS_PATH, METADATA_PATH } from "../../../core/naming/document-path";
import { isRunEnded, type RunState } from "../../../core/run/run-state";
import type { Archives } from "../../../ports/archive";
import type { Database } from "../../../ports/database";
import { type ObjectKey, type ObjectStore, objectKey } from "../../../ports/object-store";
import type { RowLine } from "../../../ports/row-dump";
import { IMMUTABLE } from "../../documents/put-immutable";
import type { BackupManifest } from "./format";
import { type BackupVisitor, readBackup } from "./read-backup";

/** Written again and again. */
const PROJECTIONS = [METADATA_PATH, DRAFT_INPUTS_PATH, DRAFT_ARTIFACTS_PATH];

/** A backup that can be read more than once, from its beginning each time. */
export interface BackupSource {
  archives: Archives;
  open(): AsyncIterable<Uint8Array>;
}

export interface CheckedBackup {
  /** When it was made. */
  createdAt: string;
  manifest: BackupManifest;
  videos: number;
  rows: number;
  /** Runs that were under way: they go on. */
  activeRuns: number;
}

/**
 * Reads all of a backup and writes nothing. Throws `integrity` for one that is damaged or was cut off, and `unknown-schema` for one
 * that a newer version wrote (`migration`: how far this one's database goes).
 */
export async function checkBackup(source: BackupSource, migration: number): Promise<CheckedBackup> {
  let activeRuns = 0;
  const visitor: BackupVisitor = {
    header(found) {
      if (found.migration <= migration) return;
      throw new ReelgraphError({
        code: "unknown-schema",
        message: `The backup was made by Reelgraph ${found.version} with migration ${found.migration} of the database, and this version knows ${migration} of them. Use the version that made it, or a newer one.`,
      });
    },
    async rows({ name }, lines) {
      if (name === "runs") activeRuns += lines.filter(isLive).length;
    },
  };
  const { header, manifest } = await readBackup({
    archives: source.archives,
    stream: source.open(),
    visitor,
  }).catch(async (error: unknown) => {
    // A damaged one may look as if a newer version had written it: that shows at its end.
    if (isReelgraphError(error) && error.code === "unknown-schema")
      await source.archives.assertWhole(source.open());
    throw error;
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const videos = manifest.tables.find(({ name }) => name === "videos")?.rows ?? 0;
  return { createdAt: header.createdAt, manifest, videos, rows, activeRuns };
}

/**
 * Puts a backup's objects into a store, each held against the backup's manifest once more. What is there already with the same bytes
 * stays; other bytes throw `conflict`. Documents that are written again and again are as the backup has them.
 */
export async function restoreObjects(source: BackupSource, objects: ObjectStore): Promise<void> {
  await readBackup({
    archives: source.archives,
    stream: source.open(),
    visitor: {
      async object({ key, mediaType, body }) {
        const isProjection = PROJECTIONS.some((path) => key.endsWith(`/${path}`));
        const hash = source.archives.sha256();
        const result = await objects.put({
          key: safeKey(key),
          mediaType,
          body: shielded(body, (piece) => hash.update(piece)),
          condition: { kind: isProjection ? "any" : "create" },
          ...(isProjection ? {} : { cacheControl: IMMUTABLE }),
        });
        if (result.outcome === "stored") return;
        // What is left of it, so that it is known whether it is the same.
        for await (const piece of body) hash.update(piece);
        const there =
          result.head && (result.head.checksum ?? (await rehash(source, objects, result.head.key)));
        if (there === `sha256:${hash.hex()}`) return;
        throw new ReelgraphError({
          code: "conflict",
          message: `${key} is there with other bytes than the backup's. Nothing was written over.`,
        });
      },
    },
  });
}

/**
 * Puts a backup's rows into a database without rows, all or none of them. Runs that were under way come back as runs whose process has
 * died: nobody's slice, nobody's workflow, so that the reconciler starts them; what they had bought, or asked a provider for, they know.
 * Throws `conflict` when the database has rows, `integrity` when it refuses these.
 */
export async function restoreRows(source: BackupSource, database: Database): Promise<void> {
  await database.dumps.fill(async (filling) => {
    await readBackup({
      archives: source.archives,
      stream: source.open(),
      visitor: {
        async rows(table, lines) {
          await filling.add(
            table,
            lines.map((line) => afterRest(table.name, line)),
          );
        },
      },
    });
  });
}

const runLine = z.looseObject({ status: z.string() });

function isLive(line: RowLine): boolean {
  const { data } = runLine.safeParse(JSON.parse(line));
  return data !== undefined && !isRunEnded(data.status as RunState);
}

/** A row as it is once whoever held it is gone. */
function afterRest(table: string, line: RowLine): RowLine {
  if (table === "runs" && isLive(line)) {
    return JSON.stringify({ ...JSON.parse(line), slice_until: null, workflow_run_id: null });
  }
  if (table === "duties") return JSON.stringify({ ...JSON.parse(line), holder: null, held_until: null });
  return line;
}

/** What a key cannot be, no backup of ours has. */
function safeKey(key: string): ObjectKey {
  try {
    return objectKey(key);
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    throw new ReelgraphError({ code: "integrity", message: `The backup is damaged. ${error.message}` });
  }
}

/** Whoever stops half-way leaves the rest of `body` to be read. */
async function* shielded(
  body: AsyncIterable<Uint8Array>,
  see: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    see(next.value);
    yield next.value;
  }
}

/** Of an object whose checksum nobody recorded. */
async function rehash(
  { archives }: BackupSource,
  objects: ObjectStore,
  key: ObjectKey,
): Promise<string | null> {
  const body = await objects.get(key);
  if (body === null) return null;
  const hash = archives.sha256();
  for await (const piece of body.stream) hash.update(piece);
  return `sha256:${hash.hex()}`;
}
