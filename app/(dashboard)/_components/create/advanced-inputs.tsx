import { editorOf, type InputValues } from "../../_lib/input-values";
import type { CatalogInput } from "../../_lib/types";
import { describedBy, Field } from "../ui/field";
import { ChevronIcon } from "../ui/icons";
import { Select } from "../ui/select";
import { Switch } from "../ui/switch";

interface EditorProps {
  input: CatalogInput;
  value: unknown;
  error?: string;
  onChange: (value: unknown) => void;
}

/** Options may be of any JSON type; a `<select>` knows strings only. */
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function Editor({ input, value, error, onChange }: EditorProps) {
  const editor = editorOf(input);
  if (editor === "switch") {
    const { name, label, help } = input;
    return (
      <Switch
        id={name}
        label={label}
        help={help}
        error={error}
        checked={value === true}
        onChange={onChange}
      />
    );
  }
  const shared = {
    id: input.name,
    name: input.name,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": describedBy(input.name, input.help, error),
  } as const;
  return (
    <Field id={input.name} label={input.label} help={input.help} error={error}>
      {editor === "choice" ? (
        <Select
          {...shared}
          value={asText(value ?? "")}
          onChange={(event) =>
            onChange(input.options?.find((option) => asText(option.value) === event.target.value)?.value)
          }
        >
          {input.options?.map((option) => (
            <option key={asText(option.value)} value={asText(option.value)}>
              {option.label}
            </option>
          ))}
        </Select>
      ) : (
        <input
          {...shared}
          type={editor === "number" ? "number" : "text"}
          value={value === null || value === undefined ? "" : String(value)}
          onChange={(event) =>
            onChange(
              editor === "number" && event.target.value !== ""
                ? Number(event.target.value)
                : event.target.value,
            )
          }
          className="control h-11 w-full px-3 text-sm"
        />
      )}
    </Field>
  );
}

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
          <Editor
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
