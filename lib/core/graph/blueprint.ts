import { ReelgraphError } from "../errors";
import type {
  Blueprint,
  BlueprintDefinition,
  GeneratorRow,
  LoadedArtifact,
  LoadedDependency,
  LoadedGenerator,
  VariantDefinition,
  When,
} from "./blueprint-types";
import { buildDag, findCycle } from "./dag";
import { didYouMean } from "./nearest-name";
import { isName, parseReference, type Reference } from "./notation";

interface Tables {
  definition: BlueprintDefinition;
  variants: Readonly<Record<string, VariantDefinition>>;
  inputs: Map<string, { dimensions: readonly string[]; prompt: boolean }>;
  artifacts: Map<string, LoadedArtifact>;
  /** Per artifact family the rows that make it. */
  makers: Map<string, GeneratorRow[]>;
}

/**
 * Checks a blueprint and resolves its references (graph.md: fails when loaded, naming the culprits).
 * Throws `blueprint-invalid` for a cycle (listing it), an unknown dependency, input, dimension or alternative, two
 * producers of one artifact in the same alternative, and a dependency that no generator makes in an alternative
 * in which it is needed.
 */
export function loadBlueprint(definition: BlueprintDefinition): Blueprint {
  const tables: Tables = {
    definition,
    variants: definition.variants ?? {},
    inputs: new Map(),
    artifacts: new Map(),
    makers: new Map(),
  };
  declareInputs(tables);
  declareArtifacts(tables);
  declareReplacements(tables);
  const generators = definition.generators.map((row) => loadGenerator(row, tables));
  assertAcyclic(generators, tables);
  const { id, version, dimensions } = definition;
  return {
    id,
    version,
    dimensions,
    variants: tables.variants,
    inputs: tables.inputs,
    artifacts: tables.artifacts,
    generators,
  };
}

function declareInputs({ definition, inputs }: Tables): void {
  for (const [text, { prompt = false }] of Object.entries(definition.inputs)) {
    const reference = parseReference(text);
    if (inputs.has(reference.family)) throw invalid(`The input ${reference.family} is declared twice.`);
    inputs.set(reference.family, { dimensions: ownDimensions(reference, definition), prompt });
  }
}

function declareArtifacts(tables: Tables): void {
  const { definition, inputs, artifacts, makers } = tables;
  const ids = new Set<string>();
  for (const row of definition.generators) {
    if (!isName(row.id)) throw invalid(`"${row.id}" is not a generator's name: use letters and digits.`);
    if (ids.has(row.id)) throw invalid(`The generator ${row.id} is declared twice.`);
    ids.add(row.id);
    if (row.produces.length === 0) throw invalid(`${row.id} produces nothing.`);
    assertKnownAlternatives(row.id, row.when ?? {}, tables);
    for (const text of row.produces) {
      const reference = parseReference(text);
      const { family } = reference;
      if (inputs.has(family)) throw invalid(`${row.id} produces ${family}, which is an input's name.`);
      const dimensions = ownDimensions(reference, definition);
      const others = makers.get(family) ?? [];
      const rival = others.find((other) => other === row || canBothHold(other.when ?? {}, row.when ?? {}));
      if (rival !== undefined) {
        const who = rival === row ? `${row.id} twice` : `both ${rival.id} and ${row.id}`;
        throw invalid(`${family} is produced by ${who}; an artifact has one producer.`, {
          artifact: family,
          producers: [rival.id, row.id],
        });
      }
      const known = artifacts.get(family);
      if (known !== undefined && known.dimensions.join() !== dimensions.join()) {
        throw invalid(`${family} has other indices in ${row.id} than in ${known.producers.join(", ")}.`);
      }
      makers.set(family, [...others, row]);
      const producers = [...(known?.producers ?? []), row.id];
      artifacts.set(family, { family, dimensions, producers, replacedBy: null });
    }
  }
}

function declareReplacements({ definition, inputs, artifacts }: Tables): void {
  for (const [artifactText, inputText] of Object.entries(definition.replacements ?? {})) {
    const from = parseReference(artifactText);
    const by = parseReference(inputText);
    const artifact = artifacts.get(from.family);
    if (artifact === undefined) {
      throw invalid(
        `No generator makes ${from.family}, which ${by.family} is to replace.${didYouMean(from.family, artifacts.keys())}`,
      );
    }
    const input = inputs.get(by.family);
    if (input === undefined) {
      throw invalid(
        `${from.family} is to be replaced by ${by.family}, which is no input.${didYouMean(by.family, inputs.keys())}`,
      );
    }
    if (input.dimensions.join() !== artifact.dimensions.join()) {
      throw invalid(`${by.family} cannot replace ${from.family}: their indices differ.`);
    }
    artifacts.set(from.family, { ...artifact, replacedBy: by.family });
  }
}

function loadGenerator(row: GeneratorRow, tables: Tables): LoadedGenerator {
  const { definition } = tables;
  const when = row.when ?? {};
  for (const dimension of row.dimensions) assertKnownDimension(row.id, dimension, definition);
  for (const name of Object.keys(when)) {
    const { dimension } = tables.variants[name] as VariantDefinition;
    if (!row.dimensions.includes(dimension)) {
      throw invalid(
        `${row.id} depends on ${name}, which is chosen per [${dimension}], but has no such index.`,
      );
    }
  }
  return {
    id: row.id,
    dimensions: row.dimensions,
    when,
    dependencies: row.dependencies.map((dependency) => loadDependency(row, dependency, tables)),
    produces: row.produces.map((text) => {
      const reference = parseReference(text);
      assertOwnIndices(row, reference);
      const named = new Set(reference.terms.filter((term) => !term.every).map((term) => term.dimension));
      const missing = row.dimensions.find((dimension) => !named.has(dimension));
      if (missing !== undefined) {
        throw invalid(
          `${row.id} repeats over [${missing}] but produces ${text} without it: two jobs would make one artifact.`,
          { artifact: reference.family, producers: [row.id, row.id] },
        );
      }
      return reference;
    }),
  };
}

