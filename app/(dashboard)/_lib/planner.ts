import type { PlanningView } from "../../../lib/api/contract/planning";
import { unspeakable } from "../../../lib/core/catalogue/unspeakable";
import { type FieldError, isReelgraphError } from "../../../lib/core/errors";
import { canonicalJson } from "../../../lib/core/fingerprint/canonical-json";
import { portableSha256, type Sha256 } from "../../../lib/core/fingerprint/sha256";
import { expandGraph, type Graph } from "../../../lib/core/graph/expand";
import { parseInputs, requireInputs, type VideoInputs } from "../../../lib/core/graph/inputs";
import { mergeInputs } from "../../../lib/core/graph/merge-inputs";
import { narratedVideo } from "../../../lib/core/graph/narrated-video";
import { earlierLookup } from "../../../lib/core/plan/earlier-lookup";
import { planVideo } from "../../../lib/core/plan/plan";
import type { ArtifactRecord, HeadState, Plan, PlanOptions } from "../../../lib/core/plan/types";
import { restoreModels } from "./restore-models";

/** A plan of inputs that may not be saved, and the graph it is about. */
export interface PricedEdit {
  inputs: VideoInputs;
  graph: Graph;
  plan: Plan;
}

export type Pricing = ({ ok: true } & PricedEdit) | { ok: false; errors: FieldError[] };

export interface EditToPrice {
  /** Absent: the saved ones. */
  inputs?: Readonly<Record<string, unknown>>;
  patch: Readonly<Record<string, unknown>>;
  options: PlanOptions;
}

export interface Planner {
  head: HeadState | null;
  /** What the head was made with; null without one. */
  headInputs: VideoInputs | null;
  /** What `POST /quotes` would answer, computed here. Never throws for what a person can type. */
  price(edit: EditToPrice): Pricing;
}

/**
 * The planner of lib/core in the browser, on what the server said a plan starts from. Null when this page's code does not come to the
 * server's own plan of the saved inputs: then it is of another version, and only the server may price.
 */
export function openPlanner(view: PlanningView): Planner | null {
  try {
    const planner = restore(view);
    const own = planner.price({ patch: {}, options: { mode: "dirty" } });
    return own.ok && isSamePlan(own.plan, view.plan) ? planner : null;
  } catch {
    return null;
  }
}

/** The inputs that a patch makes of a video's, checked by the rules of the core. */
export function applyPatch(
  inputs: PlanningView["inputs"],
  patch: Readonly<Record<string, unknown>>,
): { ok: true; inputs: VideoInputs } | { ok: false; errors: FieldError[] } {
  try {
    return parseInputs(mergeInputs(inputs, patch));
  } catch (error) {
    return refused(error);
  }
}

function restore(view: PlanningView): Planner {
  const models = restoreModels(view.models);
  const head = headOf(view);
  const hash = remembering(portableSha256);
  return {
    head,
    headInputs: view.headInputs && requireInputs(view.headInputs),
    price({ inputs: base = view.inputs, patch, options }) {
      const edited = applyPatch(base, patch);
      if (!edited.ok) return edited;
      const { inputs } = edited;
      const fault = unspeakable({ inputs, models });
      if (fault) return { ok: false, errors: [fault] };
      const graph = expandGraph({ blueprint: narratedVideo, inputs });
      const { seed, windows } = view;
      const planning = {
        graph,
        blueprint: narratedVideo,
        inputs,
        seed,
        models,
        head,
        options,
        hash,
        windows,
      };
      try {
        const plan = planVideo(planning);
        const earlier = earlierLookup({ plan, results: view.earlier });
        return { ok: true, inputs, graph, plan: earlier ? planVideo({ ...planning, earlier }) : plan };
      } catch (error) {
        return refused(error);
      }
    },
  };
}

/** As the contract carries it; checksums and fingerprints are what the server says they are. */
function headOf({ head }: PlanningView): HeadState | null {
  if (head === null) return null;
  const { revision, takes } = head;
  const artifacts = new Map(head.artifacts.map((record) => [record.id, record as unknown as ArtifactRecord]));
  return { revision, artifacts, ...(takes ? { takes: new Map(Object.entries(takes)) } : {}) };
}

const REMEMBERED = 20_000;

/** Most of what a plan hashes is what the plan a keystroke ago hashed. */
function remembering(hash: Sha256): Sha256 {
  const known = new Map<string, string>();
  return (data) => {
    if (typeof data !== "string") return hash(data);
    const found = known.get(data);
    if (found !== undefined) return found;
    const digest = hash(data);
    if (known.size >= REMEMBERED) known.clear();
    known.set(data, digest);
    return digest;
  };
}

function isSamePlan(plan: Plan, { queueHash, quote }: PlanningView["plan"]): boolean {
  return plan.queueHash === queueHash && canonicalJson(plan.quote) === canonicalJson(quote);
}

function refused(error: unknown): { ok: false; errors: FieldError[] } {
  if (!isReelgraphError(error)) throw error;
  const errors = error.errors.length > 0 ? error.errors : [{ pointer: "", message: error.message }];
  return { ok: false, errors };
}
