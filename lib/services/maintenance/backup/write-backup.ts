import { checksumOf } from "../../../core/fingerprint/checksum";
import type { VideoId } from "../../../core/ids";
import { METADATA_PATH, videoPrefix } from "../../../core/naming/document-path";
import type { Archives, NewEntry, RunningHash } from "../../../ports/archive";
import { type ObjectBody, type ObjectHead, readAll } from "../../../ports/object-store";
import type { Ports } from "../../context";
import { metadataShape } from "../../documents/schemas";
import { encodeMetadata } from "../../videos/write-metadata";
import {
  BACKUP_SCHEMA,
  type BackupManifest,
  type BackupProblem,
  encodeJson,
  HEADER_NAME,
  MANIFEST_NAME,
  MANIFEST_SCHEMA,
  manifestPartName,
  OBJECTS_FOLDER,
  rowsName,
} from "./format";
import { StandingAt } from "./standing-at";

/** Lines are gathered to parts of about so many bytes: a part's length stands before it, so that it is held whole. */
const PART_BYTES = 1024 * 1024;
const OBJECTS_IN_PART = 1_000;
/** Up to here an object is read before it is written, so that one that is being replaced is either the old or the new one. */
const READ_WHOLE_BYTES = 1024 * 1024;

export interface BackupReport {
  tables: BackupManifest["tables"];
  rows: number;
  objects: number;
  /** Of the objects. */
  bytes: number;
  leftOut: number;
  problems: BackupProblem[];
  /** Runs that were under way: they go on from here when it is restored. */
  activeRuns: number;
}

export type BackupPorts = Pick<Ports, "database" | "objects" | "clock" | "hash" | "log">;

/**
 * Database and objects of all workspaces as one compressed stream (format.ts). The rows are read in one transaction, then the objects:
 * these are immutable, and what was written after the rows is left out, so that what is in the backup fits together although work went
 * on meanwhile. `report` is called with what is in it before the stream ends.
 */
export function writeBackup(options: {
  ports: BackupPorts;
  archives: Archives;
  version: string;
  report(report: BackupReport): void;
  /** Called now and then with the bytes of objects so far. */
  onProgress?(bytes: number): Promise<void>;
}): AsyncIterable<Uint8Array> {
  const { ports, archives, version, report, onProgress } = options;
  return archives.pack(async (add) => {
    const at = ports.clock.now();
    const addBytes = (name: string, bytes: Uint8Array) =>
      add({ name, bytes: bytes.length, body: [bytes], modifiedAt: at });
    const standing = new StandingAt(at);
    const tables = await addRows({ ports, archives, version, at, standing, addBytes });
    const objects = await addObjects({ ports, archives, standing, add, addBytes, onProgress });
    const { count, bytes, parts, sha256, leftOut, problems } = objects;
    const manifest: BackupManifest = {
      tables,
      objects: { count, bytes, parts, sha256 },
      leftOut,
      problems,
    };
    await addBytes(MANIFEST_NAME, encodeJson(MANIFEST_SCHEMA, manifest));
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    report({ tables, rows, objects: count, bytes, leftOut, problems, activeRuns: standing.activeRuns });
  });
}

type AddBytes = (name: string, bytes: Uint8Array) => Promise<void>;

async function addRows(options: {
  ports: BackupPorts;
  archives: Archives;
  version: string;
  at: Date;
  standing: StandingAt;
  addBytes: AddBytes;
}): Promise<BackupManifest["tables"]> {
  const { ports, archives, version, at, standing, addBytes } = options;
  const { dumps } = ports.database;
  return await dumps.dump(async (dump) => {
    const { migration } = dumps;
    const header = { version, createdAt: at.toISOString(), migration, tables: dump.tables };
    await addBytes(HEADER_NAME, encodeJson(BACKUP_SCHEMA, header));
    const tables: BackupManifest["tables"] = [];
    for (const { name } of dump.tables) {
      const parts = new Parts(archives.sha256(), (part, bytes) => addBytes(rowsName(name, part), bytes));
      for await (const lines of dump.rows(name)) {
        standing.note(name, lines);
        for (const line of lines) await parts.add(line);
      }
      const { lines: rows, bytes, sha256 } = await parts.end();
      tables.push({ name, rows, bytes, sha256 });
    }
    return tables;
  });
}

