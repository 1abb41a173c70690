import type { WorkspaceLimitRepository } from "../../ports/limits";
import type { Session } from "./session";

export function createWorkspaceLimitRepository(session: Session): WorkspaceLimitRepository {
  const { workspaces } = session.tables;
  const own = () => workspaces.find(session.workspaceId);
  return {
    async find() {
      const row = own();
      return { ceilingMicros: row?.ceilingMicros ?? null, requestsAtATime: row?.requestsAtATime ?? {} };
    },
    async set({ ceilingMicros, requestsAtATime }) {
      const row = own();
      if (!row) return;
      const merged = Object.entries({ ...row.requestsAtATime, ...requestsAtATime });
      workspaces.update(row, {
        ...(ceilingMicros === undefined ? {} : { ceilingMicros }),
        requestsAtATime: Object.fromEntries(
          merged.flatMap(([provider, most]) => (most === null ? [] : [[provider, most]])),
        ),
      });
    },
  };
}
