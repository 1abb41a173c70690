import type { CameraView } from "../../core/timeline/camera";

/**
 * A picture as 8-bit YUV 4:2:0, BT.709, limited range: three planes behind one another, as ffmpeg's `yuv420p` wants
 * them. Frames are composed in this form because it is a third of RGBA, which halves the time of a film.
 */
export interface Yuv {
  /** Both even. */
  width: number;
  height: number;
  data: Uint8Array;
}

export function emptyYuv(width: number, height: number): Yuv {
  return { width, height, data: new Uint8Array((width * height * 3) / 2) };
}

/** From opaque RGBA. BT.709 luma weights, in 16-bit fixed point; chroma is the mean of each 2×2 block. */
export function yuvFromRgba(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): Yuv {
  const yuv = emptyYuv(width, height);
  const { data } = yuv;
  const u = width * height;
  const v = u + u / 4;
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let corner = 0; corner < 4; corner++) {
        const pixel = (row + (corner >> 1)) * width + column + (corner & 1);
        const r = rgba[pixel * 4] as number;
        const g = rgba[pixel * 4 + 1] as number;
        const b = rgba[pixel * 4 + 2] as number;
        data[pixel] = 16 + ((11_966 * r + 40_254 * g + 4_064 * b + 32_768) >> 16);
        red += r;
        green += g;
        blue += b;
      }
      const chroma = (row / 2) * (width / 2) + column / 2;
      data[u + chroma] = 128 + ((-6_596 * red - 22_189 * green + 28_785 * blue + 131_072) >> 18);
      data[v + chroma] = 128 + ((28_785 * red - 26_145 * green - 2_640 * blue + 131_072) >> 18);
    }
  }
  return yuv;
}

/** Fades `over` into `base`, in place; alpha 0…1. */
export function blend(base: Yuv, over: Yuv, alpha: number): void {
  const weight = Math.round(alpha * 256);
  const under = base.data;
  const top = over.data;
  for (let at = 0; at < under.length; at++) {
    const value = under[at] as number;
    under[at] = value + ((((top[at] as number) - value) * weight + 128) >> 8);
  }
}

/**
 * Draws what the camera sees of `picture` into `frame`, to a fraction of a pixel, so that slow moves are smooth.
 * `picture` covers the frame at `fullScale`, the largest scale the camera reaches: the view is never enlarged.
 */
export function drawView(picture: Yuv, frame: Yuv, view: CameraView, fullScale: number): void {
  const step = Math.max(1, fullScale / view.scale);
  const left = Math.max(0, picture.width - frame.width * step) * view.x;
  const top = Math.max(0, picture.height - frame.height * step) * view.y;
  let from = 0;
  let to = 0;
  for (const half of [1, 2, 2]) {
    const source = {
      width: picture.width / half,
      height: picture.height / half,
      offset: from,
      data: picture.data,
    };
    const target = { width: frame.width / half, height: frame.height / half, offset: to, data: frame.data };
    drawPlane(source, target, left / half, top / half, step);
    from += source.width * source.height;
    to += target.width * target.height;
  }
}

interface Plane {
  width: number;
  height: number;
  offset: number;
  data: Uint8Array;
}

/** Bilinear, rows first: each row of the source is stretched once and then serves two rows of the frame. */
function drawPlane(source: Plane, target: Plane, left: number, top: number, step: number): void {
  const columns = positions(left, step, target.width, source.width);
  const rows = positions(top, step, target.height, source.height);
  const stretched = [new Int32Array(target.width), new Int32Array(target.width)] as const;
  const held = [-1, -1];
  const stretch = (row: number): Int32Array => {
    // Neighbouring rows differ in parity, so each keeps to its own buffer.
    const side = row & 1;
    const into = stretched[side] as Int32Array;
    if (held[side] !== row) stretchRow(source.data, source.offset + row * source.width, into, columns);
    held[side] = row;
    return into;
  };
  for (let y = 0; y < target.height; y++) {
    const row = rows.whole[y] as number;
    const start = target.offset + y * target.width;
    mixRows(stretch(row), stretch(row + 1), rows.share[y] as number, target.data, start);
  }
}

/** For each output pixel's centre: the first of the two source pixels around it, and the second one's share in 1/256. */
interface Positions {
  whole: Int32Array;
  share: Int32Array;
}

function positions(start: number, step: number, count: number, size: number): Positions {
  const whole = new Int32Array(count);
  const share = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const centre = Math.max(0, start + (at + 0.5) * step - 0.5);
    const pixel = Math.min(Math.floor(centre), size - 2);
    whole[at] = pixel;
    share[at] = Math.min(256, Math.round((centre - pixel) * 256));
  }
  return { whole, share };
}

function stretchRow(data: Uint8Array, start: number, into: Int32Array, { whole, share }: Positions): void {
  for (let x = 0; x < into.length; x++) {
    const at = start + (whole[x] as number);
    const value = data[at] as number;
    into[x] = (value << 8) + ((data[at + 1] as number) - value) * (share[x] as number);
  }
}

function mixRows(upper: Int32Array, lower: Int32Array, share: number, into: Uint8Array, start: number): void {
  for (let x = 0; x < upper.length; x++) {
    const value = upper[x] as number;
    into[start + x] = ((value << 8) + ((lower[x] as number) - value) * share + 32_768) >> 16;
  }
}
