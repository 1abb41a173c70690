/** Providers whose keys a workspace may bring itself. */
export const CREDENTIAL_PROVIDERS = ["openai", "replicate"] as const;

export type CredentialProvider = (typeof CREDENTIAL_PROVIDERS)[number];

/** What a request to each provider is signed with. Never stored, logged or answered as it is. */
export interface Secrets {
  openai: {
    apiKey: string;
    /** Null: where the deployment's requests go. */
    baseUrl: string | null;
  };
  replicate: {
    apiToken: string;
    /** Null: no callbacks are asked for, predictions are. */
    webhookSecret: string | null;
  };
}

const SHOWN = 4;
/** Of a shorter secret four characters would be too much of it. */
const SHORTEST_SHOWN = 16;

/** The last characters of a secret, by which a person knows it again; null where it is too short to show any. */
export function hintOf(secret: string): string | null {
  return secret.length < SHORTEST_SHOWN ? null : secret.slice(-SHOWN);
}

/** Two spellings of one address. Throws for what is no address. */
export function sameAddress(one: string, other: string): boolean {
  const plain = (address: string) => new URL(address).href.replace(/\/+$/, "");
  return plain(one) === plain(other);
}
