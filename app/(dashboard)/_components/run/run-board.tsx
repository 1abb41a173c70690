import type { EventView, RunView } from "../../../../lib/api/contract/runs";
import { isRunEnded } from "../../_lib/run-progress";
import { groupByLayer } from "../../_lib/run-summary";
import { EventLog } from "./event-log";
import { FilmColumn } from "./film-column";
import { LayerColumn } from "./layer-column";

/** The plan as it is worked off: a column per layer, a card per job, the film at the end. */
export function RunBoard({
  run,
  isExpected,
  exportRun,
  events,
  now,
}: {
  run: RunView | null;
  /** The video has a run, whether or not it is loaded yet. */
  isExpected: boolean;
  exportRun: RunView | null;
  events: readonly EventView[];
  now: number | null;
}) {
  if (!run && !isExpected) return <p className="text-sm text-ink-2">Nothing has been made yet.</p>;
  if (!run || (run.jobs.length === 0 && !isRunEnded(run.status))) return <BoardSkeleton />;
  const layers = groupByLayer(run.jobs);
  return (
    <div className="flex flex-col gap-8">
      <ol className="grid items-start gap-4 sm:grid-cols-2 lg:grid-flow-col lg:auto-cols-[minmax(13.5rem,1fr)] lg:grid-cols-none lg:overflow-x-auto lg:pb-3">
        {layers.map((jobs, layer) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the layer's number
          <LayerColumn key={layer} layer={layer} jobs={jobs} now={now} />
        ))}
        <FilmColumn run={run} exportRun={exportRun} now={now} />
      </ol>
      <EventLog events={events} />
    </div>
  );
}

function BoardSkeleton() {
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4" role="status">
      <span className="sr-only">The run is being planned</span>
      {["a", "b", "c", "d"].map((key) => (
        <div key={key} className="skeleton h-44 rounded-xl" />
      ))}
    </div>
  );
}
