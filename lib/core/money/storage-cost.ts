import type { MicroUsd } from "./micro-usd";
import { ceilDiv } from "./project-month";

/** The gigabyte of the price: a provider that bills binary ones (2^30) has its price divided by 1.073741824. */
const BYTES_PER_GB = 1_000_000_000n;

/** What keeping objects costs. */
export interface StoragePrice {
  /** Whole micro-USD for keeping 10^9 bytes for a month; null: nobody has said. */
  microsPerGbMonth: number | null;
  /** When somebody looked, e.g. `2026-11-01`; null: not said. */
  asOf: string | null;
}

/** A price applied to one month. */
export interface StorageRate {
  microsPerGbMonth: number;
  daysInMonth: number;
}

/**
 * What the bytes of one video cost in one month: bytes times days over the days of that month, rounded up to a whole micro-USD, once
 * per video and month. What a workspace pays is the sum over its videos, so that the parts always make up the whole.
 */
export function storageCost(byteDays: bigint, { microsPerGbMonth, daysInMonth }: StorageRate): MicroUsd {
  const whole = BYTES_PER_GB * BigInt(daysInMonth);
  return Number(ceilDiv(byteDays * BigInt(microsPerGbMonth), whole)) as MicroUsd;
}

/** The days of the month of a moment, UTC. */
export function daysInMonth(at: Date): number {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
}
