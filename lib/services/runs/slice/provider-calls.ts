import { mayAdopt } from "../../../core/plan/reasons";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { Generator, ProviderCall } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";
import { keyIn } from "../../documents/documents";
import type { SliceState } from "./slice-state";

/** A call of a job, with the purchases made of it under the job's claim and the result that counts, if there is one. */
export interface CallState extends ProviderCall {
  claims: PurchaseRow[];
  made: ArtifactRecord[] | null;
}

/** The call of a job that is being made, and what the calls before it made. */
export interface OpenCall {
  call: CallState;
  made: readonly ArtifactRecord[];
  /** The job is done with it. */
  isLast: boolean;
}

/** The calls a job takes, in order. */
export function callsOf(options: {
  generator: Generator;
  job: JobRow;
  inputs: SliceState["run"]["inputs"];
}): readonly ProviderCall[] {
  const { generator, job, inputs } = options;
  const { genId, model } = job;
  const { produces, estimate } = job.spec;
  const maximumMicros = estimate.costMicros;
  const calls = generator.calls?.({ genId, model, produces, inputs, maximumMicros });
  return calls ?? [{ call: "main", produces, maximumMicros }];
}

/**
 * How far a job's calls have come under its claim. What this run bought counts; of earlier runs only what a job was left with that
 * never got to its last call, so that narration which was spoken and not timed is timed, not spoken again. A job that is to be made
 * anew whatever there is (`full-run`, `take-requested`, `validation`) starts from its first call.
 */
export async function callStates(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  generator: Generator;
  claimKey: string;
}): Promise<{ calls: CallState[]; discarded: ReadonlySet<string> }> {
  const { ctx, state, job, generator, claimKey } = options;
  const calls = callsOf({ generator, job, inputs: state.run.inputs });
  const reads = state.group("bought", (keys: readonly string[]) => readBought(ctx, state, keys));
  const { bought, discarded } = await reads.add(claimKey);
  const found = { discarded, claims: calls.map(({ call }) => bought.filter((claim) => claim.call === call)) };
  const isUsable = ({ id }: PurchaseRow) => !found.discarded.has(id);
  const last = calls.length - 1;
  const isComplete = newestResult(calls[last], (found.claims[last] ?? []).filter(isUsable)) !== null;
  const mayUseOlder = !isComplete && mayContinue(job);
  const states = await Promise.all(
    calls.map(async (call, index) => {
      const claims = found.claims[index] ?? [];
      const counting = claims.filter(
        (claim) => isUsable(claim) && (claim.runId === job.runId || (mayUseOlder && index < last)),
      );
      const made = calls.length === 1 ? null : newestResult(call, counting);
      return { ...call, claims, made: made && (await areStored(ctx, state, made)) ? made : null };
    }),
  );
  return { calls: states, discarded };
}

interface Bought {
  /** Purchases under one claim, of all calls, by purchase number. */
  bought: PurchaseRow[];
  discarded: ReadonlySet<string>;
}

async function readBought(ctx: Context, state: SliceState, claimKeys: readonly string[]): Promise<Bought[]> {
  const { videoId } = state.run;
  const { rows, discarded } = await inTenant(ctx, async ({ purchases, choices }) => ({
    rows: await purchases.ofClaims(claimKeys),
    discarded: await choices.discarded(videoId),
  }));
  return claimKeys.map((claimKey) => ({
    bought: rows.filter((row) => row.claimKey === claimKey),
    discarded,
  }));
}

/** A job that failed half-way may go on with what it has; one that is wanted anew may not. */
function mayContinue(job: JobRow): boolean {
  return mayAdopt(job.spec.reasons.filter((reason) => reason !== "failed"));
}

/**
 * The newest result among purchases of one call that has all the call is to make. An older one may lack an artifact: a person's input
 * stood in its place when it was bought.
 */
function newestResult(
  call: Pick<ProviderCall, "produces"> | undefined,
  claims: readonly PurchaseRow[],
): ArtifactRecord[] | null {
  for (const { state, outcome } of claims.toReversed()) {
    if (state !== "succeeded" || outcome === null || !call) continue;
    const outputs = outcome.outputs.filter(({ id }) => call.produces.includes(id));
    if (outputs.length === call.produces.length) return outputs;
  }
  return null;
}

/** An earlier result of the whole job: of each call the newest; null when one has none. */
export function earlierResult(
  calls: readonly CallState[],
  discarded: ReadonlySet<string>,
): ArtifactRecord[] | null {
  const results = calls.map((call) =>
    newestResult(
      call,
      call.claims.filter(({ id }) => !discarded.has(id)),
    ),
  );
  return results.some((result) => result === null) ? null : results.flatMap((result) => result ?? []);
}

/** An earlier result counts only while its bytes are there: what the cleaner took has to be bought again. */
export async function areStored(
  ctx: Context,
  { run, buried }: SliceState,
  outputs: readonly ArtifactRecord[],
): Promise<boolean> {
  if (outputs.some(({ key }) => key !== null && buried.has(key))) return false;
  const heads = await Promise.all(
    outputs.map((output) => (output.key ? ctx.objects.head(keyIn(run.videoId, output.key)) : null)),
  );
  return heads.every((head) => head !== null);
}
