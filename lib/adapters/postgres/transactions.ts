import { sql } from "drizzle-orm";
import type { Session } from "./session";

/** Settings that hold until a transaction's end, e.g. `role`. */
export type LocalSettings = Readonly<Record<string, string>>;

/** How a driver runs a transaction: read committed, with these settings, nothing left of one that throws. */
export interface Transactions {
  run<T>(settings: LocalSettings, work: (session: Session) => Promise<T>): Promise<T>;
}

/** The transactions of one connection, as drizzle makes them. */
export function transactionsOf(session: Session): Transactions {
  return {
    async run(settings, work) {
      return await session.transaction(async (transaction) => {
        const set = Object.entries(settings).map(([name, value]) => sql`set_config(${name}, ${value}, true)`);
        await transaction.execute(sql`select ${sql.join(set, sql`, `)}`);
        return await work(transaction);
      });
    },
  };
}
