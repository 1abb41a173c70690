import type { CredentialRepository, SystemCredentialRepository } from "../../ports/credentials";
import { assertOwn, copiesOf, ownRow, ownRows, type Session } from "./session";
import { keyOf, type Tables } from "./tables";

export function createCredentialRepository(session: Session): CredentialRepository {
  const { tables, workspaceId } = session;
  const { credentials } = tables;
  const own = (provider: string) => ownRow(session, credentials.find(keyOf(workspaceId, provider)));
  return {
    async all() {
      const rows = ownRows(session, credentials.all());
      return copiesOf(rows.sort((one, other) => (one.provider < other.provider ? -1 : 1)));
    },
    async put(row) {
      assertOwn(session, row);
      const before = own(row.provider);
      if (before) credentials.update(before, row);
      else credentials.insert(row);
    },
    async remove(provider) {
      const row = own(provider);
      if (row) credentials.remove(row);
      return row !== null;
    },
    async reseal(seen, { keyId, nonce, ciphertext }) {
      const row = seen.workspaceId === workspaceId ? own(seen.provider) : null;
      if (row?.version !== seen.version || row.keyId !== seen.keyId) return false;
      credentials.update(row, { keyId, nonce, ciphertext });
      return true;
    },
  };
}

export function createSystemCredentialRepository({ credentials }: Tables): SystemCredentialRepository {
  return {
    async notSealedBy({ keyId, after, limit }) {
      const placeOf = (row: { workspaceId: string; provider: string }) =>
        keyOf(row.workspaceId, row.provider);
      return copiesOf(
        credentials
          .all()
          .filter((row) => row.keyId !== keyId && (!after || placeOf(row) > placeOf(after)))
          .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
          .slice(0, limit),
      );
    },
  };
}
