import { sql } from "drizzle-orm";
import { workspaces } from "../../../drizzle/schema";
import { ReelgraphError } from "../../core/errors";
import type { Database } from "../../ports/database";
import { createChoiceRepository } from "./choices";
import {
  createReferenceRepository,
  createSystemVideoRepository,
  createTombstoneRepository,
} from "./cleaning";
import { createCredentialRepository, createSystemCredentialRepository } from "./credentials";
import { createRowDumps } from "./dumps";
import { createDutyRepository } from "./duties";
import { createEventLog } from "./events";
import { createHistoryRepository } from "./history";
import { createIdempotencyRepository } from "./idempotency";
import { createJobRepository } from "./jobs";
import { createMoneyLedger } from "./money";
import { asPassingFailure } from "./passing-failure";
import { createProviderEventRepository } from "./provider-events";
import { createPurchaseRepository, createSystemPurchaseRepository } from "./purchases";
import { createRequestCountRepository } from "./request-counts";
import { createRunRepository, createSystemRunRepository } from "./runs";
import type { Session } from "./session";
import { createStorageRepository, createSystemSpendingRepository } from "./storage";
import type { Isolation, LocalSettings, Transactions } from "./transactions";
import { createUsageRepository } from "./usage";
import { createVideoRepository } from "./videos";
import { createWindowRepository } from "./windows";
import { createWorkspaceLimitRepository } from "./workspace-limits";

/**
 * The one way to the tables: every transaction first gives up the connection's own rights. `tenant` becomes the application role
 * bound to one workspace, `system` the role that sees all (storage.md, Postgres).
 */
export function createPostgresDatabase(options: {
  kind: Database["kind"];
  session: Session;
  transactions: Transactions;
  close(): Promise<void>;
}): Database {
  const { kind, session, transactions } = options;

  async function transact<T>(
    settings: LocalSettings,
    work: (transaction: Session) => Promise<T>,
    isolation?: Isolation,
  ): Promise<T> {
    try {
      return await transactions.run(settings, work, isolation);
    } catch (error) {
      throw asPassingFailure(error);
    }
  }

  return {
    kind,
    async tenant(workspaceId, work) {
      const settings = { role: "reelgraph_app", "reelgraph.workspace_id": workspaceId };
      return await transact(settings, async (transaction) => {
        return await work({
          videos: createVideoRepository(transaction, workspaceId),
          runs: createRunRepository(transaction, workspaceId),
          jobs: createJobRepository(transaction, workspaceId),
          purchases: createPurchaseRepository(transaction, workspaceId),
          providerEvents: createProviderEventRepository(transaction, workspaceId),
          events: createEventLog(transaction, workspaceId),
          money: createMoneyLedger(transaction, workspaceId),
          idempotency: createIdempotencyRepository(transaction, workspaceId),
          history: createHistoryRepository(transaction, workspaceId),
          choices: createChoiceRepository(transaction, workspaceId),
          references: createReferenceRepository(transaction, workspaceId),
          tombstones: createTombstoneRepository(transaction, workspaceId),
          windows: createWindowRepository(transaction),
          limits: createWorkspaceLimitRepository(transaction, workspaceId),
          storage: createStorageRepository(transaction, workspaceId),
          usage: createUsageRepository(transaction, workspaceId),
          credentials: createCredentialRepository(transaction, workspaceId),
        });
      });
    },
    async system(work) {
      return await transact({ role: "reelgraph_system" }, async (transaction) => {
        return await work({
          runs: createSystemRunRepository(transaction),
          purchases: createSystemPurchaseRepository(transaction),
          async ensureWorkspace({ id, name, at }) {
            await transaction.insert(workspaces).values({ id, name, createdAt: at }).onConflictDoNothing();
          },
          videos: createSystemVideoRepository(transaction),
          duties: createDutyRepository(transaction),
          requestCounts: createRequestCountRepository(transaction),
          spending: createSystemSpendingRepository(transaction),
          credentials: createSystemCredentialRepository(transaction),
        });
      });
    },
    async ping() {
      try {
        await session.execute(sql`select 1`);
      } catch (error) {
        throw new ReelgraphError({
          code: "database-unavailable",
          message: "The database does not answer.",
          retryable: true,
          cause: error,
        });
      }
    },
    dumps: createRowDumps(transact),
    close: options.close,
  };
}
