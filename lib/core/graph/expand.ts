import { ReelgraphError } from "../errors";
import type {
  Blueprint,
  InputValues,
  LoadedArtifact,
  LoadedGenerator,
  VariantDefinition,
  When,
} from "./blueprint-types";
import { buildDag, type Dag, layersOf, reverseDag } from "./dag";
import { concreteName, indexTuples } from "./notation";

/** One generator instance, with its dependencies resolved. */
export interface GraphJob {
  /** e.g. `ImageGen[1][0]` */
  jobId: string;
  genId: string;
  /** Its position per dimension of its generator, e.g. `[1, 0]`. */
  index: readonly number[];
  /** Input and artifact names in the blueprint's order, each once. */
  dependencies: readonly string[];
  /** Those of `dependencies` that are inputs. */
  inputs: readonly string[];
  /** Those of `dependencies` that are artifacts. */
  artifacts: readonly string[];
  /** Artifacts it makes; those a person gave are not among them. */
  produces: readonly string[];
  /** The longest path to it from a job without predecessors. */
  layer: number;
}

export interface GraphArtifact {
  id: string;
  family: string;
  index: readonly number[];
  /** Position of the job that makes it in `Graph.jobs`. */
  producer: number;
}

/** A blueprint made concrete for given inputs. Jobs stand in planning order: by layer, generator and index. */
export interface Graph {
  blueprintId: string;
  jobs: readonly GraphJob[];
  /** Job id → position in `jobs`. */
  positions: ReadonlyMap<string, number>;
  /** By artifact id. */
  artifacts: ReadonlyMap<string, GraphArtifact>;
  /** Artifact id → the input that replaces it, for those a person gave. */
  replaced: ReadonlyMap<string, string>;
  /** Size per dimension, e.g. `{i: 3, j: 2}`. */
  sizes: Readonly<Record<string, number>>;
  /** Job → the jobs that read what it makes: the reverse edges along which dirtiness spreads. */
  consumers: Dag;
  /** Job → the jobs whose artifacts it reads. */
  producers: Dag;
}

interface Draft {
  generator: LoadedGenerator;
  index: readonly number[];
  own: Readonly<Record<string, number>>;
  produces: string[];
}

/**
 * Expands a blueprint for the inputs of one video: repeats generators over their dimensions, prunes the alternatives not
 * chosen, puts a person's inputs in the place of the artifacts they replace, and drops jobs left with nothing to
 * make (graph.md). `inputs` are values as `parseInputs` returns them; their key order doesn't matter.
 */
export function expandGraph({ blueprint, inputs }: { blueprint: Blueprint; inputs: InputValues }): Graph {
  const sizes: Record<string, number> = {};
  for (const [dimension, { size }] of Object.entries(blueprint.dimensions)) sizes[dimension] = size(inputs);
  const expansion = new Expansion(blueprint, inputs, sizes);
  const drafts = blueprint.generators.flatMap((generator) => expansion.draftsOf(generator));
  return expansion.connect(drafts);
}

class Expansion {
  private readonly artifacts = new Map<string, GraphArtifact>();
  private readonly replaced = new Map<string, string>();

  constructor(
    private readonly blueprint: Blueprint,
    private readonly inputs: InputValues,
    private readonly sizes: Readonly<Record<string, number>>,
  ) {}

  /** The jobs of one generator, without their dependencies. */
  draftsOf(generator: LoadedGenerator): Draft[] {
    const everywhere = generator.dimensions.map((dimension) => ({ dimension, every: true }));
    return indexTuples(everywhere, {}, this.sizes).flatMap((index) => {
      const own = Object.fromEntries(
        generator.dimensions.map((dimension, at) => [dimension, index[at] as number]),
      );
      if (!this.holds(generator.when, own)) return [];
      const produces = generator.produces.flatMap(({ family, terms }) =>
        indexTuples(terms, own, this.sizes)
          .map((tuple) => concreteName(family, tuple))
          .filter((name) => !this.isReplaced(name, family)),
      );
      return produces.length === 0 ? [] : [{ generator, index, own, produces }];
    });
  }

