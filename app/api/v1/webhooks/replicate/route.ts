import { after } from "next/server";
import { readBody } from "../../../../../lib/api/read-json";
import { json, openRoute } from "../../../../../lib/api/route";
import { getPorts, webhookVerifier } from "../../../../../lib/container";
import { invalidInput, ReelgraphError } from "../../../../../lib/core/errors";
import { receiveProviderEvent } from "../../../../../lib/services/webhooks/receive-provider-event";
import { workspaceOfEvent } from "../../../../../lib/services/webhooks/workspace-of-event";
import { wakeRun } from "../../../../../workflows/wake-run";

export const dynamic = "force-dynamic";

/** A callback repeats the prediction's input, a picture of a megabyte among it. */
const MAX_CALLBACK_BYTES = 4 * 1024 * 1024;

/** A provider's callback: verified, recorded, answered, and only then acted on. Needs no key: the signature is one. */
export const POST = openRoute(async (request) => {
  const body = await readBody(request, ["application/json"], MAX_CALLBACK_BYTES);
  const { searchParams } = new URL(request.url);
  const ports = await getPorts();
  const nonce = searchParams.get("nonce") ?? "";
  const verifier = await webhookVerifier(await workspaceOfEvent({ ports, nonce }));
  const verdict = verifier.verify({ headers: request.headers, body });
  if (verdict.kind === "refused") throw new ReelgraphError({ code: "unauthorized", message: verdict.reason });
  const event = verifier.eventOf(body);
  if (!event) throw invalidInput("", "The body is no prediction: it needs an id and a status.");
  const received = await receiveProviderEvent({
    ports,
    input: {
      provider: "replicate",
      deliveryId: request.headers.get("webhook-id") ?? "",
      jobId: searchParams.get("job") ?? "",
      nonce,
      event,
    },
  });
  const { workspaceId, runId, isNew } = received;
  // Also for a repeated delivery: the first may have been answered by a process that died before it woke anybody.
  if (event.isFinal) after(() => wakeRun({ workspaceId, runId, reason: `replicate ${event.status}` }));
  return json({ received: true, isNew });
});
