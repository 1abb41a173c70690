import { z } from "zod";
import type { ProviderEvent } from "../../ports/webhook-verifier";

const FINAL = ["succeeded", "failed", "canceled", "aborted"];

/** Only what is acted upon: the prediction itself is asked for again, so that a callback cannot say what was made. */
const eventSchema = z.object({ id: z.string().min(1).max(200), status: z.string().min(1).max(50) });

/** The event in a callback's body; null when it is not a prediction. */
export function predictionEventOf(body: string | Uint8Array): ProviderEvent | null {
  try {
    const text = typeof body === "string" ? body : new TextDecoder().decode(body);
    const { id, status } = eventSchema.parse(JSON.parse(text));
    return { providerRequestId: id, status, isFinal: FINAL.includes(status) };
  } catch {
    return null;
  }
}
