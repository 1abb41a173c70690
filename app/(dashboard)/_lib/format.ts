import { formatMicros, microUsd } from "../../../lib/core/money/micro-usd";

/** Micro-USD for people: "free" at zero, cents below a dollar's worth of precision, never rounded down to nothing. */
export function formatMoney(micros: number): string {
  if (micros === 0) return "free";
  const dollars = micros / 1_000_000;
  if (dollars < 0.01) return "< $0.01";
  return `$${dollars.toFixed(2)}`;
}

/** The same where nothing is nothing: `$0.00`. */
export function dollars(micros: number): string {
  return formatMicros(microUsd(micros));
}

/** A length on a clock: 0:28, 3:05. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A length in words: "0.4 s", "12 s", "2 min 5 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${(Math.round(Math.max(0, seconds) * 10) / 10).toString()} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

const STEPS: readonly [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [604_800, 86_400, "day"],
];

/** "5 minutes ago"; after a week the date. */
export function formatWhen(iso: string, nowMs: number): string {
  const age = (nowMs - Date.parse(iso)) / 1000;
  if (age < 10) return "just now";
  const step = STEPS.find(([limit]) => age < limit);
  if (!step)
    return new Date(iso).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.floor(age / step[1]), step[2]);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `sha256:9f2c…` as the twelve digits that object names carry. */
export function shortChecksum(checksum: string): string {
  return checksum.replace(/^sha256:/, "").slice(0, 12);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A price to decide by: exact below a cent as well. */
export function formatPrice(micros: number): string {
  return micros === 0 ? "free" : formatMicros(microUsd(micros));
}
