import type { CatalogView } from "../../api/contract/videos";
import { INPUT_TABLE, type InputDefinition } from "../../core/graph/input-table";
import type { Context } from "../context";

/** What a person can choose: every input with label, help, default and options, and the voices and styles of the providers here. */
export function getCatalog(options: { ctx: Context }): CatalogView {
  const { catalogue } = options.ctx;
  const table: [string, InputDefinition][] = Object.entries(INPUT_TABLE);
  const languages = INPUT_TABLE.Language.options.filter(
    ({ value }) => catalogue.languages === null || catalogue.languages.includes(value),
  );
  return {
    providers: [...catalogue.providers],
    inputs: table.map(([name, definition]) => ({
      name,
      label: definition.label,
      help: definition.help,
      kind: definition.kind,
      default: definition.default ?? null,
      ...(definition.options ? { options: [...definition.options] } : {}),
    })),
    voices: [...catalogue.voices],
    styles: [...catalogue.styles],
    languages: languages.map(({ value, label }) => ({ id: value, label })),
  };
}
