import type { Account, Accounts, ProviderShop, Providers } from "./container-providers";
import type { CredentialProvider } from "./core/credentials";
import type { WorkspaceId } from "./core/ids";
import type { Clock } from "./ports/clock";
import type { CredentialRow } from "./ports/credentials";
import type { Database } from "./ports/database";
import type { Logger } from "./ports/logger";
import type { SecretBox } from "./ports/secret-box";
import { openCredential, reseal } from "./services/credentials/sealed-credential";

/** Clients are kept for so many workspaces: a prediction's download that outlasts a slice is found again by the next. */
const MOST_KEPT = 64;
/** How old what an answer is made with may be. */
const RECENT_MS = 2_000;

export interface WorkspaceProviders {
  /** By the credentials of this moment: one query, and clients that are kept as long as these do not change. */
  current(workspaceId: WorkspaceId): Promise<Providers>;
  /** By those of a moment ago. */
  recent(workspaceId: WorkspaceId): Promise<Providers>;
  /** The secret of the workspace's own callbacks; null when it has none, or none that can be read. */
  webhookSecret(workspaceId: WorkspaceId): Promise<string | null>;
  /** Its credentials have changed. */
  forget(workspaceId: WorkspaceId): void;
}

/** The providers of workspaces: each with its own credentials where it has some, else with the deployment's. */
export function createWorkspaceProviders(options: {
  database: Database;
  box: SecretBox;
  shop: ProviderShop;
  deployment: Providers;
  clock: Clock;
  log: Logger;
}): WorkspaceProviders {
  const { database, box, shop, deployment, clock, log } = options;
  const made = new Map<string, Providers>();
  const recent = new Map<WorkspaceId, { until: number; providers: Promise<Providers> }>();
  const rowsOf = (workspaceId: WorkspaceId) =>
    database.tenant(workspaceId, ({ credentials }) => credentials.all());

  async function current(workspaceId: WorkspaceId): Promise<Providers> {
    const rows = await rowsOf(workspaceId);
    if (rows.length === 0) return deployment;
    const id = [workspaceId, ...rows.map(({ provider, version }) => `${provider} ${version}`)].join("\n");
    const known = made.get(id);
    if (known) {
      keep(made, id, known, MOST_KEPT);
      return known;
    }
    const accounts = await accountsOf(rows);
    const providers = shop.open(accounts);
    // What cannot be read is tried again: its key may be given back.
    const isWhole = Object.values(accounts).every(({ kind }) => kind !== "unreadable");
    if (isWhole) keep(made, id, providers, MOST_KEPT);
    return providers;
  }

  async function accountsOf(rows: readonly CredentialRow[]): Promise<Accounts> {
    const account = async <Provider extends CredentialProvider>(
      provider: Provider,
      otherwise: Account<Provider>,
    ): Promise<Account<Provider>> => {
      const row = rows.find((candidate) => candidate.provider === provider);
      return row ? await ownAccount({ ...row, provider }) : otherwise;
    };
    return {
      openai: await account("openai", shop.accounts.openai),
      replicate: await account("replicate", shop.accounts.replicate),
    };
  }

  async function ownAccount<Provider extends CredentialProvider>(
    row: CredentialRow & { provider: Provider },
  ): Promise<Account<Provider>> {
    const { workspaceId, provider } = row;
    const opened = await openCredential({ box, row });
    if (opened.kind === "opened") {
      if ((await box.currentKeyId()) !== row.keyId) await renew(row);
      return { kind: "workspace", secrets: opened.secrets };
    }
    log.error({ workspaceId, provider, keyId: row.keyId, reason: opened.reason }, "credential-unreadable");
    return opened;
  }

  /** Under the newest key from now on. Whoever does it: a failure costs nothing, the next one does. */
  async function renew(row: CredentialRow): Promise<void> {
    const { workspaceId, provider } = row;
    const write = (seen: CredentialRow, sealed: Parameters<typeof box.open>[0]) =>
      database.tenant(workspaceId, ({ credentials }) => credentials.reseal(seen, sealed));
    await reseal({ box, row, write }).catch((error: unknown) =>
      log.warn({ workspaceId, provider, error: String(error) }, "credential-not-resealed"),
    );
  }

  return {
    current,
    async recent(workspaceId) {
      const now = clock.now().getTime();
      const known = recent.get(workspaceId);
      if (known && known.until > now) return await known.providers;
      const providers = current(workspaceId);
      keep(recent, workspaceId, { until: now + RECENT_MS, providers }, MOST_KEPT);
      // A failure is nothing to be kept.
      providers.catch(() => recent.delete(workspaceId));
      return await providers;
    },
    async webhookSecret(workspaceId) {
      const row = (await rowsOf(workspaceId)).find(({ provider }) => provider === "replicate");
      const account = row ? await ownAccount({ ...row, provider: "replicate" as const }) : null;
      return account?.kind === "workspace" ? account.secrets.webhookSecret : null;
    },
    forget(workspaceId) {
      recent.delete(workspaceId);
    },
  };
}

/** As the newest of at most `most`. */
function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
