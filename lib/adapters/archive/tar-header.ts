import { ReelgraphError } from "../../core/errors";

/** Everything in a tar is a multiple of so many bytes. */
export const BLOCK = 512;

const ENCODER = new TextEncoder();
const PLAIN = /^[\x20-\x7e]{1,100}$/;
/** Eleven octal digits. */
const MOST_PLAIN_BYTES = 0o77777777777;
/** Ours among the extended records; other programs pass over it. */
const MEDIA_TYPE = "REELGRAPH.mediatype";

export interface FileHeader {
  name: string;
  bytes: number;
  modifiedAt: Date;
  mediaType?: string | undefined;
}

/** The blocks before a file's bytes: POSIX's ustar, with an extended header (pax) where that has no room for the name or the size. */
export function encodeHeader(file: FileHeader): Uint8Array {
  const records: [string, string][] = [];
  if (!PLAIN.test(file.name)) records.push(["path", file.name]);
  if (file.bytes > MOST_PLAIN_BYTES) records.push(["size", String(file.bytes)]);
  if (file.mediaType !== undefined) records.push([MEDIA_TYPE, file.mediaType]);
  const name = PLAIN.test(file.name) ? file.name : "long-name";
  const bytes = Math.min(file.bytes, MOST_PLAIN_BYTES);
  const own = block({ ...file, name, bytes, type: "0" });
  if (records.length === 0) return own;
  const text = ENCODER.encode(records.map(([key, value]) => record(key, value)).join(""));
  const extended = block({ name: "pax", bytes: text.length, modifiedAt: file.modifiedAt, type: "x" });
  const whole = new Uint8Array(extended.length + text.length + padding(text.length) + own.length);
  whole.set(extended);
  whole.set(text, extended.length);
  whole.set(own, whole.length - own.length);
  return whole;
}

/** How many zeros come behind so many bytes. */
export function padding(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}

/** `type`: `0` a file, `x` the extended header of the file behind it. Null for a block of zeros, which ends an archive. */
export function decodeBlock(bytes: Uint8Array): { name: string; bytes: number; type: string } | null {
  if (bytes.every((byte) => byte === 0)) return null;
  const field = (start: number, length: number) => {
    const part = bytes.subarray(start, start + length);
    const end = part.indexOf(0);
    return new TextDecoder().decode(end === -1 ? part : part.subarray(0, end));
  };
  const octal = (start: number, length: number) => {
    const text = field(start, length).trim();
    if (!/^[0-7]+$/.test(text)) throw damaged("a header of it is not one.");
    return Number.parseInt(text, 8);
  };
  if (field(257, 5) !== "ustar" || octal(148, 8) !== sumOf(bytes))
    throw damaged("a header of it is not one.");
  const prefix = field(345, 155);
  const name = field(0, 100);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    bytes: octal(124, 12),
    type: field(156, 1) || "0",
  };
}

/** What an extended header says of the file behind it. */
export function decodeRecords(bytes: Uint8Array): { path?: string; size?: number; mediaType?: string } {
  const said: { path?: string; size?: number; mediaType?: string } = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(new TextDecoder().decode(bytes.subarray(at, space)));
    const isWhole =
      space > at && Number.isInteger(length) && length > space - at && at + length <= bytes.length;
    if (!isWhole || bytes[at + length - 1] !== 0x0a) throw damaged("an extended header of it is not one.");
    const text = new TextDecoder().decode(bytes.subarray(space + 1, at + length - 1));
    const equals = text.indexOf("=");
    const [key, value] = [text.slice(0, equals), text.slice(equals + 1)];
    if (key === "path") said.path = value;
    if (key === "size") said.size = Number(value);
    if (key === MEDIA_TYPE) said.mediaType = value;
    at += length;
  }
  return said;
}

export function damaged(how: string, cause?: unknown): ReelgraphError {
  return new ReelgraphError({ code: "integrity", message: `The archive is damaged: ${how}`, cause });
}

function block(file: FileHeader & { type: string }): Uint8Array {
  const bytes = new Uint8Array(BLOCK);
  const put = (start: number, text: string) => bytes.set(ENCODER.encode(text), start);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(0, file.name);
  put(100, `${octal(0o644, 7)}\0`);
  put(108, `${octal(0, 7)}\0`);
  put(116, `${octal(0, 7)}\0`);
  put(124, `${octal(file.bytes, 11)}\0`);
  put(136, `${octal(Math.max(0, Math.floor(file.modifiedAt.getTime() / 1_000)), 11)}\0`);
  put(156, file.type);
  put(257, "ustar\0" + "00");
  put(148, `${octal(sumOf(bytes), 6)}\0 `);
  return bytes;
}

/** Of all bytes, those of the sum itself taken for blanks. */
function sumOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

/** `length key=value\n`, the length counting itself. */
function record(key: string, value: string): string {
  const rest = ENCODER.encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return `${length} ${key}=${value}\n`;
}
