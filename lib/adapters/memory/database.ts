import type { Database, SystemRepositories, TenantRepositories } from "../../ports/database";
import { createChoiceRepository } from "./choices";
import { createReferenceRepository, createTombstoneRepository, systemVideosOf } from "./cleaning";
import { createCredentialRepository, createSystemCredentialRepository } from "./credentials";
import { createRowDumps } from "./dumps";
import { createDutyRepository } from "./duties";
import { createEventLog } from "./events";
import { createHistoryRepository } from "./history";
import { createIdempotencyRepository } from "./idempotency";
import { createJobRepository } from "./jobs";
import { createMoneyLedger } from "./money";
import { createProviderEventRepository } from "./provider-events";
import { createPurchaseRepository, createSystemPurchaseRepository } from "./purchases";
import { createRequestCountRepository } from "./request-counts";
import { createRunRepository, createSystemRunRepository } from "./runs";
import type { Session } from "./session";
import { createStorageRepository, createSystemSpendingRepository } from "./storage";
import type { RowChange } from "./table";
import { createTables, type Tables } from "./tables";
import { createUsageRepository } from "./usage";
import { createVideoRepository } from "./videos";
import { createWindowRepository } from "./windows";
import { createWorkspaceLimitRepository } from "./workspace-limits";

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
  function transact<T>(work: () => Promise<T>): Promise<T> {
    const { journal } = tables;
    const result = last.then(async () => {
      journal.begin();
      try {
        const value = await work();
        if (journal.isBroken) journal.undo();
        else options.onCommit?.(journal.changes);
        return value;
      } catch (error) {
        journal.undo();
        throw error;
      } finally {
        journal.begin();
      }
    });
    last = result.catch(() => {});
    return result;
  }

  return {
    kind: "memory",
    tables,
    async tenant(workspaceId, work) {
      return await transact(async () => {
        const session: Session = { tables, workspaceId, isOver: false };
        try {
          return await work(repositoriesOf(session));
        } finally {
          session.isOver = true;
        }
      });
    },
    async system(work) {
      return await transact(() => work(systemRepositoriesOf(tables)));
    },
    async ping() {},
    dumps: createRowDumps({ tables, transact }),
    async close() {},
  };
}

/** Made when they are asked for: most transactions need few of them. */
function repositoriesOf(session: Session): TenantRepositories {
  const made: Partial<TenantRepositories> = {};
  return {
    get videos() {
      made.videos ??= createVideoRepository(session);
      return made.videos;
    },
    get runs() {
      made.runs ??= createRunRepository(session);
      return made.runs;
    },
    get jobs() {
      made.jobs ??= createJobRepository(session);
      return made.jobs;
    },
    get purchases() {
      made.purchases ??= createPurchaseRepository(session);
      return made.purchases;
    },
    get providerEvents() {
      made.providerEvents ??= createProviderEventRepository(session);
      return made.providerEvents;
    },
    get events() {
      made.events ??= createEventLog(session);
      return made.events;
    },
    get money() {
      made.money ??= createMoneyLedger(session);
      return made.money;
    },
    get idempotency() {
      made.idempotency ??= createIdempotencyRepository(session);
      return made.idempotency;
    },
    get history() {
      made.history ??= createHistoryRepository(session);
      return made.history;
    },
    get choices() {
      made.choices ??= createChoiceRepository(session);
      return made.choices;
    },
    get references() {
      made.references ??= createReferenceRepository(session);
      return made.references;
    },
    get usage() {
      made.usage ??= createUsageRepository(session);
      return made.usage;
    },
    get windows() {
      made.windows ??= createWindowRepository(session);
      return made.windows;
    },
    get limits() {
      made.limits ??= createWorkspaceLimitRepository(session);
      return made.limits;
    },
    get storage() {
      made.storage ??= createStorageRepository(session);
      return made.storage;
    },
    get credentials() {
      made.credentials ??= createCredentialRepository(session);
      return made.credentials;
    },
    get tombstones() {
      made.tombstones ??= createTombstoneRepository(session);
      return made.tombstones;
    },
  };
}

function systemRepositoriesOf(tables: Tables): SystemRepositories {
  return {
    runs: createSystemRunRepository(tables),
    purchases: createSystemPurchaseRepository(tables),
    async ensureWorkspace({ id, name, at }) {
      tables.workspaces.insertNew({ id, name, requestsAtATime: {}, createdAt: at });
    },
    videos: systemVideosOf(tables),
    duties: createDutyRepository(tables),
    requestCounts: createRequestCountRepository(tables),
    spending: createSystemSpendingRepository(tables),
    credentials: createSystemCredentialRepository(tables),
  };
}
