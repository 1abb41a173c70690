import { formatMicros, microUsd } from "../../core/money/micro-usd";

/** An amount as the API gives it, for people: `$0.12`. */
export function dollars(micros: number): string {
  return formatMicros(microUsd(micros));
}
