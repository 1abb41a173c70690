import type { CatalogView } from "../../../../lib/api/contract/videos";
import type { VideoInputs } from "../../../../lib/core/graph/inputs";
import { draftValue, type EditDraft } from "../../_lib/edit-draft";
import { useArtifactText } from "../../_lib/queries";
import { replacedArtifacts } from "../../_lib/replaced-artifacts";
import { InputEditor } from "../inputs/input-editor";
import { EditedMark } from "./edited-mark";

/** A person's own text in the place of a generated one, which can be the start of it. */
export function TextOverride({
  override,
  name,
  draft,
  inputs,
  errors,
  contentOf,
  onChange,
}: {
  override: CatalogView["overrides"][number];
  name: string;
  draft: EditDraft;
  inputs: VideoInputs;
  errors: Readonly<Record<string, string>>;
  contentOf: (artifact: string) => { url: string; version: string } | null;
  onChange: (name: string, value: unknown) => void;
}) {
  const [artifact = ""] = replacedArtifacts(override.name, inputs, name);
  const content = contentOf(artifact);
  const present = useArtifactText(content?.url ?? null, content?.version ?? null).data;
  const value = draftValue(draft, name);
  const image = /\[\d+\]\[(\d+)\]$/.exec(name)?.[1];
  const label = image === undefined ? override.label : `${override.label} ${Number(image) + 1}`;
  return (
    <div className="min-w-0">
      <InputEditor
        id={name}
        input={{ ...override, label }}
        value={value}
        error={errors[name]}
        placeholder={present}
        aside={<EditedMark draft={draft} name={name} onUndo={(to) => onChange(name, to)} />}
        onChange={(text) => onChange(name, text)}
      />
      {value === undefined && present !== undefined && (
        <button
          type="button"
          onClick={() => onChange(name, present.trim())}
          className="mt-1.5 min-h-6 rounded text-xs text-accent-ink underline underline-offset-4 hover:text-ink"
        >
          Start from the present text
        </button>
      )}
      {value !== undefined && (
        <button
          type="button"
          onClick={() => onChange(name, null)}
          className="mt-1.5 min-h-6 rounded text-xs text-accent-ink underline underline-offset-4 hover:text-ink"
        >
          Let it be written again
        </button>
      )}
    </div>
  );
}
