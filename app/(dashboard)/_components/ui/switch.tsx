import { describedBy, FieldError } from "./field";

export function Switch({
  id,
  label,
  help,
  error,
  checked,
  onChange,
}: {
  id: string;
  label: string;
  help?: string;
  error?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <div>
      <div className="flex items-start justify-between gap-4">
        <span>
          <label htmlFor={id} className="text-sm font-medium">
            {label}
          </label>
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
