import type { WindowState } from "../core/limits/window";

/** What all workspaces and processes know together of a provider's limits, a document a window. */
export interface WindowRepository {
  /** Null: nothing is known. Nobody else reads or replaces it until the transaction ends. */
  read(slotKey: string): Promise<WindowState | null>;
  keep(slotKey: string, state: WindowState): Promise<void>;
}
