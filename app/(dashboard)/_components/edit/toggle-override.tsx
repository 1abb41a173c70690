import type { CatalogView } from "../../../../lib/api/contract/videos";
import { draftValue, type EditDraft } from "../../_lib/edit-draft";
import { describedBy, Field } from "../ui/field";
import { Select } from "../ui/select";
import { EditedMark } from "./edited-mark";

const STATES = { true: "On", false: "Off" } as const;

/** A switch of the whole video that one segment may turn the other way: as the video, on, or off. */
export function ToggleOverride({
  override,
  name,
  draft,
  errors,
  onChange,
}: {
  override: CatalogView["overrides"][number];
  name: string;
  draft: EditDraft;
  errors: Readonly<Record<string, string>>;
  onChange: (name: string, value: unknown) => void;
}) {
  const value = draftValue(draft, name);
  const whole = draftValue(draft, override.name) === true ? "on" : "off";
  const error = errors[name];
  return (
    <Field
      id={name}
      label={override.label}
      help={override.help}
      error={error}
      aside={<EditedMark draft={draft} name={name} onUndo={(to) => onChange(name, to)} />}
    >
      <Select
        id={name}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, override.help, error)}
        value={value === undefined ? "" : String(value)}
        onChange={({ target }) => onChange(name, target.value === "" ? null : target.value === "true")}
      >
        <option value="">As the whole video ({whole})</option>
        {Object.entries(STATES).map(([state, label]) => (
          <option key={state} value={state}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  );
}
