import { afterAll, beforeAll, beforeEach } from "vitest";
import type { WorkspaceId } from "../../lib/core/ids";
import type { Database, TenantRepositories } from "../../lib/ports/database";
import { AT, freshWorkspaceId } from "../rigs/rows";

interface Given {
  database: Database;
  workspaceId: WorkspaceId;
  other: WorkspaceId;
}

type Work = <T>(work: (repositories: TenantRepositories) => Promise<T>) => Promise<T>;

/**
 * A database for a suite, with two workspaces of each test's own: `onEach` is told of them before the test, the first of the two is
 * first in every order. `own` and `foreign` work in the one and in the other; after `renew` these are two new ones.
 */
export function useTwoWorkspaces(
  open: () => Promise<Database>,
  onEach: (given: Given) => void,
): { own: Work; foreign: Work; renew: () => Promise<void> } {
  let given: Given;
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => await database.close());
  async function renew(): Promise<void> {
    const [workspaceId, other] = [freshWorkspaceId(), freshWorkspaceId()].sort() as [
      WorkspaceId,
      WorkspaceId,
    ];
    given = { database, workspaceId, other };
    await database.system(async ({ ensureWorkspace }) => {
      await ensureWorkspace({ id: workspaceId, name: "own", at: AT });
      await ensureWorkspace({ id: other, name: "other", at: AT });
    });
    onEach(given);
  }
  beforeEach(renew);
  return {
    renew,
    own: (work) => database.tenant(given.workspaceId, work),
    foreign: (work) => database.tenant(given.other, work),
  };
}
