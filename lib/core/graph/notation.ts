import { ReelgraphError } from "../errors";

/** One index of a reference: this job's own (`[i]`), or every one of its dimension (`[i*]`). */
export interface IndexTerm {
  dimension: string;
  every: boolean;
}

/** A parsed name of the blueprint's notation, e.g. `SegmentImagePrompt[i][j*]`. */
export interface Reference {
  /** The name without brackets, e.g. `SegmentImagePrompt`. */
  family: string;
  terms: readonly IndexTerm[];
}

const NAME = /^[A-Za-z][A-Za-z0-9]*$/;
const REFERENCE = /^([A-Za-z][A-Za-z0-9]*)((?:\[[a-z]\*?\])*)$/;
const CONCRETE = /^([A-Za-z][A-Za-z0-9]*)((?:\[(?:0|[1-9][0-9]{0,5})\])*)$/;

/** True for a name without brackets, e.g. `ImageGen`. */
export function isName(value: string): boolean {
  return NAME.test(value);
}

/** Parses `Family[i][j*]`. Throws `blueprint-invalid` naming the text. */
export function parseReference(text: string): Reference {
  const match = REFERENCE.exec(text);
  if (match === null) {
    throw new ReelgraphError({
      code: "blueprint-invalid",
      message: `"${text}" is not a name of the blueprint's notation, such as VideoTitle, ImageGen[i] or Prompt[i][j*].`,
    });
  }
  const terms = (match[2] as string)
    .split(/[[\]]+/)
    .filter((term) => term !== "")
    .map((term) => ({ dimension: term.charAt(0), every: term.endsWith("*") }));
  return { family: match[1] as string, terms };
}

/** `Family` and `[1, 0]` of `Family[1][0]`; null when the text is not a concrete name. */
export function parseConcrete(text: string): { family: string; index: number[] } | null {
  const match = CONCRETE.exec(text);
  if (match === null) return null;
  const index = (match[2] as string)
    .split(/[[\]]+/)
    .filter((term) => term !== "")
    .map(Number);
  return { family: match[1] as string, index };
}

/** `concreteName("ImageGen", [1, 0])` is `ImageGen[1][0]`. */
export function concreteName(family: string, index: readonly number[]): string {
  let name = family;
  for (const position of index) name += `[${position}]`;
  return name;
}

/** Every index tuple a reference stands for, in order, given the job's own index per dimension and the sizes of all. */
export function indexTuples(
  terms: readonly IndexTerm[],
  own: Readonly<Record<string, number>>,
  sizes: Readonly<Record<string, number>>,
): number[][] {
  let tuples: number[][] = [[]];
  for (const { dimension, every } of terms) {
    const positions = every
      ? Array.from({ length: sizes[dimension] as number }, (_, position) => position)
      : [own[dimension] as number];
    tuples = tuples.flatMap((tuple) => positions.map((position) => [...tuple, position]));
  }
  return tuples;
}
