import type { Style } from "./style";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** A bar of `width` characters; `fraction` outside 0…1 is clamped. Full only when really full. */
export function bar(fraction: number, width: number, style: Style, paint = style.accent): string {
  const clamped = Math.min(1, Math.max(0, fraction));
  const full = clamped === 1 ? width : Math.min(width - 1, Math.floor(clamped * width));
  return paint("█".repeat(full)) + style.dim("░".repeat(width - full));
}

/** The spinner's picture at `milliseconds`. */
export function spinner(milliseconds: number): string {
  return FRAMES[Math.floor(milliseconds / 80) % FRAMES.length] ?? "";
}
