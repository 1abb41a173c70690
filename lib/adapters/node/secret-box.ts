import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { ReelgraphError } from "../../core/errors";
import type { SecretBox } from "../../ports/secret-box";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
/** GCM's own length; random ones do not meet for as many secrets as a key will ever seal. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SecretBoxOptions {
  /** The keys that open, each 32 bytes, the one that seals first. Read when first needed. */
  keys(): Promise<readonly Uint8Array[]>;
  /** Makes the first key where this installation may; null: it is the operator's to set. */
  make: (() => Promise<Uint8Array>) | null;
}

/** AES-256-GCM. What a secret is bound to is authenticated with it, the key's own id among that. */
export function createSecretBox(options: SecretBoxOptions): SecretBox {
  const ringOf = (keys: readonly Uint8Array[]) => keys.map((key) => ({ key, id: keyIdOf(key) }));
  let ring: ReturnType<typeof ringOf> | null = null;
  async function known() {
    const found = ring ?? ringOf(await options.keys());
    // None yet: another process may make the first one.
    if (found.length > 0) ring = found;
    return found;
  }
  return {
    async currentKeyId() {
      return (await known())[0]?.id ?? null;
    },
    async seal(secret, boundTo) {
      if ((await known()).length === 0 && options.make) ring = ringOf([await options.make()]);
      const [current] = await known();
      if (!current) {
        throw new ReelgraphError({
          code: "configuration",
          message:
            "This server has no key to encrypt secrets with. Its operator has to set REELGRAPH_SECRETS_KEY to 32 random bytes in base64, such as openssl rand -base64 32 prints, and start it again.",
        });
      }
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, current.key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(bindingOf(current.id, boundTo));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return { keyId: current.id, nonce: nonce.toString("base64"), ciphertext: sealed.toString("base64") };
    },
    async open({ keyId, nonce, ciphertext }, boundTo) {
      const found = (await known()).find(({ id }) => id === keyId);
      if (!found) return { kind: "lost-key" };
      const iv = Buffer.from(nonce, "base64");
      const sealed = Buffer.from(ciphertext, "base64");
      if (iv.length !== NONCE_BYTES || sealed.length < TAG_BYTES) return { kind: "unfit" };
      try {
        const decipher = createDecipheriv(CIPHER, found.key, iv, { authTagLength: TAG_BYTES });
        decipher.setAAD(bindingOf(keyId, boundTo));
        decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
        const opened = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
        return { kind: "opened", secret: opened.toString("utf8") };
      } catch {
        return { kind: "unfit" };
      }
    },
  };
}

/** A key as `REELGRAPH_SECRETS_KEY` and the key file hold it; null for what is none. */
export function parseSecretsKey(text: string): Uint8Array | null {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, "base64");
  const isWhole = key.length === KEY_BYTES && key.toString("base64") === trimmed;
  return isWhole ? new Uint8Array(key) : null;
}

/** Of 32 random bytes: nobody finds the key by it. */
function keyIdOf(key: Uint8Array): string {
  return createHash("sha256").update("reelgraph secrets key\n").update(key).digest("hex").slice(0, 16);
}

/** Unambiguous: what follows each other cannot be cut in another place. */
function bindingOf(keyId: string, boundTo: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(["reelgraph credential 1", keyId, ...boundTo]), "utf8");
}
