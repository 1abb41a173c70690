import type { CatalogView } from "../../../lib/api/contract/videos";
import type { CatalogInput } from "./types";

/** What the main form shows with controls of its own; everything else of the catalogue is an advanced input. */
export const MAIN_INPUTS = [
  "InquiryPrompt",
  "Duration",
  "ImageStyle",
  "VoiceId",
  "ImagesPerSegment",
  "AspectRatio",
  "UseVideo",
] as const;

export type InputValues = Readonly<Record<string, unknown>>;

export function findInput(catalog: CatalogView | undefined, name: string): CatalogInput | undefined {
  return catalog?.inputs.find((input) => input.name === name);
}

export function advancedInputs(catalog: CatalogView | undefined): CatalogInput[] {
  const main = new Set<string>(MAIN_INPUTS);
  return catalog?.inputs.filter((input) => !main.has(input.name)) ?? [];
}

/** What a person chose, else the catalogue's default. */
export function chosenValue(values: InputValues, catalog: CatalogView | undefined, name: string): unknown {
  return name in values ? values[name] : findInput(catalog, name)?.default;
}

export function chosenNumber(
  values: InputValues,
  catalog: CatalogView | undefined,
  name: string,
  otherwise: number,
): number {
  const value = chosenValue(values, catalog, name);
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

/** What is sent: the chosen values only, so that the server's defaults stay the server's; emptied fields are not sent. */
export function chosenInputs(values: InputValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => name === "InquiryPrompt" || (value !== "" && value !== undefined),
    ),
  );
}

/** How a generated field edits an input, from what the catalogue says about it. */
export function editorOf(input: CatalogInput): "choice" | "switch" | "number" | "text" {
  if (typeof input.default === "boolean") return "switch";
  if (input.options && input.options.length > 0) return "choice";
  if (typeof input.default === "number" || /int|number|seconds/.test(input.kind)) return "number";
  return "text";
}
