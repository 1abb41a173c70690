import { deflateSync } from "node:zlib";
import type { Canvas } from "@napi-rs/canvas";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Filter types of the PNG specification, section 9.2. */
const SUB = 1;
const UP = 2;
/** Grain does not pack well at any level; the lowest costs a quarter of the time and a tenth more bytes. */
const LEVEL = 1;

/** An opaque canvas as an RGB PNG: three channels, the better of two filters to a row, quick compression. */
export function encodePng(canvas: Canvas): Uint8Array {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const packed = deflateSync(filterRows(data, width, height), { level: LEVEL });
  return join([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Each row becomes its differences to the pixel on its left or to the row above, whichever a sample says are smaller. */
function filterRows(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const stride = width * 3 + 1;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const start = y * width * 4;
    const filter =
      y === 0 || sampleCost(rgba, start, 4, width) < sampleCost(rgba, start, width * 4, width) ? SUB : UP;
    let to = y * stride;
    rows[to++] = filter;
    const back = filter === SUB ? 4 : width * 4;
    for (let x = 0; x < width; x++) {
      const at = start + x * 4;
      const isFirst = filter === SUB && x === 0;
      for (let channel = 0; channel < 3; channel++) {
        const before = isFirst ? 0 : (rgba[at - back + channel] as number);
        rows[to++] = (rgba[at + channel] as number) - before;
      }
    }
  }
  return rows;
}

function sampleCost(rgba: Uint8ClampedArray, start: number, back: number, width: number): number {
  let cost = 0;
  for (let x = 1; x < width; x += 13) {
    const at = start + x * 4 + 1;
    cost += Math.abs((rgba[at] as number) - (rgba[at - back] as number));
  }
  return cost;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  for (let letter = 0; letter < 4; letter++) bytes[4 + letter] = type.charCodeAt(letter);
  bytes.set(body, 8);
  view.setUint32(body.length + 8, crc32(bytes.subarray(4, body.length + 8)));
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** node:zlib has one from Node 22 on. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
