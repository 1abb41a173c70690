import type { Reference } from "./notation";

/** Input values by concrete name, e.g. `{Duration: 30, "UseVideo[1]": true}`. */
export type InputValues = Readonly<Record<string, unknown>>;

/** Alternatives a row belongs to, by variant, e.g. `{visuals: ["images"]}`. */
export type When = Readonly<Record<string, readonly string[]>>;

/** A dependency that holds only in some alternatives. */
export interface ConditionalDependency {
  on: string;
  when: When;
}

/** How often something repeats: `i` over segments, `j` over the images of one. */
export interface DimensionDefinition {
  /** What a person calls it; selectors use it: `segment=1`. */
  label: string;
  size(inputs: InputValues): number;
}

/** A choice made per index of one dimension, of which exactly one option holds, e.g. how a segment gets its visuals. */
export interface VariantDefinition {
  dimension: string;
  options: readonly string[];
  choose(inputs: InputValues, position: number): string;
}

export interface InputDeclaration {
  /** True for text that goes to a model: it is listed in a job's `metadata.prompts`. */
  prompt?: boolean;
}

/** One row of the table: a kind of work. Adding a generator to a product is adding one of these, and an adapter. */
export interface GeneratorRow {
  id: string;
  /** The dimensions it repeats over, in the order of its brackets: `["i", "j"]` makes `ImageGen[i][j]`. */
  dimensions: readonly string[];
  /** In which alternatives it exists; absent: in all. */
  when?: When;
  /** Input and artifact references in the notation: `VideoTitle`, `Script[i]` (own index), `Image[i*][j*]` (every one). */
  dependencies: readonly (string | ConditionalDependency)[];
  /** What one job makes, all or none. */
  produces: readonly string[];
}

/** A blueprint as it is written down: plain data and three kinds of small pure functions. */
export interface BlueprintDefinition {
  id: string;
  version: number;
  dimensions: Readonly<Record<string, DimensionDefinition>>;
  variants?: Readonly<Record<string, VariantDefinition>>;
  /** Declared inputs; those a person gives per index carry brackets: `SegmentNarrationInput[i]`. */
  inputs: Readonly<Record<string, InputDeclaration>>;
  /** Artifact → the input that, when given, replaces it: consumers then depend on the input. */
  replacements?: Readonly<Record<string, string>>;
  generators: readonly GeneratorRow[];
}

export interface LoadedDependency {
  reference: Reference;
  kind: "input" | "artifact";
  when: When;
}

export interface LoadedGenerator {
  id: string;
  dimensions: readonly string[];
  when: When;
  dependencies: readonly LoadedDependency[];
  produces: readonly Reference[];
}

export interface LoadedArtifact {
  family: string;
  /** The dimensions of its brackets. */
  dimensions: readonly string[];
  /** Ids of the generators that make it, in different alternatives. */
  producers: readonly string[];
  /** Family of the input that replaces it when given. */
  replacedBy: string | null;
}

/** A blueprint that passed every check of `loadBlueprint`; only that function makes one. */
export interface Blueprint {
  id: string;
  version: number;
  dimensions: Readonly<Record<string, DimensionDefinition>>;
  variants: Readonly<Record<string, VariantDefinition>>;
  /** By family. */
  inputs: ReadonlyMap<string, { dimensions: readonly string[]; prompt: boolean }>;
  artifacts: ReadonlyMap<string, LoadedArtifact>;
  generators: readonly LoadedGenerator[];
}
