import { formatMicros, microUsd } from "../money/micro-usd";
import type { Price } from "./price";

const dollars = (micros: number) => formatMicros(microUsd(Math.round(micros)));

/** A price in words: `$2.00 in, $8.00 out per million tokens`, `$0.0030 each`; null: unknown. */
export function describePrice(price: Price | null): string {
  if (price === null) return "unknown";
  switch (price.unit) {
    case "tokens":
      return `${dollars(price.inputPerMillion)} in, ${dollars(price.outputPerMillion)} out per million tokens`;
    case "speech":
      return `${dollars(price.inputPerMillion)} per million tokens read, ${dollars(price.perSecond * 60)} a minute spoken`;
    case "characters":
      return `${dollars(price.perMillion)} per million characters`;
    case "heard-second":
      return `${dollars(price.perSecond * 60)} a minute`;
    case "output":
      return `${dollars(price.each)} each`;
    case "clip-second":
      return `${dollars(price.perSecond)} a second`;
  }
}
