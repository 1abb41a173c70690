import type { FakeRequestLog } from "../rigs/fake-providers";
import type { RunEvent } from "../rigs/stage";
import type { Cast } from "./cast";
import type { Ledger, LedgerPurchase } from "./ledger";

export interface Audit {
  /** Purchases that a provider was paid for more often than it may be. */
  duplicates: string[];
  /** Calls to OpenAI that were bought once more, because nobody knows what became of the first. */
  resubmits: number;
  notSucceeded: string[];
  /** Whatever else is not as it should be. */
  faults: string[];
}

/** Compares what providers were paid for with what the ledger bought, and every run with its end. */
export function audit(options: {
  requests: readonly FakeRequestLog[];
  ledger: Ledger;
  parts: Cast["parts"];
  events: ReadonlyMap<string, readonly RunEvent[]>;
}): Audit {
  const { requests, ledger, parts, events } = options;
  const paid = requests.filter((request) => request.paid);
  const timesPaid = countBy(paid, ({ key }) => key ?? "without a nonce");
  const duplicates: string[] = [];
  const faults: string[] = [];
  let resubmits = 0;

  const nonces = new Set(ledger.purchases.map(({ nonce }) => nonce));
  for (const [nonce, times] of timesPaid) {
    if (!nonces.has(nonce)) duplicates.push(`${times} paid that no purchase knows: ${nonce}`);
    else if (times > 1) duplicates.push(`${times} times one purchase: ${nonce}`);
  }
  for (const [call, bought] of groupBy(ledger.purchases, callOf)) {
    const times = bought.filter(({ nonce }) => timesPaid.has(nonce)).length;
    const isOpenai = bought[0]?.provider === "openai";
    if (isOpenai) resubmits += Math.max(0, times - 1);
    if (times > (isOpenai ? 2 : 1)) duplicates.push(`${times} purchases of ${call}`);
    const succeeded = bought.filter(({ state }) => state === "succeeded");
    if (succeeded.length > 1) duplicates.push(`${succeeded.length} results of ${call}`);
  }
  for (const { nonce, state, provider, jobId } of ledger.purchases) {
    if (provider === "studio" || provider === "local") continue;
    if (state === "succeeded" && timesPaid.get(nonce) !== 1) {
      faults.push(`${jobId} succeeded, and its provider was paid ${timesPaid.get(nonce) ?? 0} times.`);
    }
  }
  for (const [runId, seen] of events) faults.push(...faultsOf(runId, seen));

  const notSucceeded = parts.flatMap(({ runId, expected }) => {
    const status = ledger.runs.find(({ id }) => id === runId)?.status ?? "unknown";
    return status === expected ? [] : [`${runId} ended ${status}, not ${expected}`];
  });
  const exports = ledger.runs.filter(({ type, status }) => type === "export" && status !== "succeeded");
  notSucceeded.push(
    ...exports.map(({ id, status, failure }) => `the export ${id} ended ${status}: ${failure?.message}`),
  );
  return { duplicates, resubmits, notSucceeded, faults };
}

function callOf({ runId, jobId, call }: LedgerPurchase): string {
  return `${runId} ${jobId} ${call}`;
}

/** A job that has succeeded is not claimed again, and a run ends once. */
function faultsOf(runId: string, events: readonly RunEvent[]): string[] {
  const faults: string[] = [];
  const done = new Set<string>();
  for (const { type, data } of events) {
    const { jobId } = data;
    if (jobId === undefined) continue;
    if (type === "job-claimed" && done.has(jobId))
      faults.push(`${runId}: ${jobId} was made and bought again.`);
    if (type === "job-succeeded" || type === "job-skipped") {
      if (done.has(jobId)) faults.push(`${runId}: ${jobId} was made twice.`);
      done.add(jobId);
    }
  }
  const ends = events.filter(({ type }) => type === "run-finished").length;
  if (ends !== 1) faults.push(`${runId} ended ${ends} times.`);
  const seqs = events.map(({ seq }) => seq);
  if (seqs.some((seq, index) => index > 0 && seq <= (seqs[index - 1] ?? 0))) {
    faults.push(`${runId}: its events are out of order.`);
  }
  return faults;
}

function countBy<T>(values: readonly T[], nameOf: (value: T) => string): Map<string, number> {
  return new Map([...groupBy(values, nameOf)].map(([name, group]) => [name, group.length]));
}

function groupBy<T>(values: readonly T[], nameOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const name = nameOf(value);
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return groups;
}
