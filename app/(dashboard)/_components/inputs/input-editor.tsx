import type { ReactNode } from "react";
import { editorOf } from "../../_lib/input-values";
import type { CatalogInput } from "../../_lib/types";
import { describedBy, Field } from "../ui/field";
import { Select } from "../ui/select";
import { Switch } from "../ui/switch";

interface EditorProps {
  /** The control's; absent: the input's name, which is then the only such control on the page. */
  id?: string;
  input: CatalogInput;
  value: unknown;
  error?: string;
  /** Beside the label. */
  aside?: ReactNode;
  placeholder?: string;
  onChange: (value: unknown) => void;
}

/** Options may be of any JSON type; a `<select>` knows strings only. */
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

const shown = (value: unknown) => (value === null || value === undefined ? "" : String(value));

/** The field of one input of the catalogue: label, help, limits and options are the input table's. */
export function InputEditor(props: EditorProps) {
  const { input, value, error, aside, onChange } = props;
  const id = props.id ?? input.name;
  const { label, help } = input;
  if (editorOf(input) === "switch") {
    return (
      <Switch
        id={id}
        label={label}
        help={help}
        error={error}
        aside={aside}
        checked={value === true}
        onChange={onChange}
      />
    );
  }
  return (
    <Field id={id} label={label} help={help} error={error} aside={aside}>
      <Control {...props} id={id} />
    </Field>
  );
}

function Control({ id, input, value, error, placeholder, onChange }: EditorProps & { id: string }) {
  const shared = {
    id,
    name: id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": describedBy(id, input.help, error),
  } as const;
  switch (editorOf(input)) {
    case "choice":
      return <Choice shared={shared} input={input} value={value} onChange={onChange} />;
    case "number":
      return (
        <input
          {...shared}
          type="number"
          inputMode="numeric"
          min={input.minimum}
          max={input.maximum}
          value={shown(value)}
          onChange={({ target }) => onChange(target.value === "" ? "" : Number(target.value))}
          className="control h-11 w-full px-3 text-sm tabular-nums"
        />
      );
    case "long-text":
      return (
        <textarea
          {...shared}
          rows={2}
          maxLength={input.maxLength}
          placeholder={placeholder}
          value={shown(value)}
          onChange={({ target }) => onChange(target.value)}
          className="control field-sizing-content max-h-72 min-h-18 w-full resize-y px-3 py-2.5 text-sm leading-relaxed placeholder:text-ink-3"
        />
      );
    default:
      return (
        <input
          {...shared}
          type="text"
          maxLength={input.maxLength}
          placeholder={placeholder}
          value={shown(value)}
          onChange={({ target }) => onChange(target.value)}
          className="control h-11 w-full px-3 text-sm placeholder:text-ink-3"
        />
      );
  }
}

function Choice({
  shared,
  input,
  value,
  onChange,
}: Pick<EditorProps, "input" | "value" | "onChange"> & { shared: object }) {
  const options = input.options ?? [];
  const isListed = options.some((option) => asText(option.value) === asText(value ?? ""));
  return (
    <Select
      {...shared}
      value={asText(value ?? "")}
      onChange={({ target }) =>
        onChange(options.find((option) => asText(option.value) === target.value)?.value ?? target.value)
      }
    >
      {!isListed && (
        <option value={asText(value ?? "")}>{value === "default" ? "Default" : shown(value)}</option>
      )}
      {options.map((option) => (
        <option key={asText(option.value)} value={asText(option.value)}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}
