import { ReelgraphError } from "../../core/errors";
import type { RunId, WorkspaceId } from "../../core/ids";
import type { ProviderEvent } from "../../ports/webhook-verifier";
import type { Ports } from "../context";

export interface ReceivedEvent {
  workspaceId: WorkspaceId;
  runId: RunId;
  /** False when the same delivery was recorded before. */
  isNew: boolean;
}

/**
 * Records a provider's callback, before it is answered. It is a hint and no more: it names the work if nobody had its name yet, and
 * moves the moment of the next check to now; what counts is what the provider says when it is asked. So a callback that is lost,
 * repeated, late, early or out of order changes how soon something is known, and nothing else. Throws `not-found` for a nonce that no
 * purchase has, and for one that is not of that job.
 */
export async function receiveProviderEvent(options: {
  ports: Ports;
  input: { provider: string; deliveryId: string; jobId: string; nonce: string; event: ProviderEvent };
}): Promise<ReceivedEvent> {
  const { ports, input } = options;
  const { provider, deliveryId, nonce, event } = input;
  const purchase = await ports.database.system(({ purchases }) => purchases.byNonce(nonce));
  const known = purchase?.providerRequestId ?? event.providerRequestId;
  const isOurs = purchase?.provider === provider && purchase.jobId === input.jobId;
  if (!purchase || !isOurs || known !== event.providerRequestId) {
    throw new ReelgraphError({
      code: "not-found",
      message: "No purchase here is waiting for this callback.",
    });
  }
  const { workspaceId, id, runId, videoId, jobId } = purchase;
  const at = ports.clock.now();
  const isNew = await ports.database.tenant(workspaceId, async ({ providerEvents, purchases }) => {
    const { providerRequestId, status } = event;
    const row = {
      provider,
      deliveryId,
      workspaceId,
      purchaseId: id,
      providerRequestId,
      status,
      receivedAt: at,
    };
    if (!(await providerEvents.insert(row))) return false;
    await purchases.accepted({ id, providerRequestId, nextCheckAt: at, at });
    if (event.isFinal) await purchases.nextCheck({ id, nextCheckAt: at });
    return true;
  });
  ports.log.info({ runId, videoId, jobId, purchase: id, status: event.status, isNew }, "provider-event");
  return { workspaceId, runId, isNew };
}
