import type { RunView } from "../../../../lib/api/contract/runs";
import { plural } from "../../_lib/format";
import { jobLabel } from "../../_lib/labels";
import { AlertIcon } from "../ui/icons";

const SHOWN = 3;

function titleOf(failed: number, blocked: number): string {
  if (failed === 0) return "It could not be finished";
  return `${plural(failed, "job")} failed${blocked > 0 ? `, ${blocked} blocked by that` : ""}`;
}

/** What failed and why, near the top: the cards that say it too may be far down. */
export function FailureNote({ run, exportRun }: { run: RunView; exportRun: RunView | null }) {
  const failed = run.jobs.filter((job) => job.state === "failed");
  const blocked = run.jobs.filter((job) => job.state === "blocked").length;
  const failure = run.failure ?? exportRun?.failure ?? null;
  if (failed.length === 0 && blocked === 0 && !failure) return null;
  return (
    <div data-testid="failure-note" className="mt-5 rounded-lg border border-bad/50 p-3 text-sm">
      <p className="flex items-center gap-2 font-medium text-bad">
        <AlertIcon className="shrink-0" />
        {titleOf(failed.length, blocked)}
      </p>
      <ul className="mt-1.5 flex flex-col gap-1.5 text-ink-2">
        {failed.slice(0, SHOWN).map((job) => (
          <li key={job.jobId} className="break-words">
            <span className="font-medium text-ink">{jobLabel(job.jobId)}:</span>{" "}
            {job.failure?.message ?? "no reason given"}
          </li>
        ))}
        {failed.length > SHOWN && <li>… and {failed.length - SHOWN} more, on the cards below.</li>}
        {failed.length === 0 && failure && <li className="break-words">{failure.message}</li>}
      </ul>
      <p className="mt-1.5 text-ink-3">What was made is kept.</p>
    </div>
  );
}
