import { z } from "zod";

/**
 * A backup is a `tar.gz` with, in this order:
 * - `backup.json`: which version it is of, and when it was begun;
 * - `rows/{table}/{part}.jsonl`: every table's rows, a line each, tables in the order in which they refer to each other;
 * - `objects/{key}`: the objects, each `manifest/{part}.jsonl` behind those that it lists with bytes and sha256;
 * - `manifest.json`: rows, bytes and sha256 of each table's lines, and of all lines of the manifest's parts. A backup without it was cut off.
 */
export const BACKUP_SCHEMA = "backup@1";
export const MANIFEST_SCHEMA = "backup-manifest@1";

export const HEADER_NAME = "backup.json";
export const MANIFEST_NAME = "manifest.json";
export const OBJECTS_FOLDER = "objects/";

export function rowsName(table: string, part: number): string {
  return `rows/${table}/${sixDigits(part)}.jsonl`;
}

export function manifestPartName(part: number): string {
  return `manifest/${sixDigits(part)}.jsonl`;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const whole = z.number().int().min(0);

export const headerShape = z.object({
  /** Of Reelgraph. */
  version: z.string(),
  /** When it was begun: its rows are as they were at this moment or a little later. */
  createdAt: z.iso.datetime(),
  /** The newest migration that the database had had. */
  migration: whole,
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
});

/** A line of a manifest's part. */
export const objectLineShape = z.object({
  key: z.string(),
  bytes: whole,
  sha256: digest,
  mediaType: z.string(),
});

/** What was not as it should be while the backup was made. */
const problemShape = z.object({
  key: z.string(),
  /** `vanished`: deleted after it was listed. `corrupt`: not the bytes that the store was once given; it is in the backup as it is. */
  problem: z.enum(["vanished", "corrupt"]),
});

export const backupManifestShape = z.object({
  tables: z.array(z.object({ name: z.string(), rows: whole, bytes: whole, sha256: digest })),
  objects: z.object({ count: whole, bytes: whole, parts: whole, sha256: digest }),
  /** Objects that were written after the rows had been read, and which these therefore know nothing of. */
  leftOut: whole,
  problems: z.array(problemShape),
});

export type BackupHeader = z.output<typeof headerShape>;
export type BackupManifest = z.output<typeof backupManifestShape>;
export type BackupProblem = z.output<typeof problemShape>;

/** A line of text with a schema in front, as documents have it; rows and manifest lines go without, there are too many. */
export function encodeJson(schema: string, value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ schema, ...value }, null, 2)}\n`);
}

function sixDigits(part: number): string {
  return String(part).padStart(6, "0");
}
