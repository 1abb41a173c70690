import type { CredentialRow } from "../../ports/credentials";
import type { SecretBox } from "../../ports/secret-box";
import type { Ports } from "../context";
import { reseal } from "./sealed-credential";

const AT_ONCE = 100;

/**
 * Encrypts what older keys encrypted with the newest one, in all workspaces: after that the older keys are needed no more. Says how many
 * there were, and how many no key here opens: those have to be set again, or their key given back. Repeating it does no harm.
 */
export async function resealCredentials(options: {
  ports: Pick<Ports, "database" | "log">;
  box: SecretBox;
}): Promise<{ resealed: number; unreadable: number }> {
  const { ports, box } = options;
  const { database, log } = ports;
  const keyId = await box.currentKeyId();
  const done = { resealed: 0, unreadable: 0 };
  let after: CredentialRow | undefined;
  // Without a key none could be sealed, and what there is none can read: it says so where it is used.
  while (keyId !== null) {
    const rows = await database.system(({ credentials }) =>
      credentials.notSealedBy({ keyId, limit: AT_ONCE, ...(after ? { after } : {}) }),
    );
    for (const row of rows) {
      const outcome = await reseal({
        box,
        row,
        write: (seen, sealed) =>
          database.tenant(row.workspaceId, ({ credentials }) => credentials.reseal(seen, sealed)),
      });
      if (outcome !== "changed") done[outcome]++;
    }
    after = rows.at(-1);
    if (rows.length < AT_ONCE) break;
  }
  if (done.resealed > 0) log.info({ ...done, keyId }, "credentials-resealed");
  if (done.unreadable > 0) log.error({ ...done, keyId }, "credentials-unreadable");
  return done;
}
