import { type MicroUsd, microUsd, ZERO_MICROS } from "../money/micro-usd";

/** What a provider charges, in micro-USD, and the day on which somebody looked. */
export type Price = { asOf: string } & (
  | { unit: "tokens"; inputPerMillion: number; outputPerMillion: number }
  /** Speech: by tokens of the text, and by the second of sound. */
  | { unit: "speech"; inputPerMillion: number; perSecond: number }
  | { unit: "characters"; perMillion: number }
  /** Sound that is listened to; a second begun counts. */
  | { unit: "heard-second"; perSecond: number }
  | { unit: "output"; each: number }
  | { unit: "clip-second"; perSecond: number }
);

/** How far a price can be trusted: looked up within the year, longer ago, or never. */
export type PriceState = "current" | "stale" | "unknown";

const STALE_AFTER_DAYS = 365;
const DAY_MS = 86_400_000;

/** `today` as `2026-03-01`; absent: nothing counts as stale. */
export function priceState(price: Price | null, today?: string): PriceState {
  if (price === null) return "unknown";
  if (today === undefined) return "current";
  const age = (Date.parse(today) - Date.parse(price.asOf)) / DAY_MS;
  return age > STALE_AFTER_DAYS ? "stale" : "current";
}

/** How much of something was, or can at most be, taken. */
export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  characters?: number;
  seconds?: number;
}

/** Rounded up, so that no sum of parts falls below the whole. An unknown price is no price: whoever shows it says so. */
export function costOf(price: Price | null, usage: Usage): MicroUsd {
  if (price === null) return ZERO_MICROS;
  const { inputTokens = 0, outputTokens = 0, characters = 0, seconds = 0 } = usage;
  const perMillion = (count: number, micros: number) => (count * micros) / 1_000_000;
  switch (price.unit) {
    case "tokens":
      return up(
        perMillion(inputTokens, price.inputPerMillion) + perMillion(outputTokens, price.outputPerMillion),
      );
    case "speech":
      return up(perMillion(inputTokens, price.inputPerMillion) + seconds * price.perSecond);
    case "characters":
      return up(perMillion(characters, price.perMillion));
    case "heard-second":
      return up(Math.ceil(seconds) * price.perSecond);
    case "output":
      return up(price.each);
    case "clip-second":
      return up(seconds * price.perSecond);
  }
}

function up(micros: number): MicroUsd {
  // Sums of decimal fractions are off by a hair, which must not cost a whole micro-USD.
  return microUsd(Math.ceil(Number(micros.toFixed(6))));
}
