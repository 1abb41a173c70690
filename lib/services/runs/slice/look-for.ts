import type { JobRow, PurchaseRow } from "../../../ports/database";
import { inTenant } from "../../context";
import { askProvider } from "./ask-provider";
import { buildRequest } from "./build-request";
import { isOfAnotherAccount } from "./other-account";
import type { OpenCall } from "./provider-calls";
import type { Work } from "./work";

/** What a provider has made it keeps for an hour: who cannot be asked for so long has nothing to give any more. */
export const KEPT_MS = 60 * 60_000;
/** A request that nobody waits for any more may still get in, and a list shows it a little later. */
export const STRAGGLE_MS = 10_000;

/**
 * - `found`: the provider has it, under that id;
 * - `absent`: it surely has none of it;
 * - `unsure`: ask again, not before `notBefore` if there is one;
 * - `forgotten`: so long ago, or bought with a key that is not there any more, that nobody can tell;
 * - `cut`: the slice had to return.
 */
type Sighting =
  | { kind: "found"; providerRequestId: string; nextCheckAt: Date }
  | { kind: "absent" }
  | { kind: "unsure"; reason: string; notBefore: Date | null }
  | { kind: "forgotten" }
  | { kind: "cut" };

/** Looks, once, for the work of a submit whose answer was lost. Before `sureFrom` not to find it proves nothing. */
export async function lookFor(options: {
  work: Work;
  job: JobRow;
  open: OpenCall;
  purchase: PurchaseRow;
  sureFrom: Date;
}): Promise<Sighting> {
  const { work, job, open, purchase, sureFrom } = options;
  const { ctx, control, generator } = work;
  const { id, provider, createdAt, nonce } = purchase;
  const request = buildRequest({ ...work, job, call: open.call, made: open.made, nonce });
  const answer = await askProvider({
    clock: ctx.clock,
    call: async (signal) => {
      if (!generator.find) throw new Error(`${provider} says "adopt" and cannot look for anything.`);
      return await generator.find({
        request,
        submittedAfter: createdAt,
        isClaimed: (providerRequestId) =>
          ctx.database.system(({ purchases }) =>
            purchases.isKnown({ provider, providerRequestId, except: id }),
          ),
        signal,
      });
    },
    deadlineMs: generator.deadlineMs(job.genId, purchase.call),
    hardStop: control.hardStop,
  });
  if (answer.kind === "cut") return answer;
  const now = ctx.clock.now();
  if (answer.kind === "answered" && answer.value) return { kind: "found", ...answer.value, nextCheckAt: now };
  // A webhook may have named it meanwhile: then the list showed it as somebody's.
  const named = await readPurchase(work, purchase);
  if (named?.providerRequestId) {
    const { providerRequestId } = named;
    return { kind: "found", providerRequestId, nextCheckAt: named.nextCheckAt ?? now };
  }
  if (now.getTime() - createdAt.getTime() > KEPT_MS) return { kind: "forgotten" };
  if (answer.kind === "answered") {
    // Another account's list says nothing of it.
    if (now >= sureFrom)
      return { kind: isOfAnotherAccount(generator, job, purchase) ? "forgotten" : "absent" };
    return { kind: "unsure", reason: "not seen yet", notBefore: sureFrom };
  }
  const reason = answer.kind === "failed" ? String(answer.error) : "no answer in time";
  return { kind: "unsure", reason, notBefore: null };
}

/** The purchase as the ledger has it now. */
export async function readPurchase(
  { ctx }: Pick<Work, "ctx">,
  { id, claimKey, call }: PurchaseRow,
): Promise<PurchaseRow | null> {
  const claims = await inTenant(ctx, ({ purchases }) => purchases.ofClaim({ claimKey, call }));
  return claims.find((claim) => claim.id === id) ?? null;
}
