import type { WorkspaceId } from "../../core/ids";
import type { Ports } from "../context";

const NONCE = /^[\w-]{1,100}$/;

/** Whose work a callback is about, by the nonce in its address; null when no purchase has it. Proves nothing of the sender. */
export async function workspaceOfEvent(options: {
  ports: Pick<Ports, "database">;
  nonce: string;
}): Promise<WorkspaceId | null> {
  const { ports, nonce } = options;
  // Whatever somebody writes into an address: the database is not asked for what cannot be one.
  if (!NONCE.test(nonce)) return null;
  const purchase = await ports.database.system(({ purchases }) => purchases.byNonce(nonce));
  return purchase?.workspaceId ?? null;
}
