import type { Session } from "./session";

/** Settings that hold until a transaction's end, e.g. `role`. */
export type LocalSettings = Readonly<Record<string, string>>;

/** `snapshot`: reads only, and all of it is as it was at one moment. */
export type Isolation = "read committed" | "snapshot";

/** How a driver runs a transaction: with these settings, read committed unless told otherwise, nothing left of one that throws. */
export interface Transactions {
  run<T>(settings: LocalSettings, work: (session: Session) => Promise<T>, isolation?: Isolation): Promise<T>;
}
