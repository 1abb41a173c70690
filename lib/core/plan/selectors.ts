import { ReelgraphError } from "../errors";
import type { Blueprint } from "../graph/blueprint-types";
import type { Graph, GraphJob } from "../graph/expand";
import { didYouMean } from "../graph/nearest-name";

/** A name whose indices may be `*`: `SegmentImageAsset[1][*]`. Indices left out at the end stand for all. */
const PATTERN = /^([A-Za-z][A-Za-z0-9]{0,63})((?:\[(?:\*|0|[1-9][0-9]{0,5})\])*)$/;
const MAX_SHOWN = 80;

interface Context {
  graph: Graph;
  blueprint: Blueprint;
  selector: string;
}

/**
 * The jobs that selectors choose, as positions in `graph.jobs`, ascending. Forms: `segment=1` (any dimension's label; the
 * jobs with that index), `generator=ImageGen`, `generator=ImageGen[1][*]`, `artifact=SegmentImageAsset[1][*]`, or a
 * bare artifact name. An artifact chooses the job that makes it: a bundle is made, kept or taken as a whole.
 * Throws `unknown-selector` saying what exists and what was probably meant.
 */
export function selectJobs({
  graph,
  blueprint,
  selectors,
}: {
  graph: Graph;
  blueprint: Blueprint;
  selectors: readonly string[];
}): number[] {
  const chosen = new Set<number>();
  for (const selector of selectors) {
    for (const position of select({ graph, blueprint, selector })) chosen.add(position);
  }
  return [...chosen].sort((left, right) => left - right);
}

function select(context: Context): number[] {
  const { blueprint, selector } = context;
  const equals = selector.indexOf("=");
  if (equals < 0) return byArtifact(context, selector.trim());
  const key = selector.slice(0, equals).trim();
  const value = selector.slice(equals + 1).trim();
  if (key === "artifact") return byArtifact(context, value);
  if (key === "generator") return byGenerator(context, value);
  const dimension = Object.keys(blueprint.dimensions).find(
    (name) => blueprint.dimensions[name]?.label === key,
  );
  if (dimension !== undefined) return byPosition(context, dimension, key, value);
  const known = ["artifact", "generator", ...Object.values(blueprint.dimensions).map(({ label }) => label)];
  throw refusal(context, `"${key}" is none of ${known.join(", ")}.${didYouMean(key, known)}`);
}

function byArtifact(context: Context, text: string): number[] {
  const { graph, blueprint } = context;
  const { family, index } = parsePattern(context, text);
  const declared = blueprint.artifacts.get(family);
  if (declared === undefined) {
    const generator = blueprint.generators.some(({ id }) => id === family);
    const hint = generator
      ? ` It is a generator: write generator=${text}.`
      : didYouMean(family, blueprint.artifacts.keys());
    throw refusal(context, `there is no artifact ${family}.${hint}`);
  }
  assertInRange(context, family, declared.dimensions, index);
  const found: number[] = [];
  for (const artifact of graph.artifacts.values()) {
    if (artifact.family === family && matches(artifact.index, index)) found.push(artifact.producer);
  }
  if (found.length > 0) return found;
  const given = [...graph.replaced].find(([name]) => name === text);
  const why =
    given === undefined ? `this video makes no ${text} with its inputs` : `it is given by ${given[1]}`;
  throw refusal(context, `${why}, so nothing can be chosen.`);
}

function byGenerator(context: Context, text: string): number[] {
  const { blueprint } = context;
  const { family, index } = parsePattern(context, text);
  const declared = blueprint.generators.find(({ id }) => id === family);
  if (declared === undefined) {
    const known = blueprint.generators.map(({ id }) => id);
    const hint = blueprint.artifacts.has(family)
      ? ` It is an artifact: write artifact=${text}.`
      : didYouMean(family, known);
    throw refusal(context, `there is no generator ${family}.${hint}`);
  }
  assertInRange(context, family, declared.dimensions, index);
  const found = positionsWhere(context.graph, (job) => job.genId === family && matches(job.index, index));
  if (found.length > 0) return found;
  throw refusal(context, `this video has no job ${text} with its inputs, so nothing can be chosen.`);
}

function byPosition(context: Context, dimension: string, label: string, value: string): number[] {
  const { graph, blueprint } = context;
  if (!/^(?:\*|0|[1-9][0-9]{0,5})$/.test(value)) {
    throw refusal(context, `a ${label} is a number counted from 0, or * for all.`);
  }
  const wanted = value === "*" ? null : Number(value);
  assertInRange(context, label, [dimension], [wanted]);
  const place = new Map(
    blueprint.generators.map(({ id, dimensions }) => [id, dimensions.indexOf(dimension)]),
  );
  return positionsWhere(graph, ({ genId, index }) => {
    const at = place.get(genId) ?? -1;
    return at >= 0 && (wanted === null || index[at] === wanted);
  });
}

function positionsWhere(graph: Graph, holds: (job: GraphJob) => boolean): number[] {
  return graph.jobs.flatMap((job, position) => (holds(job) ? [position] : []));
}

function parsePattern(context: Context, text: string): { family: string; index: (number | null)[] } {
  const match = PATTERN.exec(text);
  if (match === null) {
    throw refusal(context, "write segment=1, generator=ImageGen or artifact=SegmentImageAsset[1][*].");
  }
  const index = (match[2] as string)
    .split(/[[\]]+/)
    .filter((term) => term !== "")
    .map((term) => (term === "*" ? null : Number(term)));
  return { family: match[1] as string, index };
}

function assertInRange(
  context: Context,
  family: string,
  dimensions: readonly string[],
  index: readonly (number | null)[],
): void {
  const { graph, blueprint } = context;
  if (index.length > dimensions.length) {
    const form =
      family + dimensions.map((dimension) => `[${blueprint.dimensions[dimension]?.label}]`).join("");
    const count = `${dimensions.length || "no"} ${dimensions.length === 1 ? "index" : "indices"}`;
    throw refusal(context, `${family} has ${count}: write ${form}.`);
  }
  for (const [at, position] of index.entries()) {
    const dimension = dimensions[at] as string;
    const size = graph.sizes[dimension] ?? 0;
    if (position === null || position < size) continue;
    const label = blueprint.dimensions[dimension]?.label ?? dimension;
    const range = size === 0 ? `has no ${label}s` : `has ${label}s 0 to ${size - 1}`;
    throw refusal(context, `this video ${range}, not ${position}.`);
  }
}

function matches(index: readonly number[], wanted: readonly (number | null)[]): boolean {
  return wanted.every((position, at) => position === null || index[at] === position);
}

function refusal({ selector }: Context, problem: string): ReelgraphError {
  const shown = selector.length > MAX_SHOWN ? `${selector.slice(0, MAX_SHOWN)}…` : selector;
  return new ReelgraphError({ code: "unknown-selector", message: `Cannot select "${shown}": ${problem}` });
}
