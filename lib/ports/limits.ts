import type { WindowState } from "../core/limits/window";
import type { MicroUsd } from "../core/money/micro-usd";

/** What all workspaces and processes know together of a provider's limits, a document a window. */
export interface WindowRepository {
  /** As it was last kept, waiting for nobody. Null: nothing is known. */
  read(slotKey: string): Promise<WindowState | null>;
  /** The same to change it: nobody else holds or replaces it until the transaction ends. */
  hold(slotKey: string): Promise<WindowState | null>;
  keep(slotKey: string, state: WindowState): Promise<void>;
}

/** What a workspace has set itself. */
export interface WorkspaceLimits {
  /** What its runs may cost in one month; null: what the deployment says. */
  ceilingMicros: MicroUsd | null;
  /** Provider → requests under way at a time, of all its runs; who is not in it gets as many as the provider's window gives. */
  requestsAtATime: Readonly<Record<string, number>>;
}

export interface WorkspaceLimitRepository {
  find(): Promise<WorkspaceLimits>;
  /** What is left out stays as it is; a provider with null has no limit of its own any more. */
  set(change: {
    ceilingMicros?: MicroUsd | null;
    requestsAtATime?: Readonly<Record<string, number | null>>;
  }): Promise<void>;
}
