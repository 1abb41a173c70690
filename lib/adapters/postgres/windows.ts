import { sql } from "drizzle-orm";
import type { WindowState } from "../../core/limits/window";
import type { WindowRepository } from "../../ports/limits";
import type { Session } from "./session";

/** Through functions: the rows belong to no workspace, and none may read them as a table. */
export function createWindowRepository(session: Session): WindowRepository {
  const one = sql`(select 1) as one`;
  return {
    async read(slotKey) {
      const state = sql<WindowState | null>`reelgraph_look_at_window(${slotKey})`;
      const [row] = await session.select({ state }).from(one);
      return row?.state ?? null;
    },
    async hold(slotKey) {
      const state = sql<WindowState | null>`reelgraph_window(${slotKey})`;
      const [row] = await session.select({ state }).from(one);
      return row?.state ?? null;
    },
    async keep(slotKey, state) {
      await session
        .select({ kept: sql`reelgraph_keep_window(${slotKey}, ${JSON.stringify(state)}::jsonb)` })
        .from(one);
    },
  };
}
