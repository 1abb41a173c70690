import type { Blueprint } from "./blueprint-types";
import { concreteName, indexTuples } from "./notation";

/** Every job id that a blueprint can give with dimensions of at most these sizes, whichever alternatives are chosen. */
export function everyJobId(blueprint: Blueprint, sizes: Readonly<Record<string, number>>): string[] {
  return blueprint.generators.flatMap(({ id, dimensions }) => {
    const terms = dimensions.map((dimension) => ({ dimension, every: true }));
    return indexTuples(terms, {}, sizes).map((index) => concreteName(id, index));
  });
}
