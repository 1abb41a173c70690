import { type Selection, togglePin, toggleSegment, toggleTake } from "../../_lib/edit-draft";
import { artifactLabel } from "../../_lib/labels";

const CHOICES: { what: Selection["what"]; label: string; help: string }[] = [
  { what: "changed", label: "What changed", help: "and what follows from it" },
  { what: "segments", label: "Some segments", help: "and what follows from them" },
  { what: "everything", label: "Everything", help: "bought again, changed or not" },
];

function Chips({
  title,
  artifacts,
  onRemove,
}: {
  title: string;
  artifacts: readonly string[];
  onRemove: (artifact: string) => void;
}) {
  if (artifacts.length === 0) return null;
  return (
    <div>
      <p className="text-xs text-ink-3">{title}</p>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {artifacts.map((artifact) => (
          <li key={artifact}>
            <button
              type="button"
              onClick={() => onRemove(artifact)}
              aria-label={`${artifactLabel(artifact)}: take back`}
              className="min-h-7 rounded-full border border-line-strong bg-raised px-2.5 text-xs hover:border-ink-3"
            >
              {artifactLabel(artifact)} <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is to be made again. */
export function SelectionFields({
  selection,
  segments,
  onSelection,
}: {
  selection: Selection;
  /** How many the film has. */
  segments: number;
  onSelection: (selection: Selection) => void;
}) {
  const { what, takes, pins } = selection;
  return (
    <div className="flex flex-col gap-3">
      <fieldset>
        <legend className="mb-2 text-sm font-medium">Make again</legend>
        <div className="flex flex-col gap-1">
          {CHOICES.map((choice) => (
            <label key={choice.what} className="flex min-h-7 items-center gap-2.5 text-sm">
              <input
                type="radio"
                name="regenerate"
                value={choice.what}
                checked={choice.what === what}
                onChange={() => onSelection({ ...selection, what: choice.what })}
                className="size-4 accent-(--accent)"
              />
              <span>
                {choice.label} <span className="text-ink-3">{choice.help}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {what === "segments" && (
        <fieldset>
          <legend className="sr-only">Which segments</legend>
          <div className="flex flex-wrap gap-1.5">
            {Array.from({ length: segments }, (_, segment) => (
              <label
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the segment's number
                key={segment}
                className="grid size-9 place-items-center rounded-lg border border-line-strong text-sm tabular-nums hover:border-ink-3 has-checked:border-accent has-checked:bg-accent has-checked:font-semibold has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-ink"
              >
                <input
                  type="checkbox"
                  className="sr-only"
                  checked={selection.segments.includes(segment)}
                  onChange={() => onSelection(toggleSegment(selection, segment))}
                />
                <span className="sr-only">Segment </span>
                {segment + 1}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Chips
        title="Another take of"
        artifacts={takes}
        onRemove={(artifact) => onSelection(toggleTake(selection, artifact))}
      />
      <Chips
        title="Kept as it is"
        artifacts={pins}
        onRemove={(artifact) => onSelection(togglePin(selection, artifact))}
      />
    </div>
  );
}
