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
  if (catalog === undefined) return [];
  return catalog.inputs.filter((input) => !main.has(input.name)).map((input) => withChoices(input, catalog));
}

/** An input may be set to more than the present voices can do; what they can is offered. */
export function withChoices(input: CatalogInput, catalog: CatalogView): CatalogInput {
  const { languages, voices } = catalog;
  const offered = input.name === "Language" ? languages : input.name === "VoiceId" ? voices : [];
  if (offered.length === 0) return input;
  return { ...input, options: offered.map(({ id, label }) => ({ value: id, label })) };
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

/** Whether a value means an entry of the catalogue: by its id, or by the name that people know it by. */
export function isNamed(entry: { id: string; label: string }, value: unknown): boolean {
  if (typeof value !== "string") return false;
  return entry.id === value || entry.label.toLowerCase() === value.toLowerCase();
}

/** How a generated field edits an input, from what the catalogue says about it. */
export function editorOf(input: CatalogInput): "choice" | "switch" | "number" | "text" | "long-text" {
  if (input.kind === "toggle") return "switch";
  if (input.options && input.options.length > 0) return "choice";
  if (input.kind === "seconds" || input.kind === "count") return "number";
  return input.kind === "long-text" ? "long-text" : "text";
}

/** A duration made of whole segments, as near to `seconds` as its input's maximum allows. */
export function wholeSegments(seconds: number, segmentSeconds: number, maximum: number): number {
  const longest = Math.floor(maximum / segmentSeconds) * segmentSeconds;
  return Math.min(longest, Math.max(segmentSeconds, Math.round(seconds / segmentSeconds) * segmentSeconds));
}