async function addObjects(options: {
  ports: BackupPorts;
  archives: Archives;
  standing: StandingAt;
  add(entry: NewEntry): Promise<void>;
  addBytes: AddBytes;
  onProgress: ((bytes: number) => Promise<void>) | undefined;
}) {
  const { ports, archives, standing, add, addBytes, onProgress } = options;
  const parts = new Parts(archives.sha256(), (part, bytes) => addBytes(manifestPartName(part), bytes), {
    lines: OBJECTS_IN_PART,
  });
  const problems: BackupProblem[] = [];
  let total = 0;
  let leftOut = 0;
  for await (const { key, modifiedAt } of everyVideoObject(ports)) {
    const [, videoId = ""] = key.split("/");
    const path = key.slice(videoPrefix(videoId).length + 1);
    if (!standing.isKnown({ videoId, path, modifiedAt })) {
      leftOut++;
      continue;
    }
    const found = await ports.objects.get(key);
    if (found === null) {
      problems.push({ key, problem: "vanished" });
      continue;
    }
    const object = await opened({ ports, body: found, standing, videoId, path });
    const hash = archives.sha256();
    const { mediaType } = found.head;
    const entry = { name: `${OBJECTS_FOLDER}${key}`, bytes: object.bytes, mediaType };
    await add({ ...entry, modifiedAt: found.head.modifiedAt, body: hashed(object.body, hash) });
    const sha256 = hash.hex();
    if (object.promised !== null && object.promised !== `sha256:${sha256}`) {
      problems.push({ key, problem: "corrupt" });
    }
    await parts.add(JSON.stringify({ key, bytes: object.bytes, sha256, mediaType }));
    total += object.bytes;
    await onProgress?.(total);
  }
  const { lines: count, parts: number, sha256 } = await parts.end();
  return { count, bytes: total, parts: number, sha256, leftOut, problems };
}

async function* everyVideoObject({ objects }: BackupPorts): AsyncGenerator<ObjectHead> {
  let cursor: string | null = null;
  do {
    const page = await objects.list({ prefix: "videos/", ...(cursor === null ? {} : { cursor }) });
    cursor = page.cursor;
    yield* page.heads;
  } while (cursor !== null);
}

interface Opened {
  bytes: number;
  body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** What the store recorded when it was put; null: it did not, or these are other bytes. */
  promised: string | null;
}

async function opened(options: {
  ports: BackupPorts;
  body: ObjectBody;
  standing: StandingAt;
  videoId: string;
  path: string;
}): Promise<Opened> {
  const { ports, body, standing, videoId, path } = options;
  const { bytes, checksum } = body.head;
  if (bytes > READ_WHOLE_BYTES) return { bytes, body: body.stream, promised: checksum };
  const read = await readAll(body);
  const found = checksumOf(read, ports.hash);
  const now = path === METADATA_PATH ? asTheRowHasIt({ standing, videoId, bytes: read }) : null;
  if (now !== null) return { bytes: now.length, body: [now], promised: null };
  return { bytes: read.length, body: [read], promised: checksum === found ? null : checksum };
}

/** `metadata.json` as it was when the rows were read; null: it is, or nobody can tell. */
function asTheRowHasIt(options: {
  standing: StandingAt;
  videoId: string;
  bytes: Uint8Array;
}): Uint8Array | null {
  const { standing, videoId, bytes } = options;
  try {
    const metadata = metadataShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const row = standing.behind(videoId, metadata);
    return row && encodeMetadata({ ...row, id: videoId as VideoId });
  } catch {
    return null;
  }
}

async function* hashed(
  body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  hash: RunningHash,
): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    hash.update(piece);
    yield piece;
  }
}

/** Lines gathered to parts, counted and hashed as if they were one file. */
class Parts {
  private lines: string[] = [];
  private bytes = 0;
  private readonly total = { lines: 0, bytes: 0, parts: 0 };

  constructor(
    private readonly hash: RunningHash,
    private readonly write: (part: number, bytes: Uint8Array) => Promise<void>,
    private readonly most: { lines: number } = { lines: Number.POSITIVE_INFINITY },
  ) {}

  async add(line: string): Promise<void> {
    this.lines.push(line);
    this.bytes += line.length + 1;
    if (this.bytes >= PART_BYTES || this.lines.length >= this.most.lines) await this.flush();
  }

  async end(): Promise<{ lines: number; bytes: number; parts: number; sha256: string }> {
    await this.flush();
    return { ...this.total, sha256: this.hash.hex() };
  }

  private async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const text = new TextEncoder().encode(`${this.lines.join("\n")}\n`);
    this.total.lines += this.lines.length;
    this.total.bytes += text.length;
    this.total.parts++;
    this.hash.update(text);
    this.lines = [];
    this.bytes = 0;
    await this.write(this.total.parts, text);
  }
}
