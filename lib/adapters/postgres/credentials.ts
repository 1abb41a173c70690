import { and, asc, eq, ne, type SQL, sql } from "drizzle-orm";
import { credentials } from "../../../drizzle/schema";
import type { CredentialProvider } from "../../core/credentials";
import type { WorkspaceId } from "../../core/ids";
import type {
  CredentialRepository,
  CredentialRow,
  SeenCredential,
  SystemCredentialRepository,
} from "../../ports/credentials";
import type { Session } from "./session";

export function createCredentialRepository(session: Session, workspaceId: WorkspaceId): CredentialRepository {
  const own = (provider: CredentialProvider) =>
    and(eq(credentials.workspaceId, workspaceId), eq(credentials.provider, provider));
  return {
    async all() {
      const rows = await session
        .select()
        .from(credentials)
        .where(eq(credentials.workspaceId, workspaceId))
        .orderBy(asc(credentials.provider));
      return rows.map(toRow);
    },
    async put(row) {
      const { workspaceId: _id, provider: _provider, ...set } = row;
      await session
        .insert(credentials)
        .values(row)
        .onConflictDoUpdate({ target: [credentials.workspaceId, credentials.provider], set });
    },
    async remove(provider) {
      const gone = await session
        .delete(credentials)
        .where(own(provider))
        .returning({ provider: credentials.provider });
      return gone.length > 0;
    },
    async reseal(seen, sealed) {
      const { keyId, nonce, ciphertext } = sealed;
      const done = await session
        .update(credentials)
        .set({ keyId, nonce, ciphertext })
        .where(and(eq(credentials.workspaceId, workspaceId), asSeen(seen)))
        .returning({ provider: credentials.provider });
      return done.length > 0;
    },
  };
}

export function createSystemCredentialRepository(session: Session): SystemCredentialRepository {
  return {
    async notSealedBy({ keyId, after, limit }) {
      const { workspaceId, provider } = credentials;
      const behind = after && sql`(${workspaceId}, ${provider}) > (${after.workspaceId}, ${after.provider})`;
      const rows = await session
        .select()
        .from(credentials)
        .where(and(ne(credentials.keyId, keyId), behind))
        .orderBy(asc(workspaceId), asc(provider))
        .limit(limit);
      return rows.map(toRow);
    },
  };
}

function asSeen({ workspaceId, provider, version, keyId }: SeenCredential): SQL | undefined {
  return and(
    eq(credentials.workspaceId, workspaceId),
    eq(credentials.provider, provider),
    eq(credentials.version, version),
    eq(credentials.keyId, keyId),
  );
}

function toRow(row: typeof credentials.$inferSelect): CredentialRow {
  return {
    ...row,
    workspaceId: row.workspaceId as WorkspaceId,
    provider: row.provider as CredentialProvider,
  };
}