  connect(drafts: readonly Draft[]): Graph {
    const makers = new Map<string, number>();
    drafts.forEach(({ produces }, position) => {
      for (const name of produces) makers.set(name, position);
    });
    const resolved = drafts.map((draft) => this.dependenciesOf(draft, makers));
    const from: number[] = [];
    const to: number[] = [];
    resolved.forEach(({ producers }, consumer) => {
      for (const producer of producers) {
        from.push(producer);
        to.push(consumer);
      }
    });
    const size = drafts.length;
    // Drafts stand by generator and index, and layers keep that order, so `order` is the planning order.
    const { layer, order } = layersOf(buildDag({ size, from, to }));
    const rank = new Uint32Array(size);
    order.forEach((draft, position) => {
      rank[draft] = position;
    });
    const jobs = Array.from(order, (at): GraphJob => {
      const { generator, index, produces } = drafts[at] as Draft;
      const { dependencies, inputs, artifacts } = resolved[at] as (typeof resolved)[number];
      const jobId = concreteName(generator.id, index);
      return {
        jobId,
        genId: generator.id,
        index,
        dependencies,
        inputs,
        artifacts,
        produces,
        layer: layer[at] as number,
      };
    });
    jobs.forEach((job, producer) => {
      for (const id of job.produces) this.artifacts.set(id, { id, ...splitName(id), producer });
    });
    const ranked = (nodes: readonly number[]) => nodes.map((node) => rank[node] as number);
    const consumers = buildDag({ size, from: ranked(from), to: ranked(to) });
    return {
      blueprintId: this.blueprint.id,
      jobs,
      positions: new Map(jobs.map(({ jobId }, position) => [jobId, position])),
      artifacts: this.artifacts,
      replaced: this.replaced,
      sizes: this.sizes,
      consumers,
      producers: reverseDag(consumers),
    };
  }

  private dependenciesOf({ generator, own }: Draft, makers: ReadonlyMap<string, number>) {
    const inputs = new Set<string>();
    const artifacts = new Set<string>();
    const dependencies = new Set<string>();
    const producers = new Set<number>();
    for (const { reference, kind, when } of generator.dependencies) {
      const { family, terms } = reference;
      for (const tuple of indexTuples(terms, own, this.sizes)) {
        if (!this.holds(when, this.positionsOf(terms, tuple))) continue;
        const name = concreteName(family, tuple);
        const given = kind === "input" ? name : this.replaced.get(name);
        if (given !== undefined) {
          inputs.add(given);
          dependencies.add(given);
          continue;
        }
        const producer = makers.get(name);
        if (producer === undefined) throw unmade(generator.id, name);
        artifacts.add(name);
        dependencies.add(name);
        producers.add(producer);
      }
    }
    return {
      dependencies: [...dependencies],
      inputs: [...inputs],
      artifacts: [...artifacts],
      producers: [...producers],
    };
  }

  private positionsOf(
    terms: readonly { dimension: string }[],
    tuple: readonly number[],
  ): Readonly<Record<string, number>> {
    return Object.fromEntries(terms.map(({ dimension }, at) => [dimension, tuple[at] as number]));
  }

  private holds(when: When, own: Readonly<Record<string, number>>): boolean {
    return Object.entries(when).every(([name, options]) => {
      const variant = this.blueprint.variants[name] as VariantDefinition;
      return options.includes(variant.choose(this.inputs, own[variant.dimension] as number));
    });
  }

  /** True when a person gave the input that stands for this artifact; remembers which. */
  private isReplaced(name: string, family: string): boolean {
    const by = (this.blueprint.artifacts.get(family) as LoadedArtifact).replacedBy;
    if (by === null) return false;
    const input = by + name.slice(family.length);
    if (this.inputs[input] === undefined) return false;
    this.replaced.set(name, input);
    return true;
  }
}

function splitName(id: string): { family: string; index: number[] } {
  const [family, ...positions] = id.split(/[[\]]+/) as [string, ...string[]];
  return { family, index: positions.filter((position) => position !== "").map(Number) };
}

function unmade(generator: string, artifact: string): ReelgraphError {
  return new ReelgraphError({
    code: "blueprint-invalid",
    message: `${generator} depends on ${artifact}, which nothing makes with these inputs.`,
    details: { generator, dependency: artifact },
  });
}
