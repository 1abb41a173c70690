import { createHmac, timingSafeEqual } from "node:crypto";
import type { WebhookVerdict, WebhookVerifier } from "../../ports/webhook-verifier";
import { predictionEventOf } from "./prediction-event";

const TOLERANCE_SECONDS = 5 * 60;
const PREFIX = "whsec_";

/**
 * Checks Replicate's callbacks by the Standard Webhooks rules: `webhook-id`, `webhook-timestamp` and one of the signatures in
 * `webhook-signature` (`v1,<base64>` each, several while a secret is being changed), HMAC-SHA256 over `id.timestamp.body`. A callback
 * more than five minutes off is refused, so that a recorded one cannot be played again. Without a secret all are refused.
 */
export function createReplicateWebhookVerifier(options: {
  /** `whsec_` and base64 each: any of them may have signed. */
  secrets: readonly string[];
  now: () => Date;
}): WebhookVerifier {
  const keys = options.secrets.map(keyOf).filter(({ length }) => length > 0);
  return {
    verify({ headers, body }) {
      if (keys.length === 0) return refused("REPLICATE_WEBHOOK_SECRET is not set.");
      const id = headers.get("webhook-id");
      const timestamp = headers.get("webhook-timestamp");
      const signatures = headers.get("webhook-signature");
      if (!id || !timestamp || !signatures) {
        return refused("The headers webhook-id, webhook-timestamp and webhook-signature are required.");
      }
      if (!/^\d{1,12}$/.test(timestamp)) {
        return refused("webhook-timestamp is not a number of seconds.");
      }
      const off = Math.abs(options.now().getTime() / 1000 - Number(timestamp));
      if (off > TOLERANCE_SECONDS) return refused("webhook-timestamp is more than five minutes off.");
      const given = signatures.split(" ").filter((signature) => signature.startsWith("v1,"));
      const isGenuine = keys.some((key) => {
        const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
        return given.some((signature) => equals(signature.slice(3), expected));
      });
      return isGenuine ? { kind: "ok" } : refused("No signature in webhook-signature fits.");
    },
    eventOf: predictionEventOf,
  };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");
}

function equals(signature: string, expected: Buffer): boolean {
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refused(reason: string): WebhookVerdict {
  return { kind: "refused", reason };
}
