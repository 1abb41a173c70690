import { changesOf, type EditDraft, undoValue } from "../../_lib/edit-draft";
import { inputLabel, valueLabel } from "../../_lib/labels";

/** What is edited, from what to what, each to be taken back. */
export function ChangeList({
  draft,
  onDraft,
}: {
  draft: EditDraft;
  onDraft: (change: (draft: EditDraft) => EditDraft) => void;
}) {
  const changes = changesOf(draft);
  if (changes.length === 0) return null;
  return (
    <ul aria-label="Edited inputs" data-testid="changes" className="flex flex-col gap-2 text-sm">
      {changes.map(({ input, from, to }) => {
        const label = inputLabel(input);
        // What follows from another edit goes back with that one.
        const isOwn = Object.hasOwn(draft.patch, input);
        return (
          <li key={input} className="flex items-start justify-between gap-3">
            <span className="min-w-0 break-words">
              <span className="font-medium">{label}</span>
              <span className="block text-ink-2">
                <del className="text-ink-3">{valueLabel(input, from)}</del>{" "}
                <ins className="no-underline">→ {valueLabel(input, to)}</ins>
              </span>
            </span>
            {isOwn && (
              <button
                type="button"
                aria-label={`Undo the edit of ${label}`}
                onClick={() => onDraft((old) => undoValue(old, input))}
                className="min-h-7 shrink-0 rounded-full px-2.5 text-xs text-ink-2 hover:bg-raised hover:text-ink"
              >
                Undo
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
