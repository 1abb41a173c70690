import type { RunJobView } from "../../../../lib/api/contract/runs";
import type { JobState } from "../../../../lib/core/run/job-state";
import { formatMoney, formatSeconds } from "../../_lib/format";
import { JOB_LOOKS, jobLabel, reasonLabel, SKIP_LABELS } from "../../_lib/labels";
import { elapsedSeconds } from "../../_lib/run-summary";
import { StateGlyph, TONE_TEXT } from "../ui/state-glyph";

/** Edges tell states apart as well: waiting is faint, blocked dashed, skipped dotted, failed solid red. */
const EDGES: Record<JobState, string> = {
  ready: "border-transparent bg-raised/40",
  claimed: "border-busy/50 bg-raised",
  submitted: "border-busy/50 bg-raised",
  succeeded: "border-transparent bg-raised/70",
  failed: "border-bad bg-raised",
  cancelled: "border-dotted border-line-strong bg-raised/40",
  blocked: "border-dashed border-warn/80 bg-raised/40",
  skipped: "border-dotted border-line-strong bg-raised/40",
};

function seconds(job: RunJobView, now: number | null): string | null {
  const elapsed = elapsedSeconds(job, now ?? Date.parse(job.startedAt ?? job.finishedAt ?? ""));
  return elapsed === null || Number.isNaN(elapsed) ? null : formatSeconds(elapsed);
}

export function JobCard({ job, now }: { job: RunJobView; now: number | null }) {
  const look = JOB_LOOKS[job.state];
  const why = job.skipReason ? SKIP_LABELS[job.skipReason] : reasonLabel(job.reason);
  const time = job.state === "skipped" ? null : seconds(job, now);
  const chain = job.failure?.dependencyChain ?? [];
  return (
    <li
      data-testid="job-card"
      data-job-id={job.jobId}
      data-state={job.state}
      title={`${job.jobId} · ${job.model}`}
      className={`rounded-lg border px-3 py-2.5 text-sm transition-colors ${EDGES[job.state]}`}
    >
      <div className="flex items-center gap-2">
        <StateGlyph tone={look.tone} />
        <span className={`min-w-0 grow truncate font-medium ${job.state === "ready" ? "text-ink-2" : ""}`}>
          {jobLabel(job.jobId)}
        </span>
        {time && <span className="text-xs text-ink-3 tabular-nums">{time}</span>}
      </div>
      <p className="mt-1 flex flex-wrap gap-x-1.5 pl-5.5 text-xs leading-relaxed text-ink-3">
        <span className={TONE_TEXT[look.tone]}>{look.label}</span>
        <span aria-hidden="true">·</span>
        <span>{job.provider}</span>
        <span aria-hidden="true">·</span>
        <span>{why}</span>
        {job.attempts > 1 && (
          <>
            <span aria-hidden="true">·</span>
            <span>attempt {job.attempts}</span>
          </>
        )}
        {job.costMicros > 0 && (
          <>
            <span aria-hidden="true">·</span>
            <span className="tabular-nums">{formatMoney(job.costMicros)}</span>
          </>
        )}
      </p>
      {job.failure && (
        <div className="mt-2 pl-5.5 text-xs leading-relaxed">
          {job.failure.message && <p className="break-words text-ink">{job.failure.message}</p>}
          {job.failure.providerErrorCode && (
            <p className="mt-1 text-ink-3">
              Provider said <code className="font-mono">{job.failure.providerErrorCode}</code>
            </p>
          )}
          {chain.length > 1 && (
            <p className="mt-1 text-ink-3">Because of: {chain.map(jobLabel).join(" → ")}</p>
          )}
        </div>
      )}
    </li>
  );
}
