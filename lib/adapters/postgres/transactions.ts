import type { Session } from "./session";

/** Settings that hold until a transaction's end, e.g. `role`. */
export type LocalSettings = Readonly<Record<string, string>>;

/** How a driver runs a transaction: read committed, with these settings, nothing left of one that throws. */
export interface Transactions {
  run<T>(settings: LocalSettings, work: (session: Session) => Promise<T>): Promise<T>;
}
