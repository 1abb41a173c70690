import type { CredentialProvider, Secrets } from "../../core/credentials";
import { isReelgraphError } from "../../core/errors";
import type { WorkspaceId } from "../../core/ids";
import type { CredentialRow } from "../../ports/credentials";
import type { SealedSecret, SecretBox } from "../../ports/secret-box";

type Place = Pick<CredentialRow, "workspaceId" | "provider" | "version">;

/** A workspace's own secrets of one provider, or why they cannot be had, in words that name the fix. */
export type OpenedCredential<Provider extends CredentialProvider> =
  | { kind: "opened"; secrets: Secrets[Provider] }
  | { kind: "unreadable"; reason: string };

/** Bound to its place: a row that is copied to another workspace, provider or version does not open there. */
export async function sealCredential<Provider extends CredentialProvider>(options: {
  box: SecretBox;
  place: Place & { provider: Provider };
  secrets: Secrets[Provider];
}): Promise<SealedSecret> {
  const { box, place, secrets } = options;
  return await box.seal(JSON.stringify(secrets), bindingOf(place));
}

/** Never throws for a row that cannot be read: whoever needs it says so where it is needed. */
export async function openCredential<Provider extends CredentialProvider>(options: {
  box: SecretBox;
  row: CredentialRow & { provider: Provider };
}): Promise<OpenedCredential<Provider>> {
  const { box, row } = options;
  const opened = await box.open(row, bindingOf(row)).catch((error: unknown) => {
    // A key file that holds none.
    if (isReelgraphError(error) && error.code === "configuration") return null;
    throw error;
  });
  if (opened === null) {
    return { kind: "unreadable", reason: "the key of this server that encrypts it cannot be read" };
  }
  if (opened.kind === "opened") {
    return { kind: "opened", secrets: JSON.parse(opened.secret) as Secrets[Provider] };
  }
  const fix = `Set it again (reelgraph credentials set ${row.provider})`;
  const reason =
    opened.kind === "lost-key"
      ? `the key of this server that encrypted it (${row.keyId}) is not here any more. ${fix}, or give the server that key back`
      : `it is damaged, or was encrypted for another place. ${fix}`;
  return { kind: "unreadable", reason };
}

/** Puts the same secret under the newest key. `changed`: somebody else has set it, or sealed it anew, meanwhile. */
export async function reseal(options: {
  box: SecretBox;
  row: CredentialRow;
  write(seen: CredentialRow, sealed: SealedSecret): Promise<boolean>;
}): Promise<"resealed" | "unreadable" | "changed"> {
  const { box, row, write } = options;
  const opened = await box.open(row, bindingOf(row));
  if (opened.kind !== "opened") return "unreadable";
  const sealed = await box.seal(opened.secret, bindingOf(row));
  return (await write(row, sealed)) ? "resealed" : "changed";
}

function bindingOf({ workspaceId, provider, version }: Place): [WorkspaceId, string, string] {
  return [workspaceId, provider, version];
}
