import type { RunJobView } from "../../../../lib/api/contract/runs";
import { isJobEnded } from "../../../../lib/core/run/job-state";
import { ProgressBar } from "../ui/progress-bar";
import { JobCard } from "./job-card";

export function LayerColumn({
  layer,
  jobs,
  now,
}: {
  layer: number;
  jobs: readonly RunJobView[];
  now: number | null;
}) {
  const done = jobs.filter((job) => isJobEnded(job.state)).length;
  const title = `Layer ${layer + 1}`;
  return (
    <li data-testid="layer" data-layer={layer} className="min-w-0 rounded-xl border border-line bg-surface">
      <div className="px-4 pt-3.5 pb-3">
        <div className="mb-2.5 flex items-baseline justify-between">
          <h3 className="text-sm font-semibold">{title}</h3>
          <span className="text-xs text-ink-3 tabular-nums">
            {done} of {jobs.length}
          </span>
        </div>
        <ProgressBar slim fraction={jobs.length === 0 ? 1 : done / jobs.length} label={`${title} progress`} />
      </div>
      <ul
        aria-label={`Jobs of layer ${layer + 1}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        tabIndex={0}
        className="flex max-h-[30rem] flex-col gap-2 overflow-y-auto rounded-b-xl p-2 pt-0"
      >
        {jobs.map((job) => (
          <JobCard key={job.jobId} job={job} now={now} />
        ))}
      </ul>
    </li>
  );
}
