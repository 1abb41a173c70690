/** Smallest and largest edge of a picture or clip, in pixels. */
const MIN_EDGE = 64;
const MAX_EDGE = 2048;

/** Throws RangeError naming the field unless both edges are whole numbers from 64 to 2048. */
export function checkPictureSize(size: { width: number; height: number }): void {
  for (const field of ["width", "height"] as const) {
    checkRange(field, size[field], MIN_EDGE, MAX_EDGE, true);
  }
}

/** Throws RangeError naming the field unless `value` is a number from `min` to `max` (whole when `whole`). */
export function checkRange(field: string, value: number, min: number, max: number, whole: boolean): void {
  if (!Number.isFinite(value) || value < min || value > max || (whole && !Number.isInteger(value))) {
    throw new RangeError(
      `${field}: expected a ${whole ? "whole number" : "number"} from ${min} to ${max}, got ${value}`,
    );
  }
}
