import type { WorkspaceId } from "../../core/ids";
import type { SecretBox } from "../../ports/secret-box";

/** What the services of credentials need besides a context: the deployment's side of them. */
export interface CredentialDesk {
  box: SecretBox;
  /** Whose own keys there are, and where its requests go. */
  deployment: {
    openai: { hasKey: boolean; baseUrl: string | null };
    replicate: { hasKey: boolean };
  };
  /** Why requests with a workspace's key may not go to an address; null: they may. */
  faultOfAddress(address: string): Promise<string | null>;
  /** Told after every change, so that this process acts by it at once. */
  changed(workspaceId: WorkspaceId): void;
}
