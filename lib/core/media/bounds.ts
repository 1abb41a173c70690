import type { MediaFamily } from "../media-type";
import { Unfit } from "./unfit";

export interface MediaBounds {
  maxBytes: number;
  /** Width times height. */
  maxPixels: number;
  maxSide: number;
  maxSeconds: number;
}

/**
 * The largest media that films are made of, whoever made them. What decoding them takes follows: forty million pixels are 160 MB, and no
 * film has more in it than a screen shows.
 */
export const MEDIA_BOUNDS: Readonly<Record<MediaFamily, MediaBounds>> = {
  image: { maxBytes: 32_000_000, maxPixels: 40_000_000, maxSide: 16_383, maxSeconds: 0 },
  audio: { maxBytes: 64_000_000, maxPixels: 0, maxSide: 0, maxSeconds: 600 },
  video: { maxBytes: 256_000_000, maxPixels: 4_096 * 2_304, maxSide: 4_096, maxSeconds: 300 },
};

/** Throws Unfit for a picture nobody could open in reasonable memory. */
export function assertBearable(
  family: MediaFamily,
  { width, height }: { width: number; height: number },
): void {
  const { maxPixels, maxSide } = MEDIA_BOUNDS[family];
  if (width < 1 || height < 1) throw new Unfit("it is empty");
  if (width > maxSide || height > maxSide || width * height > maxPixels) {
    throw new Unfit(
      `it is ${width} × ${height} pixels large; at most ${maxPixels / 1_000_000} million and ${maxSide} a side can be used`,
    );
  }
}
