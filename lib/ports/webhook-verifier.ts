export type WebhookVerdict = { kind: "ok" } | { kind: "refused"; reason: string };

/** What a provider says of one piece of work it accepted. */
export interface ProviderEvent {
  /** The id `submit` returned. */
  providerRequestId: string;
  /** The provider's own word, e.g. `processing`, `succeeded`, `failed`, `canceled`. */
  status: string;
  /** Nothing more will happen to it: it is worth asking for now. */
  isFinal: boolean;
}

/** A provider's callbacks (runner.md, Talking to providers): whether one is genuine, and what it says. */
export interface WebhookVerifier {
  /** Checks the signature over the raw body, before anything in it is looked at. Never throws. */
  verify(options: {
    headers: { get(name: string): string | null };
    body: string | Uint8Array;
  }): WebhookVerdict;
  /** The event in a verified body; null for a body that says nothing this product understands. Never throws. */
  eventOf(body: string | Uint8Array): ProviderEvent | null;
}
