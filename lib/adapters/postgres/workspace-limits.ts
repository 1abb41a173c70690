import { eq, sql } from "drizzle-orm";
import { workspaces } from "../../../drizzle/schema";
import type { WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { WorkspaceLimitRepository } from "../../ports/limits";
import type { Session } from "./session";

export function createWorkspaceLimitRepository(
  session: Session,
  workspaceId: WorkspaceId,
): WorkspaceLimitRepository {
  const own = eq(workspaces.id, workspaceId);
  return {
    async find() {
      const { ceilingMicros, requestsAtATime } = workspaces;
      const [row] = await session.select({ ceilingMicros, requestsAtATime }).from(workspaces).where(own);
      return {
        ceilingMicros: (row?.ceilingMicros as MicroUsd | null | undefined) ?? null,
        requestsAtATime: row?.requestsAtATime ?? {},
      };
    },
    async set({ ceilingMicros, requestsAtATime = {} }) {
      const change = JSON.stringify(requestsAtATime);
      await session
        .update(workspaces)
        .set({
          ...(ceilingMicros === undefined ? {} : { ceilingMicros }),
          requestsAtATime: sql`jsonb_strip_nulls(${workspaces.requestsAtATime} || ${change}::jsonb)`,
        })
        .where(own);
    },
  };
}
