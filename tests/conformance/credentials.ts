import { describe, expect, it } from "vitest";
import type { CredentialProvider } from "../../lib/core/credentials";
import type { WorkspaceId } from "../../lib/core/ids";
import type { CredentialRow } from "../../lib/ports/credentials";
import type { Database } from "../../lib/ports/database";
import { AT, freshWorkspaceId } from "../rigs/rows";
import { useTwoWorkspaces } from "./two-workspaces";

/** Sealed keys of workspaces: what is kept, who sees it, and that of several who change it at once one does. */
export function describeCredentials(name: string, open: () => Promise<Database>): void {
  describe(`credentials: ${name}`, () => {
    let database: Database;
    let workspaceId: WorkspaceId;
    let other: WorkspaceId;

    useTwoWorkspaces(open, (given) => {
      ({ database, workspaceId, other } = given);
    });

    const row = (provider: CredentialProvider, change: Partial<CredentialRow> = {}): CredentialRow => ({
      workspaceId,
      provider,
      version: "v1",
      keyId: "key-1",
      nonce: "bm9uY2U=",
      ciphertext: "Y2lwaGVydGV4dA==",
      hint: "1a2b",
      setAt: AT,
      ...change,
    });
    const put = (...rows: CredentialRow[]) =>
      database.tenant(workspaceId, async ({ credentials }) => {
        for (const one of rows) await credentials.put(one);
      });
    const all = (id = workspaceId) => database.tenant(id, ({ credentials }) => credentials.all());
    const sealed = { keyId: "key-2", nonce: "bmV3", ciphertext: "bmV3IG9uZQ==" };

    it("are given back as they were put, one per provider, by provider, the newest of each", async () => {
      const short = row("openai", { hint: null, version: "v2" });
      await put(row("replicate"), row("openai"), short);
      expect(await all()).toEqual([short, row("replicate")]);
    });

    it("are another workspace's to see, to change and to remove for nobody", async () => {
      await put(row("openai"));
      expect(await all(other)).toEqual([]);
      const tried = await database.tenant(other, async ({ credentials }) => [
        await credentials.remove("openai"),
        await credentials.reseal(row("openai"), sealed),
      ]);
      expect(tried).toEqual([false, false]);
      await expect(
        database.tenant(other, ({ credentials }) => credentials.put(row("openai", { version: "stolen" }))),
      ).rejects.toThrow();
      expect(await all()).toEqual([row("openai")]);
    });

    it("are removed once", async () => {
      await put(row("openai"), row("replicate"));
      const remove = () => database.tenant(workspaceId, ({ credentials }) => credentials.remove("openai"));
      expect([await remove(), await remove()]).toEqual([true, false]);
      expect(await all()).toEqual([row("replicate")]);
    });

    it("belong to a provider there is, and to a workspace there is", async () => {
      const unknown = row("azure" as CredentialProvider);
      await expect(put(unknown)).rejects.toThrow();
      const nobody = freshWorkspaceId();
      await expect(
        database.tenant(nobody, ({ credentials }) => credentials.put(row("openai", { workspaceId: nobody }))),
      ).rejects.toThrow();
    });

    it("are sealed anew only as they were seen", async () => {
      await put(row("openai"));
      const reseal = (seen: CredentialRow) =>
        database.tenant(workspaceId, ({ credentials }) => credentials.reseal(seen, sealed));
      expect(await reseal(row("openai", { version: "v0" }))).toBe(false);
      expect(await reseal(row("openai", { keyId: "key-0" }))).toBe(false);
      expect(await reseal(row("replicate"))).toBe(false);
      expect(await reseal(row("openai"))).toBe(true);
      expect(await reseal(row("openai"))).toBe(false);
      expect(await all()).toEqual([row("openai", sealed)]);
    });

    it("of all workspaces that another key sealed are found page by page", async () => {
      const keyId = `key-of-${workspaceId}`;
      await put(row("openai", { keyId }), row("replicate", { keyId: "old" }));
      await database.tenant(other, async ({ credentials }) => {
        await credentials.put(row("openai", { workspaceId: other, keyId: "old" }));
        await credentials.put(row("replicate", { workspaceId: other, keyId: "old" }));
      });
      const found: string[] = [];
      let after: CredentialRow | undefined;
      for (;;) {
        const [next] = await database.system(({ credentials }) =>
          credentials.notSealedBy({ keyId, limit: 1, ...(after ? { after } : {}) }),
        );
        if (!next) break;
        if ([workspaceId, other].includes(next.workspaceId)) {
          found.push(`${next.workspaceId} ${next.provider}`);
        }
        after = next;
      }
      expect(found).toEqual([`${workspaceId} replicate`, `${other} openai`, `${other} replicate`]);
    });

    it("go with the others into a dump", async () => {
      await put(row("openai"));
      const lines = await database.dumps.dump(async ({ rows }) => {
        const some: string[] = [];
        for await (const part of rows("credentials")) some.push(...part);
        return some;
      });
      const own = lines.map((line) => JSON.parse(line)).find(({ workspace_id: id }) => id === workspaceId);
      expect(own).toMatchObject({ provider: "openai", key_id: "key-1", ciphertext: "Y2lwaGVydGV4dA==" });
    });
  });
}
