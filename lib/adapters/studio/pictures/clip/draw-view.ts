import type { Plane, Sheet } from "./sheet";

/** The part of a sheet that fills the frame: its left top corner and pixels of the sheet per pixel of the frame. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly step: number;
}

/** A frame of YUV 4:2:0: three planes behind one another. */
export interface FrameBuffer {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Lays what the camera sees of `sheet` over `frame`, to a fraction of a pixel. The view must lie within the sheet. */
export function drawView(sheet: Sheet, frame: FrameBuffer, view: View): void {
  let offset = 0;
  sheet.planes.forEach((plane, index) => {
    const half = index === 0 ? 1 : 2;
    const size = { width: frame.width / half, height: frame.height / half };
    drawPlane(plane, frame.data.subarray(offset, offset + size.width * size.height), size, {
      left: view.left / half,
      top: view.top / half,
      step: view.step,
    });
    offset += size.width * size.height;
  });
}

/** A row of the sheet stretched to the frame's width, in 1/256. */
interface Stretched {
  row: number;
  from: number;
  to: number;
  readonly values: Int32Array;
  readonly alpha: Int32Array;
}

/** Bilinear, rows first: each row of the sheet is stretched once and serves the rows of the frame beside it. */
function drawPlane(
  plane: Plane,
  target: Uint8Array,
  size: { width: number; height: number },
  view: View,
): void {
  const columns = positions(view.left, view.step, size.width, plane.width);
  const rows = positions(view.top, view.step, size.height, plane.height);
  const held = [newRow(size.width), newRow(size.width)] as const;
  const stretch = (row: number): Stretched => {
    // Neighbouring rows differ in parity, so each keeps to its own buffer.
    const into = held[row & 1] as Stretched;
    if (into.row !== row) stretchRow(plane, row, into, columns, view);
    return into;
  };
  for (let y = 0; y < size.height; y++) {
    const row = rows.whole[y] as number;
    const upper = stretch(row);
    const lower = stretch(row + 1);
    const from = Math.min(upper.from, lower.from);
    const to = Math.max(upper.to, lower.to);
    if (to <= from) continue;
    const share = rows.share[y] as number;
    const start = y * size.width;
    if (plane.alpha) coverRow(upper, lower, share, target, start, from, to);
    else mixRow(upper, lower, share, target, start, from, to);
  }
}

function newRow(width: number): Stretched {
  return { row: -1, from: width, to: 0, values: new Int32Array(width), alpha: new Int32Array(width) };
}

interface Positions {
  readonly whole: Int32Array;
  /** The second pixel's share, in 1/256. */
  readonly share: Int32Array;
}

function positions(start: number, step: number, count: number, size: number): Positions {
  const whole = new Int32Array(count);
  const share = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const centre = Math.min(size - 1, Math.max(0, start + (at + 0.5) * step - 0.5));
    const pixel = Math.min(Math.floor(centre), size - 2);
    whole[at] = pixel;
    share[at] = Math.round((centre - pixel) * 256);
  }
  return { whole, share };
}

/** Only painted columns are computed; what an earlier row left outside them is cleared. */
function stretchRow(
  plane: Plane,
  row: number,
  into: Stretched,
  { whole, share }: Positions,
  view: View,
): void {
  const { values, alpha } = into;
  const width = values.length;
  const first = plane.starts[row] as number;
  const last = plane.ends[row] as number;
  const isEmpty = last <= first;
  const from = isEmpty ? width : clampColumn((first - 1.5 - view.left) / view.step, width);
  const to = isEmpty ? 0 : clampColumn((last + 2.5 - view.left) / view.step, width);
  if (plane.alpha && into.row >= 0) {
    values.fill(0, into.from, into.to);
    alpha.fill(0, into.from, into.to);
  }
  into.row = row;
  into.from = from;
  into.to = to;
  const start = row * plane.width;
  const source = plane.values;
  for (let x = from; x < to; x++) {
    const at = start + (whole[x] as number);
    const value = source[at] as number;
    values[x] = (value << 8) + ((source[at + 1] as number) - value) * (share[x] as number);
  }
  if (!plane.alpha) return;
  const mask = plane.alpha;
  for (let x = from; x < to; x++) {
    const at = start + (whole[x] as number);
    const value = mask[at] as number;
    alpha[x] = (value << 8) + ((mask[at + 1] as number) - value) * (share[x] as number);
  }
}

function clampColumn(value: number, width: number): number {
  return Math.max(0, Math.min(width, Math.floor(value)));
}

function mixRow(
  upper: Stretched,
  lower: Stretched,
  share: number,
  into: Uint8Array,
  start: number,
  from: number,
  to: number,
): void {
  const a = upper.values;
  const b = lower.values;
  for (let x = from; x < to; x++) {
    const value = a[x] as number;
    into[start + x] = ((value << 8) + ((b[x] as number) - value) * share + 32_768) >> 16;
  }
}

function coverRow(
  upper: Stretched,
  lower: Stretched,
  share: number,
  into: Uint8Array,
  start: number,
  from: number,
  to: number,
): void {
  const a = upper.values;
  const b = lower.values;
  const maskA = upper.alpha;
  const maskB = lower.alpha;
  for (let x = from; x < to; x++) {
    const mask = maskA[x] as number;
    const cover = (mask << 8) + ((maskB[x] as number) - mask) * share;
    if (cover < 32_768) continue;
    const value = a[x] as number;
    const over = (value << 8) + ((b[x] as number) - value) * share;
    // The share left of what is below, in 1/65536: 1 - cover / (255 · 65536), where n / 255 is n · 257 / 65536.
    const rest = 65_536 - ((cover + (cover >> 8)) >> 8);
    into[start + x] = (over + (into[start + x] as number) * rest + 32_768) >> 16;
  }
}
