import type { z } from "zod";
import { isReelgraphError, ReelgraphError } from "../../../core/errors";
import type { ArchiveEntry, Archives, RunningHash } from "../../../ports/archive";
import type { RowLine, TableOutline } from "../../../ports/row-dump";
import { parseStamp } from "../../documents/upcast";
import {
  BACKUP_SCHEMA,
  type BackupHeader,
  type BackupManifest,
  backupManifestShape,
  HEADER_NAME,
  headerShape,
  MANIFEST_NAME,
  MANIFEST_SCHEMA,
  manifestPartName,
  OBJECTS_FOLDER,
  objectLineShape,
  rowsName,
} from "./format";

/** Documents and parts of a backup are smaller than this; whatever says it is larger is none. */
const MOST_TEXT_BYTES = 256 * 1024 * 1024;

export interface BackupVisitor {
  /** May throw, so that nothing is read of a backup that cannot be used. */
  header?(header: BackupHeader): void;
  rows?(table: TableOutline, lines: readonly RowLine[]): Promise<void>;
  /** Nothing was checked yet of the body; it has to be read to its end, or not at all. */
  object?(object: {
    key: string;
    bytes: number;
    mediaType: string;
    body: AsyncIterable<Uint8Array>;
  }): Promise<void>;
}

/**
 * Reads a backup from its beginning to its end and holds every byte against its manifest. Throws `integrity` for one that was damaged or
 * cut off, and `unknown-schema` for one of a newer version. Only when it returns is all of it known to be whole.
 */
export async function readBackup(options: {
  archives: Archives;
  stream: AsyncIterable<Uint8Array>;
  visitor: BackupVisitor;
}): Promise<{ header: BackupHeader; manifest: BackupManifest }> {
  const { archives, stream, visitor } = options;
  const entries = archives.unpack(stream)[Symbol.asyncIterator]();
  try {
    const reading = new Reading(archives, visitor);
    for (let next = await entries.next(); !next.done; next = await entries.next()) {
      await reading.entry(next.value);
    }
    return reading.end();
  } catch (error) {
    if (isReelgraphError(error) || !(error instanceof SyntaxError)) throw error;
    throw damaged("Something in it is not JSON.", error);
  } finally {
    await entries.return?.();
  }
}

/** One backup on its way through. */
class Reading {
  private header: BackupHeader | null = null;
  private manifest: BackupManifest | null = null;
  private readonly tables = new Map<
    string,
    { rows: number; bytes: number; parts: number; hash: RunningHash }
  >();
  private table = -1;
  /** Lines as the next part of the manifest should have them. */
  private readonly unlisted: { key: string; bytes: number; sha256: string; mediaType: string }[] = [];
  private readonly objects = { count: 0, bytes: 0, parts: 0 };
  private readonly listed: RunningHash;

  constructor(
    private readonly archives: Archives,
    private readonly visitor: BackupVisitor,
  ) {
    this.listed = archives.sha256();
  }

  async entry(entry: ArchiveEntry): Promise<void> {
    const { name } = entry;
    if (this.manifest !== null) throw damaged(`${name} lies behind its end.`);
    if (this.header === null) return await this.readHeader(entry);
    if (name.startsWith("rows/")) return await this.readRows(entry, this.header);
    if (name.startsWith(OBJECTS_FOLDER)) return await this.readObject(entry);
    if (name.startsWith("manifest/")) return await this.readPart(entry);
    if (name === MANIFEST_NAME) return await this.readManifest(entry, this.header);
    throw damaged(`${name} does not belong to it.`);
  }

  end(): { header: BackupHeader; manifest: BackupManifest } {
    if (this.header && this.manifest) return { header: this.header, manifest: this.manifest };
    throw damaged("It has no manifest: it was cut off.");
  }

  private async readHeader(entry: ArchiveEntry): Promise<void> {
    if (entry.name !== HEADER_NAME)
      throw damaged(`It begins with ${entry.name}: this is no backup of Reelgraph.`);
    this.header = parse({
      text: await textOf(entry),
      schema: BACKUP_SCHEMA,
      shape: headerShape,
      name: entry.name,
    });
    this.visitor.header?.(this.header);
  }

  private async readRows(entry: ArchiveEntry, { tables }: BackupHeader): Promise<void> {
    const name = entry.name.split("/")[1] ?? "";
    const at = tables.findIndex((table) => table.name === name);
    const outline = tables[at];
    if (!outline || at < this.table || this.objects.count + this.unlisted.length > 0) {
      throw damaged(`${entry.name} is not where it belongs.`);
    }
    this.table = at;
    const known = this.tables.get(name) ?? { rows: 0, bytes: 0, parts: 0, hash: this.archives.sha256() };
    this.tables.set(name, known);
    known.parts++;
    if (entry.name !== rowsName(name, known.parts)) throw damaged(`Rows before ${entry.name} are missing.`);
    const bytes = await bytesOf(entry);
    const lines = linesOf(bytes, entry.name);
    known.rows += lines.length;
    known.bytes += bytes.length;
    known.hash.update(bytes);
    await this.visitor.rows?.(outline, lines);
  }

