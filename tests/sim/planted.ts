import type { PurchaseRow, TenantRepositories } from "../../lib/ports/database";
import type { Rule } from "./invariants";
import type { Sabotage } from "./world";

/** A defect put around what the code reaches, and the rules it has to break. */
export interface Planted {
  name: string;
  sabotage: Sabotage;
  breaks: readonly Rule[];
  /** Takes hundreds of seeds to show: looked for with REELGRAPH_DEEP=1. */
  isRare?: boolean;
}

/** A database whose repositories are changed by `change`. */
function withRepositories(
  change: (repositories: TenantRepositories) => Partial<TenantRepositories>,
): Sabotage {
  return {
    database: (database) => ({
      ...database,
      tenant: (workspaceId, work) =>
        database.tenant(workspaceId, (repositories) => {
          const changed = change(repositories);
          return work(
            new Proxy(repositories, {
              get: (all, name, receiver) =>
                changed[name as keyof TenantRepositories] ?? Reflect.get(all, name, receiver),
            }),
          );
        }),
    }),
  };
}

const isLive = ({ state }: PurchaseRow) => state === "claimed" || state === "submitted";

export const PLANTED: readonly Planted[] = [
  {
    name: "a missing fence: a slice writes although another one has followed",
    sabotage: withRepositories(({ runs }) => ({
      runs: {
        ...runs,
        assertFence: async ({ runId }) => (await runs.find(runId))?.status ?? "running",
        heartbeat: async () => true,
      },
    })),
    breaks: ["zombie-write", "illegal-move", "events"],
  },
  {
    name: "a missing lease: a run writes after its end",
    sabotage: withRepositories(({ runs }) => ({
      runs: {
        ...runs,
        assertFence: async ({ runId }) => (await runs.find(runId))?.status ?? "running",
        assertLease: async ({ runId }) => (await runs.find(runId))?.status ?? "running",
        heartbeat: async () => true,
      },
    })),
    breaks: ["zombie-write", "illegal-move", "events"],
  },
  {
    name: "a resubmit on retry: what nobody knows the outcome of is simply sent again",
    sabotage: { generator: (generator) => ({ ...generator, unknownOutcome: "repeatable" }) },
    breaks: ["paid-twice", "bought-again", "books"],
  },
  {
    name: "an accepted request whose id is not stored",
    sabotage: withRepositories(({ purchases }) => ({
      purchases: { ...purchases, accepted: async () => true },
    })),
    breaks: ["answer-wasted"],
  },
  {
    name: "no second try to keep what was paid for",
    sabotage: {
      database: (database, execution) => ({
        ...database,
        tenant: (workspaceId, work) =>
          database.tenant(workspaceId, work).catch((error: unknown) => {
            throw execution.slice === null ? error : Object.assign(error as object, { retryable: false });
          }),
      }),
    },
    breaks: ["answer-wasted"],
    isRare: true,
  },
  {
    name: "two executors that may claim: nobody sees who is buying",
    sabotage: withRepositories(({ purchases }) => ({
      purchases: {
        ...purchases,
        live: async () => [],
        ofClaim: async (claim) => (await purchases.ofClaim(claim)).filter((row) => !isLive(row)),
        insert: async (row) => {
          const all = await purchases.ofClaim(row);
          const last = all.at(-1)?.purchaseNumber ?? 0;
          return await purchases.insert({ ...row, purchaseNumber: Math.max(row.purchaseNumber, last + 1) });
        },
      },
    })),
    breaks: ["bought-again", "illegal-move", "books"],
    isRare: true,
  },
  {
    name: "a purchase that any slice may end",
    sabotage: withRepositories(({ purchases }) => ({
      purchases: {
        ...purchases,
        finish: async (options) => {
          const ended = await purchases.finish(options);
          if (ended) return true;
          for (let sliceEpoch = 0; sliceEpoch < 60; sliceEpoch++) {
            if (await purchases.finish({ ...options, sliceEpoch })) return true;
          }
          return false;
        },
      },
    })),
    breaks: ["zombie-write", "illegal-move"],
    isRare: true,
  },
  {
    name: "slots that nobody counts",
    sabotage: withRepositories(({ purchases }) => ({
      purchases: { ...purchases, slotsTaken: async () => 0 },
    })),
    breaks: ["window"],
  },
  {
    name: "another try that reserves nothing",
    sabotage: withRepositories(({ money }) => ({
      money: {
        ...money,
        reserve: async (options) => {
          await money.reserve({ ...options, defaultCeiling: null });
        },
      },
    })),
    breaks: ["over-ceiling"],
  },
  {
    name: "a store that forgets an asset now and then",
    sabotage: {
      objects: (objects) => ({
        ...objects,
        put: async (options) => {
          if (!options.key.includes("/assets/") || !/[05]\.[a-z0-9]+$/.test(options.key))
            return await objects.put(options);
          return {
            outcome: "stored",
            etag: "0",
            bytes: 0,
            checksum: options.checksum ?? ("sha256:0" as never),
          };
        },
      }),
    },
    breaks: ["artifact-lost"],
  },
  {
    name: "a settlement that is entered twice",
    sabotage: withRepositories(({ money }) => ({
      money: {
        ...money,
        settle: async (options) => {
          await money.settle(options);
          await money.settle({ ...options, purchaseId: `${options.purchaseId}x` as PurchaseRow["id"] });
        },
      },
    })),
    breaks: ["books"],
  },
];

/**
 * Slices that exclude nobody, as if every server believed the other dead: work is wasted, and nothing else may happen. What is safe
 * never depends on them.
 */
export const SLICES_FOR_ALL: Sabotage = withRepositories(({ runs }) => ({
  runs: {
    ...runs,
    takeSlice: async (options) => {
      const run = await runs.find(options.id);
      const at = new Date(Math.max(options.at.getTime(), run?.sliceUntil?.getTime() ?? 0));
      return await runs.takeSlice({ ...options, at });
    },
  },
}));