function loadDependency(
  row: GeneratorRow,
  dependency: GeneratorRow["dependencies"][number],
  tables: Tables,
): LoadedDependency {
  const text = typeof dependency === "string" ? dependency : dependency.on;
  const when = typeof dependency === "string" ? {} : dependency.when;
  assertKnownAlternatives(row.id, when, tables);
  const reference = parseReference(text);
  assertOwnIndices(row, reference);
  const { family, terms } = reference;
  const input = tables.inputs.get(family);
  const artifact = tables.artifacts.get(family);
  if (input === undefined && artifact === undefined) {
    const known = [...tables.artifacts.keys(), ...tables.inputs.keys()];
    throw invalid(
      `${row.id} depends on ${family}, which is neither an input nor made by a generator.${didYouMean(family, known)}`,
      { generator: row.id, dependency: family },
    );
  }
  const dimensions = (input ?? (artifact as LoadedArtifact)).dimensions;
  if (terms.map((term) => term.dimension).join() !== dimensions.join()) {
    const expected = family + dimensions.map((dimension) => `[${dimension}]`).join("");
    throw invalid(`${row.id} depends on ${text}, but its indices are ${expected}.`);
  }
  for (const name of Object.keys(when)) {
    const { dimension } = tables.variants[name] as VariantDefinition;
    if (!dimensions.includes(dimension)) {
      throw invalid(`${row.id} depends on ${family} per ${name}, but ${family} has no index [${dimension}].`);
    }
  }
  if (input === undefined) assertMadeWhereNeeded(row, family, { ...(row.when ?? {}), ...when }, tables);
  return { reference, kind: input === undefined ? "artifact" : "input", when };
}

/** Every alternative in which `family` is needed must have a generator that makes it. */
function assertMadeWhereNeeded(row: GeneratorRow, family: string, needed: When, tables: Tables): void {
  const makers = tables.makers.get(family) as GeneratorRow[];
  for (const [name, variant] of Object.entries(tables.variants)) {
    for (const option of needed[name] ?? variant.options) {
      if (makers.some((maker) => maker.when?.[name] === undefined || maker.when[name].includes(option)))
        continue;
      throw invalid(`${row.id} depends on ${family}, which no generator makes when ${name} is "${option}".`, {
        generator: row.id,
        dependency: family,
      });
    }
  }
}

function assertAcyclic(generators: readonly LoadedGenerator[], { artifacts }: Tables): void {
  const position = new Map(generators.map(({ id }, index) => [id, index]));
  const from: number[] = [];
  const to: number[] = [];
  generators.forEach(({ dependencies }, consumer) => {
    for (const { reference } of dependencies) {
      for (const producer of artifacts.get(reference.family)?.producers ?? []) {
        from.push(position.get(producer) as number);
        to.push(consumer);
      }
    }
  });
  const cycle = findCycle(buildDag({ size: generators.length, from, to }));
  if (cycle === null) return;
  const names = cycle.map((index) => (generators[index] as LoadedGenerator).id);
  const listed = [...names, names[0]].join(" → ");
  throw invalid(`The generators depend on each other in a cycle: ${listed}.`, { cycle: names });
}

/** True when one choice of options satisfies both. */
function canBothHold(left: When, right: When): boolean {
  return Object.entries(left).every(
    ([name, options]) => right[name] === undefined || right[name].some((option) => options.includes(option)),
  );
}

function assertKnownAlternatives(generator: string, when: When, { variants }: Tables): void {
  for (const [name, options] of Object.entries(when)) {
    const variant = variants[name];
    if (variant === undefined) throw invalid(`${generator} depends on the unknown alternative ${name}.`);
    const unknown = options.find((option) => !variant.options.includes(option));
    if (unknown !== undefined) {
      throw invalid(
        `${generator} depends on ${name} being "${unknown}"; it is one of ${variant.options.join(", ")}.`,
      );
    }
  }
}

function assertKnownDimension(owner: string, dimension: string, { dimensions }: BlueprintDefinition): void {
  if (!Object.hasOwn(dimensions, dimension))
    throw invalid(`${owner} uses the unknown dimension [${dimension}].`);
}

/** `[i]` means the job's own index, so the job must have one. */
function assertOwnIndices(row: GeneratorRow, { family, terms }: Reference): void {
  const foreign = terms.find(({ dimension, every }) => !every && !row.dimensions.includes(dimension));
  if (foreign === undefined) return;
  throw invalid(
    `${row.id} has no index [${foreign.dimension}] of its own to name one ${family}; write [${foreign.dimension}*] for all.`,
  );
}

function ownDimensions({ family, terms }: Reference, definition: BlueprintDefinition): string[] {
  for (const { dimension } of terms) assertKnownDimension(family, dimension, definition);
  return terms.map(({ dimension }) => dimension);
}

function invalid(message: string, details?: Record<string, unknown>): ReelgraphError {
  return new ReelgraphError({ code: "blueprint-invalid", message, details });
}
