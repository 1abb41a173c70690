import type { InputValues } from "../../../lib/core/graph/blueprint-types";
import type { Graph } from "../../../lib/core/graph/expand";
import { NARRATED_VIDEO_WORDS, STRUCTURAL_INPUTS } from "../../../lib/core/graph/narrated-video-words";
import { type Explanation, explainArtifact } from "../../../lib/core/plan/explain";
import { reasonKind } from "../../../lib/core/plan/reasons";
import type { DirtyReason, HeadState, JobSpec, Plan } from "../../../lib/core/plan/types";

/** What a plan is explained from. */
export interface Explained {
  inputs: InputValues;
  graph: Graph;
  plan: Plan;
  head: HeadState | null;
  headInputs: InputValues | null;
}

/** Jobs that one cause makes necessary. */
export interface DirtyGroup {
  /** A sentence. */
  cause: string;
  jobs: JobSpec[];
}

/** Causes that need no artifact's name: with many of them one sentence says it. */
const TOGETHER: Partial<Record<ReturnType<typeof reasonKind>, string>> = {
  missing: "Not made yet.",
  "take-requested": "You asked for another take.",
  "full-run": "You asked for everything again.",
};

/** The jobs of a plan by what causes them, in words; the causes in the plan's order. */
export function dirtyGroups(explained: Explained): DirtyGroup[] {
  const groups = new Map<string, DirtyGroup>();
  const known = new Map<string, string>();
  for (const job of explained.plan.layers.flat()) {
    // The first link of the chain and the inputs it names say the same for many jobs.
    const key = job.why[0] ?? job.reason;
    const isShared = reasonKind(key) === "input-changed" && !key.includes("[");
    const cause = (isShared ? known.get(key) : undefined) ?? causeOf(explained, job, key);
    if (isShared) known.set(key, cause);
    const group = groups.get(cause) ?? { cause, jobs: [] };
    group.jobs.push(job);
    groups.set(cause, group);
  }
  return [...groups.values()];
}

function causeOf(explained: Explained, job: JobSpec, first: DirtyReason): string {
  // Of a bundle that is there in part, what is missing has the reason.
  const absent = job.produces.find((id) => !explained.head?.artifacts.has(id));
  const explanation = explain(explained, absent ?? job.produces[0] ?? "");
  const step = explanation?.steps[0];
  if (step?.kind === "edit") return step.text;
  return TOGETHER[reasonKind(first)] ?? step?.text ?? first;
}

/** Why an artifact is made again, or what it was made from; null for what is no artifact of the video. */
export function explain(explained: Explained, artifact: string): Explanation | null {
  return explainArtifact({
    ...explained,
    artifact,
    structural: STRUCTURAL_INPUTS,
    provenance: null,
    words: NARRATED_VIDEO_WORDS,
  });
}
