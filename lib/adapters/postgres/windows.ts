import { sql } from "drizzle-orm";
import type { WindowState } from "../../core/limits/window";
import type { WindowRepository } from "../../ports/limits";
import type { Session } from "./session";

/** Through functions: the rows belong to no workspace, and none may read them as a table. */
export function createWindowRepository(session: Session): WindowRepository {
  return {
    async read(slotKey) {
      const [row] = await session
        .select({ state: sql<WindowState | null>`reelgraph_window(${slotKey})` })
        .from(sql`(select 1) as one`);
      return row?.state ?? null;
    },
    async keep(slotKey, state) {
      await session
        .select({ kept: sql`reelgraph_keep_window(${slotKey}, ${JSON.stringify(state)}::jsonb)` })
        .from(sql`(select 1) as one`);
    },
  };
}
