import type { RowChange } from "../../lib/adapters/memory/table";

/** What a transaction changed, in a line for people: `job ImageGen[0][0] ready→claimed`. */
export function describeChanges(changes: readonly RowChange[]): string {
  return changes.flatMap((change) => describeChange(change) ?? []).join("; ");
}

function describeChange({ table, before, after }: RowChange): string | null {
  const was = (before ?? {}) as Record<string, unknown>;
  const is = (after ?? {}) as Record<string, unknown>;
  switch (table) {
    case "jobs":
      return `job ${is.jobId} ${was.state ?? ""}→${is.state}`;
    case "purchases": {
      const { id, jobId, call, state, providerRequestId, sliceEpoch } = is;
      return `${id} ${jobId} ${call} ${was.state ?? ""}→${state} s${sliceEpoch} ${providerRequestId ?? ""}`;
    }
    case "runs":
      return `${is.id} ${was.status ?? ""}→${is.status} e${is.epoch} s${is.sliceEpoch} until ${time(is.sliceUntil)} wake ${time(is.wakeAt)}`;
    case "events":
      return `event ${is.seq} ${is.type}`;
    case "ledger_entries":
      return `${is.kind} ${is.amountMicros}`;
    case "videos":
      return `video ${is.status} r${is.headRevision} e${is.epoch}`;
    default:
      return null;
  }
}

function time(value: unknown): string {
  return value instanceof Date ? value.toISOString().slice(11, 23) : "-";
}
