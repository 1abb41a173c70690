import type { ReactNode } from "react";
import { describedBy, FieldError } from "./field";

interface Choice {
  value: string;
  label: string;
  content?: ReactNode;
  title?: string;
}

/** A few choices side by side: native radio buttons in the clothes of a segmented control. */
export function ChoiceRow({
  id,
  label,
  choices,
  value,
  error,
  disabled = false,
  onChange,
}: {
  id: string;
  label: string;
  choices: readonly Choice[];
  value: string;
  error?: string;
  disabled?: boolean;
  onChange: (value: string) => void;
}) {
  return (
    <fieldset
      disabled={disabled}
      aria-describedby={describedBy(id, undefined, error)}
      className="min-w-0 transition-opacity disabled:opacity-45"
    >
      <legend className="mb-2 text-sm font-medium">{label}</legend>
      <div className="control flex gap-0.5 p-1" aria-invalid={error ? true : undefined}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            title={choice.title}
            className="flex min-h-9 min-w-0 flex-1 items-center justify-center gap-1.5 rounded-md px-1 text-sm text-ink-2 hover:text-ink has-checked:bg-accent has-checked:font-semibold has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-ink"
          >
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="sr-only"
            />
            {choice.content}
            <span className="truncate">{choice.label}</span>
          </label>
        ))}
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
