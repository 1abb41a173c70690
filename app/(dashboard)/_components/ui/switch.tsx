import type { ReactNode } from "react";
import { describedBy, FieldError } from "./field";

export function Switch({
  id,
  label,
  help,
  error,
  aside,
  checked,
  onChange,
}: {
  id: string;
  label: string;
  help?: string;
  error?: string;
  /** Beside the label. */
  aside?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <div>
      <div className="flex items-start justify-between gap-4">
        <span>
          <span className="flex flex-wrap items-baseline gap-x-3">
            <label htmlFor={id} className="text-sm font-medium">
              {label}
            </label>
            {aside && <span className="text-sm text-ink-2">{aside}</span>}
          </span>
          {help && (
            <span id={`${id}-help`} className="mt-0.5 block text-xs leading-relaxed text-ink-3">
              {help}
            </span>
          )}
        </span>
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={checked}
          aria-checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          aria-describedby={describedBy(id, help, error)}
          className="relative mt-0.5 h-6 w-11 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-[1.125rem] before:rounded-full before:bg-ink-3 before:transition-transform checked:border-accent checked:bg-accent checked:before:translate-x-5 checked:before:bg-on-accent"
        />
      </div>
      <FieldError id={id} error={error} />
    </div>
  );
}
