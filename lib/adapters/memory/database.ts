import type { Database } from "../../ports/database";
import { createChoiceRepository } from "./choices";
import { createEventLog } from "./events";
import { createHistoryRepository } from "./history";
import { createIdempotencyRepository } from "./idempotency";
import { createJobRepository } from "./jobs";
import { createMoneyLedger } from "./money";
import { createProviderEventRepository } from "./provider-events";
import { createPurchaseRepository, createSystemPurchaseRepository } from "./purchases";
import { Refusal } from "./refusal";
import { createRunRepository, createSystemRunRepository } from "./runs";
import type { Session } from "./session";
import type { RowChange } from "./table";
import { createTables, type Tables } from "./tables";
import { byNewest, createVideoRepository, toVideoRow } from "./videos";

export type MemoryDatabase = Database & {
  /** What was committed, for whoever checks the books; during a transaction also what that one has written so far. */
  readonly tables: Tables;
};

export interface MemoryOptions {
  /** Called with what each transaction has changed, the moment it is committed. */
  onCommit?(changes: readonly RowChange[]): void;
}

/**
 * The ledger in this process's memory, for the simulator: one transaction at a time, like PGlite, and gone with the process. It does
 * what the SQL one does with every row (tests/conformance/repositories.ts runs on both), thousands of times as fast.
 */
export function createMemoryDatabase(options: MemoryOptions = {}): MemoryDatabase {
  const tables = createTables();
  let last: Promise<unknown> = Promise.resolve();

  /** Runs after all transactions that were asked for before; what it wrote is taken back when it throws. */
  function transact<T>(work: (guard: Guard) => Promise<T>): Promise<T> {
    const result = last.then(async () => {
      const guard = new Guard();
      tables.journal.begin();
      try {
        const value = await work(guard);
        if (guard.isBroken) tables.journal.undo();
        else options.onCommit?.(tables.journal.changes);
        return value;
      } catch (error) {
        tables.journal.undo();
        throw error;
      } finally {
        guard.isOver = true;
      }
    });
    last = result.catch(() => {});
    return result;
  }

  return {
    kind: "memory",
    tables,
    async tenant(workspaceId, work) {
      const session: Session = { tables, workspaceId };
      return await transact((guard) =>
        work({
          videos: guard.around(createVideoRepository(session)),
          runs: guard.around(createRunRepository(session)),
          jobs: guard.around(createJobRepository(session)),
          purchases: guard.around(createPurchaseRepository(session)),
          providerEvents: guard.around(createProviderEventRepository(session)),
          events: guard.around(createEventLog(session)),
          money: guard.around(createMoneyLedger(session)),
          idempotency: guard.around(createIdempotencyRepository(session)),
          history: guard.around(createHistoryRepository(session)),
          choices: guard.around(createChoiceRepository(session)),
        }),
      );
    },
    async system(work) {
      return await transact((guard) =>
        work({
          runs: guard.around(createSystemRunRepository(tables)),
          purchases: guard.around(createSystemPurchaseRepository(tables)),
          ...guard.around({
            async ensureWorkspace({ id, name, at }: Parameters<SystemWork["ensureWorkspace"]>[0]) {
              tables.workspaces.insertNew({ id, name, createdAt: at });
            },
            async videos({ limit, before }: Parameters<SystemWork["videos"]>[0]) {
              return tables.videos
                .all()
                .filter((row) => before === undefined || byNewest(before, row) < 0)
                .sort(byNewest)
                .slice(0, limit)
                .map(toVideoRow);
            },
          }),
        }),
      );
    },
    async ping() {},
    async close() {},
  };
}

type SystemWork = Parameters<Parameters<Database["system"]>[0]>[0];

/** Keeps a transaction as strict as one of SQL: nothing works after a refusal, whoever catches it, nor after its end. */
class Guard {
  isBroken = false;
  isOver = false;

  around<T extends object>(repository: T): T {
    const methods = Object.entries(repository).map(([name, method]) => {
      const guarded = async (...given: unknown[]) => {
        if (this.isOver) throw new Error(`${name}: the transaction is over.`);
        if (this.isBroken)
          throw new Refusal("current transaction is aborted, commands ignored until its end");
        try {
          return await (method as (...given: unknown[]) => Promise<unknown>)(...given);
        } catch (error) {
          this.isBroken ||= error instanceof Refusal;
          throw error;
        }
      };
      return [name, guarded] as const;
    });
    return Object.fromEntries(methods) as T;
  }
}
