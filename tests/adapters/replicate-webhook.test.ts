import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createReplicateWebhookVerifier } from "../../lib/adapters/replicate/verify-webhook";

const secret = `whsec_${randomBytes(24).toString("base64")}`;
const AT = new Date("2026-03-01T12:00:00Z");
const verifier = createReplicateWebhookVerifier({ secrets: [secret], now: () => AT });
const body = JSON.stringify({ id: "p1", status: "succeeded", output: "https://example.com/é.png" });

function signed(options: { at?: Date; body?: string; secret?: string } = {}): Headers {
  const at = options.at ?? AT;
  return new Headers({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(options.secret ?? secret).sign("msg_1", at, options.body ?? body),
  });
}

const seconds = (count: number) => new Date(AT.getTime() + count * 1000);

describe("Replicate's callbacks", () => {
  it("are accepted with the signature of the reference library, as text and as bytes", () => {
    expect(verifier.verify({ headers: signed(), body })).toEqual({ kind: "ok" });
    expect(verifier.verify({ headers: signed(), body: new TextEncoder().encode(body) })).toEqual({
      kind: "ok",
    });
  });

  it("are accepted when one of several signatures fits", () => {
    const headers = signed();
    const other = signed({ secret: `whsec_${randomBytes(24).toString("base64")}` }).get("webhook-signature");
    headers.set("webhook-signature", `${other} v2,xx ${headers.get("webhook-signature")}`);
    expect(verifier.verify({ headers, body })).toEqual({ kind: "ok" });
  });

  it.each([300, -300])("are accepted %i seconds off", (off) => {
    expect(verifier.verify({ headers: signed({ at: seconds(off) }), body }).kind).toBe("ok");
  });

  it.each([301, -301, 86_400])("are refused %i seconds off", (off) => {
    const verdict = verifier.verify({ headers: signed({ at: seconds(off) }), body });
    expect(verdict).toMatchObject({ kind: "refused", reason: expect.stringContaining("five minutes") });
  });

  it("are refused when body, id or time were changed", () => {
    expect(verifier.verify({ headers: signed(), body: `${body} ` }).kind).toBe("refused");
    const id = signed();
    id.set("webhook-id", "msg_2");
    expect(verifier.verify({ headers: id, body }).kind).toBe("refused");
    const time = signed();
    time.set("webhook-timestamp", String(AT.getTime() / 1000 + 1));
    expect(verifier.verify({ headers: time, body }).kind).toBe("refused");
  });

  it.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("are refused without %s", (name) => {
    const headers = signed();
    headers.delete(name);
    expect(verifier.verify({ headers, body }).kind).toBe("refused");
  });

  it.each(["", "v1,", "v1,AAAA", "v1", "nonsense", "v2,AAAA", `v1,${"A".repeat(10_000)}`])(
    "are refused with the signature %j",
    (signature) => {
      const headers = signed();
      headers.set("webhook-signature", signature);
      expect(verifier.verify({ headers, body }).kind).toBe("refused");
    },
  );

  it.each(["soon", "1e9", "-5", "0x10", "99999999999999999999"])(
    "are refused with the time %j",
    (timestamp) => {
      const headers = signed();
      headers.set("webhook-timestamp", timestamp);
      expect(verifier.verify({ headers, body }).kind).toBe("refused");
    },
  );

  it("are all refused without a secret", () => {
    for (const none of [[], [""], ["whsec_"]]) {
      const without = createReplicateWebhookVerifier({ secrets: none, now: () => AT });
      expect(without.verify({ headers: signed(), body })).toMatchObject({ kind: "refused" });
    }
  });

  it("are genuine when any of several secrets signed them, and only then", () => {
    const other = `whsec_${Buffer.from("another-secret-of-24-bytes").toString("base64")}`;
    const either = createReplicateWebhookVerifier({ secrets: [other, secret], now: () => AT });
    expect(either.verify({ headers: signed(), body })).toEqual({ kind: "ok" });
    const neither = createReplicateWebhookVerifier({ secrets: [other], now: () => AT });
    expect(neither.verify({ headers: signed(), body })).toMatchObject({ kind: "refused" });
  });

  it("say which prediction they are about", () => {
    expect(verifier.eventOf(body)).toEqual({ providerRequestId: "p1", status: "succeeded", isFinal: true });
    expect(verifier.eventOf('{"id":"p2","status":"processing"}')).toMatchObject({ isFinal: false });
    expect(verifier.eventOf(new TextEncoder().encode(body))?.providerRequestId).toBe("p1");
    for (const other of ["", "[]", "{}", "null", '{"id":5,"status":"x"}', "<html>"]) {
      expect(verifier.eventOf(other)).toBeNull();
    }
  });
});
