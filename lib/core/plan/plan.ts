import { invalidInput, ReelgraphError } from "../errors";
import { canonicalJson } from "../fingerprint/canonical-json";
import { checksumOfJson } from "../fingerprint/checksum";
import type { Sha256 } from "../fingerprint/sha256";
import type { Blueprint, InputValues } from "../graph/blueprint-types";
import { layersOf } from "../graph/dag";
import type { Graph, GraphJob } from "../graph/expand";
import { causeChains, type Dirtiness, isUsable, markDirty } from "./dirtiness";
import { type ModelChoices, modelOf } from "./fingerprint-fields";
import { type EarlierLookup, quoteOf, type SlotWindows } from "./quote";
import { mayCutOff } from "./reasons";
import { scopeOf } from "./scope";
import { selectJobs } from "./selectors";
import type { DirtyReason, HeadState, JobSpec, Plan, PlanOptions } from "./types";

export interface PlanVideoOptions {
  graph: Graph;
  blueprint: Blueprint;
  inputs: InputValues;
  /** The video's seed, a uint32. */
  seed: number;
  models: ModelChoices;
  /** What the head revision has; null for a new video. */
  head: HeadState | null;
  options: PlanOptions;
  hash: Sha256;
  /** Knows results that can be adopted; lowers the quote's expected cost, never the plan. */
  earlier?: EarlierLookup;
  /** Jobs each provider does at once, for the quote's seconds; absent: no limit. */
  slots?: Readonly<Record<string, number>>;
  /** The same by generator, where the work of one provider waits in more than one queue. */
  windows?: SlotWindows;
}

/**
 * Plans a video: which jobs have to be done, why, in which layers, at what price (graph.md, Planning). Pure: the same value
 * gives a byte-identical plan. Throws `unknown-selector`, `pin-conflict`, `invalid-input` for options that contradict
 * themselves, and `configuration` for a generator without a model choice.
 */
export function planVideo(planning: PlanVideoOptions): Plan {
  const { graph, blueprint, inputs, seed, models, head, options, hash, earlier, slots, windows } = planning;
  assertOptions(options);
  const choose = (selectors: readonly string[] = []) => selectJobs({ graph, blueprint, selectors });
  const taken = new Set(choose(options.takes));
  const pinned = new Set(choose(options.pins));
  assertPins({ planning, taken, pinned, choose });

  const dirtiness = markDirty({ graph, inputs, seed, models, head, mode: options.mode, taken, pinned, hash });
  const marks = plannedMarks({ planning, dirtiness, selected: [...choose(options.scope), ...taken] });
  const layers = layersOf(graph.consumers, marks);
  const count = Math.min(layers.count, (options.upToLayer ?? Number.POSITIVE_INFINITY) + 1);
  const chains = causeChains({ graph, reasons: dirtiness.reasons });
  const configs = canonicalConfigs(models);

  const planned = new Map<number, JobSpec>();
  const specs: JobSpec[][] = [];
  for (let layer = 0; layer < count; layer++) {
    const positions = layers.order.subarray(layers.starts[layer], layers.starts[layer + 1]);
    specs.push(
      Array.from(positions, (position) => {
        const why = chains[position] as DirtyReason[];
        const spec = jobSpecOf({ planning, position, dirtiness, why, configs });
        planned.set(position, spec);
        return spec;
      }),
    );
  }
  return {
    layers: specs,
    queueHash: checksumOfJson(specs, hash),
    quote: quoteOf({ graph, planned, inputs, models, head, earlier, slots, windows, hash }),
    jobs: planned.size,
    artifacts: specs.flatMap((layer) => layer.flatMap(({ produces }) => produces)),
  };
}

