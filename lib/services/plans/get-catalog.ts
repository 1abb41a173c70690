import type { CatalogView } from "../../api/contract/videos";
import { limitsOf } from "../../core/graph/input-limits";
import { INPUT_TABLE, type InputDefinition, OVERRIDE_TABLE } from "../../core/graph/input-table";
import type { Context } from "../context";

/** What a person can choose: every input of the table with its limits, and the voices and styles of the providers here. */
export function getCatalog(options: { ctx: Pick<Context, "catalogue"> }): CatalogView {
  const { catalogue } = options.ctx;
  const languages = INPUT_TABLE.Language.options.filter(
    ({ value }) => catalogue.languages === null || catalogue.languages.includes(value),
  );
  return {
    providers: [...catalogue.providers],
    inputs: Object.entries(INPUT_TABLE).map(([name, definition]) => inputView(name, definition)),
    overrides: Object.entries(OVERRIDE_TABLE).map(([name, definition]) => ({
      ...inputView(name, definition),
      indices: [...definition.indices],
    })),
    voices: [...catalogue.voices],
    styles: [...catalogue.styles],
    languages: languages.map(({ value, label }) => ({ id: value, label })),
  };
}

function inputView(name: string, definition: InputDefinition): CatalogView["inputs"][number] {
  const { label, help, kind, options, rule } = definition;
  return {
    name,
    label,
    help,
    kind,
    default: definition.default ?? null,
    ...(options ? { options: [...options] } : {}),
    rule,
    ...limitsOf(definition),
  };
}
