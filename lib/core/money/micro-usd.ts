import type { Brand } from "../brand";

/** Money is a whole number of millionths of a US dollar (runner.md, Limits and money). */
export type MicroUsd = Brand<number, "MicroUsd">;

export const ZERO_MICROS = 0 as MicroUsd;

/** Throws RangeError unless `value` is a safe integer of at least 0. */
export function microUsd(value: number): MicroUsd {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(
      `An amount of money must be a whole number of micro-USD of at least 0, not ${value}.`,
    );
  }
  return value as MicroUsd;
}

export function addMicros(...amounts: MicroUsd[]): MicroUsd {
  return microUsd(amounts.reduce((sum, amount) => sum + amount, 0));
}

/** `1234567` → `$1.23`; amounts under a cent keep four decimals, so that a small cost never reads as nothing. */
export function formatMicros(amount: MicroUsd): string {
  const dollars = amount / 1_000_000;
  return amount !== 0 && amount < 10_000 ? `$${dollars.toFixed(4)}` : `$${dollars.toFixed(2)}`;
}

/** `1500000` → `$1.50`, `1500001` → `$1.500001`: to the last digit, for where two amounts are compared. */
export function exactDollars(micros: number): string {
  const [whole, part] = [Math.floor(micros / 1_000_000), micros % 1_000_000];
  const decimals = String(part)
    .padStart(6, "0")
    .replace(/0{1,4}$/, "");
  return `$${whole}.${decimals}`;
}