  private async readObject(entry: ArchiveEntry): Promise<void> {
    const { bytes, mediaType, body } = entry;
    const key = entry.name.slice(OBJECTS_FOLDER.length);
    if (!key.startsWith("videos/")) throw damaged(`${entry.name} does not belong to it.`);
    const hash = this.archives.sha256();
    const hashed = hashing(body, hash);
    await this.visitor.object?.({ key, bytes, mediaType, body: hashed });
    for await (const _ of hashed);
    this.unlisted.push({ key, bytes, sha256: hash.hex(), mediaType });
  }

  private async readPart(entry: ArchiveEntry): Promise<void> {
    this.objects.parts++;
    if (entry.name !== manifestPartName(this.objects.parts)) {
      throw damaged(`Parts of its manifest before ${entry.name} are missing.`);
    }
    const bytes = await bytesOf(entry);
    this.listed.update(bytes);
    const lines = linesOf(bytes, entry.name);
    for (const line of lines) {
      const listed = objectLineShape.safeParse(JSON.parse(line)).data;
      const found = this.unlisted.shift();
      if (!listed) throw damaged(`${entry.name} is not a part of a manifest.`);
      if (!found || found.key !== listed.key) throw damaged(`${listed.key} is missing.`);
      if (found.sha256 !== listed.sha256 || found.bytes !== listed.bytes) {
        throw damaged(`The bytes of ${listed.key} hash to ${found.sha256}, not to ${listed.sha256}.`);
      }
      if (found.mediaType !== listed.mediaType)
        throw damaged(`${listed.key} is of another type than it was.`);
      this.objects.count++;
      this.objects.bytes += listed.bytes;
    }
    const [extra] = this.unlisted;
    if (extra) throw damaged(`${extra.key} is not in its manifest.`);
  }

  private async readManifest(entry: ArchiveEntry, { tables }: BackupHeader): Promise<void> {
    const [extra] = this.unlisted;
    if (extra) throw damaged(`${extra.key} is not in its manifest.`);
    const text = await textOf(entry);
    const manifest = parse({ text, schema: MANIFEST_SCHEMA, shape: backupManifestShape, name: entry.name });
    const nothing = { rows: 0, bytes: 0, hash: this.archives.sha256() };
    const empty = nothing.hash.hex();
    for (const [at, { name }] of tables.entries()) {
      const promised = manifest.tables[at];
      const found = this.tables.get(name);
      const sha256 = found?.hash.hex() ?? empty;
      const isSame =
        promised?.name === name &&
        promised.rows === (found?.rows ?? 0) &&
        promised.bytes === (found?.bytes ?? 0) &&
        promised.sha256 === sha256;
      if (!isSame) throw damaged(`The rows of ${name} are not those of its manifest.`);
    }
    const { count, bytes, parts, sha256 } = manifest.objects;
    const isWhole =
      manifest.tables.length === tables.length &&
      count === this.objects.count &&
      bytes === this.objects.bytes &&
      parts === this.objects.parts &&
      sha256 === this.listed.hex();
    if (!isWhole) throw damaged("Its objects are not those of its manifest.");
    this.manifest = manifest;
  }
}

function parse<T extends z.ZodType>(options: {
  text: string;
  schema: string;
  shape: T;
  name: string;
}): z.output<T> {
  const { text, schema, shape, name } = options;
  const value: unknown = JSON.parse(text);
  const said = (value as { schema?: unknown } | null)?.schema;
  const [found, wanted] = [typeof said === "string" ? parseStamp(said) : null, parseStamp(schema)];
  if (found?.name !== wanted?.name)
    throw damaged(`${name} is no ${wanted?.name}: this is no backup of Reelgraph.`);
  if (found && wanted && found.version > wanted.version) {
    throw new ReelgraphError({
      code: "unknown-schema",
      message: `The backup is a "${said}", and this version reads "${schema}". A newer Reelgraph wrote it: use that one.`,
    });
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw damaged(`${name} is not a valid ${schema}.`);
  return parsed.data;
}

async function textOf(entry: ArchiveEntry): Promise<string> {
  return new TextDecoder().decode(await bytesOf(entry));
}

async function bytesOf({ name, bytes, body }: ArchiveEntry): Promise<Uint8Array> {
  if (bytes > MOST_TEXT_BYTES) throw damaged(`${name} is too large.`);
  const whole = new Uint8Array(bytes);
  let at = 0;
  for await (const piece of body) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function linesOf(bytes: Uint8Array, name: string): string[] {
  const text = new TextDecoder().decode(bytes);
  if (!text.endsWith("\n")) throw damaged(`The last line of ${name} is cut short.`);
  return text.slice(0, -1).split("\n");
}

async function* hashing(body: AsyncIterable<Uint8Array>, hash: RunningHash): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    hash.update(piece);
    yield piece;
  }
}

function damaged(how: string, cause?: unknown): ReelgraphError {
  return new ReelgraphError({
    code: "integrity",
    message: `The backup is damaged. ${how} Nothing of it was restored.`,
    cause,
  });
}
