import type { ReactNode } from "react";

/** The ids that tie a control to its help and its error: `aria-describedby={describedBy(…)}`. */
export function describedBy(
  id: string,
  help: string | undefined,
  error: string | undefined,
): string | undefined {
  return [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ") || undefined;
}

export function FieldError({ id, error }: { id: string; error?: string }) {
  if (!error) return null;
  return (
    <p id={`${id}-error`} data-testid="field-error" className="mt-1.5 text-sm text-bad">
      {error}
    </p>
  );
}

/** Label, control, error, help: in that order. `id` is the control's. */
export function Field({
  id,
  label,
  help,
  error,
  aside,
  children,
}: {
  id: string;
  label: string;
  help?: string;
  error?: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div data-field={id}>
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside && <span className="text-sm text-ink-2 tabular-nums">{aside}</span>}
      </div>
      {children}
      <FieldError id={id} error={error} />
      {help && (
        <p id={`${id}-help`} className="mt-1.5 text-xs leading-relaxed text-ink-3">
          {help}
        </p>
      )}
    </div>
  );
}
