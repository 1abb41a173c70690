import type { WindowRepository } from "../../ports/limits";
import type { Session } from "./session";

/** Transactions come one after the other here, so that reading is holding. */
export function createWindowRepository({ tables: { windows } }: Session): WindowRepository {
  return {
    async read(slotKey) {
      return windows.find(slotKey)?.state ?? null;
    },
    async hold(slotKey) {
      return windows.find(slotKey)?.state ?? null;
    },
    async keep(slotKey, state) {
      const row = windows.find(slotKey);
      if (row) windows.update(row, { state });
      else windows.insertNew({ slotKey, state });
    },
  };
}
