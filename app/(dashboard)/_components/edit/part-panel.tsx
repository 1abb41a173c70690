import type { GraphJob } from "../../../../lib/core/graph/expand";
import { isUsable } from "../../../../lib/core/plan/dirtiness";
import type { HeadState } from "../../../../lib/core/plan/types";
import { type Explained, explain } from "../../_lib/dirty-groups";
import { type Selection, togglePin, toggleTake } from "../../_lib/edit-draft";
import { artifactLabel, jobLabel, PART_LOOKS } from "../../_lib/labels";
import type { PartState } from "../../_lib/part-state";
import { Button } from "../ui/button";
import { PartGlyph } from "./part-glyph";

/** Another take of it, or keep it: offered of what is there. */
function Choices({
  job,
  head,
  selection,
  onSelection,
}: {
  job: GraphJob;
  head: HeadState | null;
  selection: Selection;
  onSelection: (selection: Selection) => void;
}) {
  const artifact = job.produces[0] ?? "";
  const isThere = job.produces.every((id) => isUsable(head?.artifacts.get(id)));
  if (!isThere) return null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        aria-pressed={selection.takes.includes(artifact)}
        className="aria-pressed:border-accent aria-pressed:bg-accent/12"
        onClick={() => onSelection(toggleTake(selection, artifact))}
      >
        Another take
      </Button>
      <Button
        aria-pressed={selection.pins.includes(artifact)}
        className="aria-pressed:border-accent aria-pressed:bg-accent/12"
        onClick={() => onSelection(togglePin(selection, artifact))}
      >
        Keep as it is
      </Button>
    </div>
  );
}

/** One part of the graph: why it is made again, or what it was made from, and what can be asked of it. */
export function PartPanel({
  job,
  state,
  explained,
  selection,
  onSelection,
}: {
  job: GraphJob;
  state: PartState;
  explained: Explained;
  selection: Selection;
  onSelection: (selection: Selection) => void;
}) {
  const explanation = explain(explained, job.produces[0] ?? "");
  const steps = explanation?.steps ?? [];
  return (
    <div
      data-testid="part-panel"
      role="status"
      className="flex flex-col gap-3 border-t border-line px-5 py-4 sm:flex-row sm:items-start sm:justify-between"
    >
      <div className="min-w-0 text-sm">
        <p className="flex items-center gap-2 font-medium">
          <PartGlyph state={state} /> {jobLabel(job.jobId)}
          <span className="font-normal text-ink-3">{PART_LOOKS[state].label}</span>
        </p>
        <ol className="mt-1.5 flex max-w-prose flex-col gap-0.5 text-ink-2">
          {steps.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
        {job.produces.length > 1 && (
          <p className="mt-1.5 text-xs text-ink-3">Makes {job.produces.map(artifactLabel).join("; ")}.</p>
        )}
      </div>
      <Choices job={job} head={explained.head} selection={selection} onSelection={onSelection} />
    </div>
  );
}
