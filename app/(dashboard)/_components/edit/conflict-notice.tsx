"use client";

import { useEffect, useRef } from "react";
import { conflictRows, type EditBase, type EditDraft } from "../../_lib/edit-draft";
import { inputLabel, valueLabel } from "../../_lib/labels";
import { CONFLICT_ID } from "../../_lib/use-edit";
import { Button } from "../ui/button";
import { AlertIcon } from "../ui/icons";

const CELL = "px-3 py-2 align-top break-words";

/** Somebody else has saved meanwhile: both versions, and the choice between them. Nothing is lost until it is made. */
export function ConflictNotice({
  draft,
  theirs,
  onTakeTheirs,
  onReapply,
}: {
  draft: EditDraft;
  theirs: EditBase;
  onTakeTheirs: () => void;
  onReapply: () => void;
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  const rows = conflictRows(draft, theirs);
  return (
    <section
      ref={box}
      id={CONFLICT_ID}
      tabIndex={-1}
      role="alert"
      data-testid="conflict"
      aria-labelledby="conflict-title"
      className="panel border-warn/60 p-5"
    >
      <h3 id="conflict-title" className="flex items-center gap-2 font-semibold">
        <AlertIcon className="shrink-0 text-warn" /> Somebody else edited this video meanwhile
      </h3>
      <p className="mt-1 text-sm text-ink-2">
        Your edit began at version {draft.base.inputRevision}; version {theirs.inputRevision} is saved now.
        Nothing of yours is saved yet.
      </p>
      <div className="mt-4 overflow-x-auto rounded-lg border border-line">
        <table className="w-full min-w-120 text-left text-sm">
          <thead className="bg-raised text-xs text-ink-3">
            <tr>
              {["Input", "When you began", "Theirs", "Yours"].map((name) => (
                <th key={name} scope="col" className={`${CELL} font-medium`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ input, before, theirs: other, yours, isContested }) => (
              <tr key={input} className="border-t border-line">
                <th scope="row" className={`${CELL} font-medium`}>
                  {inputLabel(input)}
                  {isContested && (
                    <span className="block text-xs font-normal text-warn">both changed it</span>
                  )}
                </th>
                <td className={`${CELL} text-ink-3`}>{valueLabel(input, before)}</td>
                <td className={CELL}>{valueLabel(input, other)}</td>
                <td className={CELL}>{valueLabel(input, yours)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button look="primary" data-testid="conflict-reapply" onClick={onReapply}>
          Put my edit over theirs
        </Button>
        <Button data-testid="conflict-theirs" onClick={onTakeTheirs}>
          Take theirs
        </Button>
      </div>
      <p className="mt-2 text-xs text-ink-3">
        Over theirs: what only they changed stays as they have it, what you changed becomes yours. You save it
        afterwards, at the new price.
      </p>
    </section>
  );
}
