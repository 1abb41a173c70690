import type { InputValues } from "../../_lib/input-values";
import type { CatalogInput } from "../../_lib/types";
import { InputEditor } from "../inputs/input-editor";
import { ChevronIcon } from "../ui/icons";

/** Every input of the catalogue that has no control of its own above, made from its definition. */
export function AdvancedInputs({
  inputs,
  values,
  errors,
  onChange,
}: {
  inputs: readonly CatalogInput[];
  values: InputValues;
  errors: Readonly<Record<string, string>>;
  onChange: (name: string, value: unknown) => void;
}) {
  const changed = inputs.filter((input) => input.name in values).length;
  const hasError = inputs.some((input) => errors[input.name]);
  return (
    <details open={hasError || undefined} className="group border-t border-line" data-testid="advanced">
      <summary className="flex min-h-14 list-none items-center gap-2 px-5 text-sm font-medium text-ink-2 hover:text-ink sm:px-7">
        <ChevronIcon className="transition-transform group-open:rotate-180" />
        More options
        {changed > 0 && <span className="rounded-full bg-raised px-2 py-0.5 text-xs">{changed} set</span>}
      </summary>
      <div className="grid gap-x-8 gap-y-6 px-5 pt-2 pb-7 sm:grid-cols-2 sm:px-7 lg:grid-cols-3">
        {inputs.map((input) => (
          <InputEditor
            key={input.name}
            input={input}
            value={input.name in values ? values[input.name] : input.default}
            error={errors[input.name]}
            onChange={(value) => onChange(input.name, value)}
          />
        ))}
      </div>
    </details>
  );
}