function jobSpecOf({
  planning: { graph, blueprint, inputs, models },
  position,
  dirtiness,
  why,
  configs,
}: {
  planning: PlanVideoOptions;
  position: number;
  dirtiness: Dirtiness;
  why: DirtyReason[];
  configs: (genId: string) => Record<string, unknown>;
}): JobSpec {
  const { jobId, genId, index, dependencies, inputs: declared } = graph.jobs[position] as GraphJob;
  const { provider, model, estimate } = modelOf(models, genId);
  const reasons = [...(dirtiness.reasons[position] as readonly DirtyReason[])];
  const { costMicros, seconds } = estimate({ genId, index, inputs });
  const prompts = declared.filter((name) => blueprint.inputs.get(familyOf(name))?.prompt === true);
  return {
    jobId,
    genId,
    provider,
    model,
    dependencies: [...dependencies],
    produces: [...(dirtiness.produces[position] as readonly string[])],
    metadata: {
      cardinalityIndex: [...index],
      prompts: Object.fromEntries(prompts.map((name) => [name, String(inputs[name])])),
      modelConfig: configs(genId),
      seed: dirtiness.seed[position] as number,
      take: dirtiness.take[position] as number,
    },
    reason: reasons[0] as DirtyReason,
    reasons,
    why,
    mayCutOff: mayCutOff(reasons),
    estimate: { costMicros, seconds },
  };
}

/** A model's parameters with their keys in canonical order, so that where they came from never shows in a plan. */
function canonicalConfigs(models: ModelChoices): (genId: string) => Record<string, unknown> {
  const texts = new Map<string, string>();
  return (genId) => {
    const text = texts.get(genId) ?? canonicalJson(modelOf(models, genId).modelConfig);
    texts.set(genId, text);
    return JSON.parse(text) as Record<string, unknown>;
  };
}

/** 1 for every job of the plan, by position. */
function plannedMarks({
  planning: { graph, head, options },
  dirtiness: { reasons },
  selected,
}: {
  planning: PlanVideoOptions;
  dirtiness: Dirtiness;
  selected: readonly number[];
}): Uint8Array {
  if (options.mode !== "scope") return Uint8Array.from(reasons, (list) => (list.length > 0 ? 1 : 0));
  const isThere = (artifact: string): boolean => isUsable(head?.artifacts.get(artifact));
  return scopeOf({ graph, reasons, selected, downstream: options.downstream ?? true, isThere });
}

/** A pin that contradicts a requested regeneration is an error, and so is one with nothing to keep (graph.md). */
function assertPins({
  planning: { graph, head, options },
  taken,
  pinned,
  choose,
}: {
  planning: PlanVideoOptions;
  taken: ReadonlySet<number>;
  pinned: ReadonlySet<number>;
  choose: (selectors: readonly string[]) => number[];
}): void {
  if (pinned.size === 0) return;
  const name = (position: number): string => (graph.jobs[position] as GraphJob).produces.join(", ");
  for (const position of pinned) {
    if (taken.has(position)) {
      throw pinConflict(`${name(position)} cannot be kept and taken again: remove the pin or the take.`);
    }
    const absent = (graph.jobs[position] as GraphJob).produces.find(
      (id) => !isUsable(head?.artifacts.get(id)),
    );
    if (absent !== undefined) throw pinConflict(`${absent} cannot be kept: it has not been made yet.`);
  }
  for (const selector of options.mode === "scope" ? (options.scope ?? []) : []) {
    if (choose([selector]).every((position) => pinned.has(position))) {
      throw pinConflict(
        `"${selector}" cannot be kept and regenerated: remove it from the pins or from the scope.`,
      );
    }
  }
}

function assertOptions({ mode, scope = [], takes = [], upToLayer }: PlanOptions): void {
  if (mode === "scope" && scope.length === 0 && takes.length === 0) {
    throw invalidInput("/scope", 'The mode "scope" needs at least one selector, such as "segment=1".');
  }
  if (mode !== "scope" && scope.length > 0) {
    throw invalidInput("/scope", `A scope goes with the mode "scope", not "${mode}".`);
  }
  if (upToLayer !== undefined && !(Number.isSafeInteger(upToLayer) && upToLayer >= 0)) {
    throw invalidInput("/upToLayer", "upToLayer must be a whole number of at least 0.");
  }
}

function familyOf(name: string): string {
  const bracket = name.indexOf("[");
  return bracket < 0 ? name : name.slice(0, bracket);
}

function pinConflict(message: string): ReelgraphError {
  return new ReelgraphError({ code: "pin-conflict", message, errors: [{ pointer: "/pins", message }] });
}
