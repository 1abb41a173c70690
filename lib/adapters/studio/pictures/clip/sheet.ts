import type { Canvas } from "@napi-rs/canvas";

/** One plane of a sheet: 8-bit samples, multiplied by their alpha when there is any. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
  readonly alpha: Uint8Array | undefined;
  /** First and last painted column of each row, the last one excluded; equal where a row is empty. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A picture as YUV 4:2:0, BT.709, limited range: a third of RGBA, and what an encoder wants. */
export interface Sheet {
  readonly planes: readonly [y: Plane, u: Plane, v: Plane];
}

/**
 * Reads a canvas with even edges. `alphaOf` is a canvas of the same size whose alpha counts instead (the colours were
 * finished on an opaque copy); without it the sheet is opaque.
 */
export function readSheet(colours: Canvas, alphaOf?: Canvas): Sheet {
  const { width, height } = colours;
  const rgba = colours.getContext("2d").getImageData(0, 0, width, height).data;
  const mask = alphaOf?.getContext("2d").getImageData(0, 0, width, height).data;
  const half = { width: width / 2, height: height / 2 };
  const luma = new Uint8Array(width * height);
  const blue = new Uint8Array(half.width * half.height);
  const red = new Uint8Array(half.width * half.height);
  const alpha = mask ? new Uint8Array(width * height) : undefined;
  const halfAlpha = mask ? new Uint8Array(half.width * half.height) : undefined;
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let [sumR, sumG, sumB, sumA] = [0, 0, 0, 0];
      for (let corner = 0; corner < 4; corner++) {
        const pixel = (row + (corner >> 1)) * width + column + (corner & 1);
        const a = mask ? (mask[pixel * 4 + 3] as number) : 255;
        if (a === 0) continue;
        const r = rgba[pixel * 4] as number;
        const g = rgba[pixel * 4 + 1] as number;
        const b = rgba[pixel * 4 + 2] as number;
        const value = 16 + (11_966 * r + 40_254 * g + 4_064 * b) / 65_536;
        luma[pixel] = (value * a) / 255 + 0.5;
        if (alpha) alpha[pixel] = a;
        sumR += r * a;
        sumG += g * a;
        sumB += b * a;
        sumA += a;
      }
      if (sumA === 0) continue;
      const at = (row / 2) * half.width + column / 2;
      const share = sumA / 1020;
      const scale = share / sumA / 65_536;
      blue[at] = 128 * share + (-6_596 * sumR - 22_189 * sumG + 28_785 * sumB) * scale + 0.5;
      red[at] = 128 * share + (28_785 * sumR - 26_145 * sumG - 2_640 * sumB) * scale + 0.5;
      if (halfAlpha) halfAlpha[at] = share * 255 + 0.5;
    }
  }
  const wide = spans(width, height, alpha);
  const narrow = spans(half.width, half.height, halfAlpha);
  return {
    planes: [
      { width, height, values: luma, alpha, ...wide },
      { ...half, values: blue, alpha: halfAlpha, ...narrow },
      { ...half, values: red, alpha: halfAlpha, ...narrow },
    ],
  };
}

function spans(width: number, height: number, alpha: Uint8Array | undefined): Pick<Plane, "starts" | "ends"> {
  const starts = new Int32Array(height);
  const ends = new Int32Array(height).fill(width);
  if (!alpha) return { starts, ends };
  for (let row = 0; row < height; row++) {
    let start = 0;
    while (start < width && alpha[row * width + start] === 0) start++;
    let end = width;
    while (end > start && alpha[row * width + end - 1] === 0) end--;
    starts[row] = start;
    ends[row] = end;
  }
  return { starts, ends };
}
