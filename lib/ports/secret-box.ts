/** A secret as it may lie anywhere. */
export interface SealedSecret {
  /** Which key sealed it. */
  keyId: string;
  nonce: string;
  ciphertext: string;
}

/**
 * What an attempt to read a sealed secret came to. `lost-key`: no key here sealed it; `unfit`: it is damaged, or was sealed for something
 * else than what it is bound to.
 */
export type Opened = { kind: "opened"; secret: string } | { kind: "lost-key" } | { kind: "unfit" };

/**
 * Seals secrets with the deployment's key. What a secret is bound to (its workspace, its provider, …) has to be the same when it is
 * opened: a row that was put in another's place does not open.
 */
export interface SecretBox {
  /** The key that seals; null: there is none. Makes none. */
  currentKeyId(): Promise<string | null>;
  /** Throws `configuration` when there is no key to seal with. */
  seal(secret: string, boundTo: readonly string[]): Promise<SealedSecret>;
  open(sealed: SealedSecret, boundTo: readonly string[]): Promise<Opened>;
}
