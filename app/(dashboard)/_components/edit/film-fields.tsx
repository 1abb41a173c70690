import type { CatalogView } from "../../../../lib/api/contract/videos";
import { draftValue, type EditDraft } from "../../_lib/edit-draft";
import { withChoices } from "../../_lib/input-values";
import { StylePicker } from "../create/style-picker";
import { InputEditor } from "../inputs/input-editor";
import { EditedMark } from "./edited-mark";

/** The inputs of the whole film, all of the catalogue's, in its order. */
export function FilmFields({
  catalog,
  draft,
  errors,
  onChange,
}: {
  catalog: CatalogView;
  draft: EditDraft;
  errors: Readonly<Record<string, string>>;
  onChange: (name: string, value: unknown) => void;
}) {
  return (
    <div className="grid gap-x-7 gap-y-6 p-5 sm:grid-cols-2">
      {catalog.inputs.map((input) => {
        const { name } = input;
        const value = draftValue(draft, name) ?? input.default;
        const mark = <EditedMark draft={draft} name={name} onUndo={(before) => onChange(name, before)} />;
        if (name === "ImageStyle") {
          return (
            <div key={name} className="sm:col-span-2">
              <StylePicker
                label={input.label}
                styles={catalog.styles}
                value={String(value ?? "")}
                error={errors[name]}
                aside={mark}
                onChange={(style) => onChange(name, style)}
              />
            </div>
          );
        }
        return (
          <div key={name} className={input.kind === "long-text" ? "sm:col-span-2" : ""}>
            <InputEditor
              id={`edit-${name}`}
              input={withChoices(input, catalog)}
              value={value}
              error={errors[name]}
              aside={mark}
              onChange={(changed) => onChange(name, changed)}
            />
          </div>
        );
      })}
    </div>
  );
}
