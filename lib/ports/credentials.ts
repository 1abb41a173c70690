import type { CredentialProvider } from "../core/credentials";
import type { WorkspaceId } from "../core/ids";
import type { SealedSecret } from "./secret-box";

/** A workspace's own key of one provider, sealed. */
export interface CredentialRow extends SealedSecret {
  workspaceId: WorkspaceId;
  provider: CredentialProvider;
  /** New with every secret that is set; the same while it is only sealed anew. */
  version: string;
  /** Its last characters, for people. */
  hint: string | null;
  setAt: Date;
}

/** What a row is looked at by before it is replaced: two who do it at once must not undo each other. */
export type SeenCredential = Pick<CredentialRow, "workspaceId" | "provider" | "version" | "keyId">;

export interface CredentialRepository {
  /** At most one per provider, by provider. */
  all(): Promise<CredentialRow[]>;
  /** Replaces what was set before. */
  put(row: CredentialRow): Promise<void>;
  /** False when there was none. */
  remove(provider: CredentialProvider): Promise<boolean>;
  /** The same secret under another key; false = it has been set, sealed anew or removed since it was `seen`. */
  reseal(seen: SeenCredential, sealed: SealedSecret): Promise<boolean>;
}

/** Credentials of all workspaces, for a change of the key they are sealed with. */
export interface SystemCredentialRepository {
  /** Those that another key than `keyId` sealed, in order, behind `after`. */
  notSealedBy(options: {
    keyId: string;
    after?: Pick<CredentialRow, "workspaceId" | "provider">;
    limit: number;
  }): Promise<CredentialRow[]>;
}
