import type { EditDraft } from "../../_lib/edit-draft";
import { inputLabel } from "../../_lib/labels";

/** Says beside a field that it was edited, and takes that back. */
export function EditedMark({
  draft,
  name,
  onUndo,
}: {
  draft: EditDraft;
  name: string;
  /** With the value it had. */
  onUndo: (before: unknown) => void;
}) {
  if (!Object.hasOwn(draft.patch, name)) return null;
  return (
    <button
      type="button"
      onClick={() => onUndo(draft.base.inputs[name] ?? null)}
      aria-label={`Undo the edit of ${inputLabel(name)}`}
      className="min-h-6 rounded-full bg-accent/15 px-2 text-xs text-accent-ink hover:bg-accent/25"
    >
      edited · undo
    </button>
  );
}
