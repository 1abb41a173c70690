import type { InputValues } from "../graph/blueprint-types";
import type { Graph, GraphJob } from "../graph/expand";
import { isUsable } from "./dirtiness";
import { reasonKind, reasonSubject } from "./reasons";
import type { ArtifactRecord, DirtyReason, HeadState, JobSpec, Plan } from "./types";

/** How a blueprint's people speak of its parts; sentences are put together from these. */
export interface Words {
  /** `SegmentImageAsset[1][0]` → `Segment 2, picture 1`; counted from 1, as people do. */
  artifact(id: string): string;
  /** `UseVideo[1]` → `Use a video clip (segment 2)` */
  input(name: string): string;
  /** A value of that input: `"noir"`, `on`, `30 s`. */
  value(name: string, value: unknown): string;
  /** Completes "… because …": why this generator's work follows what it reads, e.g. `it is drawn in that style`. */
  because(genId: string, dependency: string): string;
}

export type ArtifactCondition = "up-to-date" | "stale" | "missing" | "failed" | "given" | "unused";

/** One link of the chain: a sentence, and the same for programs. */
export interface ExplanationStep {
  kind: "edit" | "cause" | "effect" | "made" | "used";
  text: string;
  reason?: DirtyReason;
  input?: string;
  from?: unknown;
  to?: unknown;
  artifact?: string;
  job?: string;
}

export interface Explanation {
  artifact: string;
  state: ArtifactCondition;
  /** The steps as one paragraph. */
  summary: string;
  /** For a dirty artifact from the first cause to it; for an up-to-date one what made it, then from what. */
  steps: ExplanationStep[];
  /** Why it will be made again, as in the plan; empty when it will not. */
  why: DirtyReason[];
}

/** Where an artifact's bytes came from, as the ledger has it. */
export interface Provenance {
  /** ISO 8601 */
  at: string;
  /** What the job that made it cost, with everything else it made. */
  cost: string;
  /** Taken over from an earlier revision instead of being bought again. */
  isAdopted: boolean;
}

export interface ExplainOptions {
  artifact: string;
  graph: Graph;
  /** The `dirty` plan of the same graph, inputs and head. */
  plan: Plan;
  inputs: InputValues;
  head: HeadState | null;
  /** The inputs that the head revision was made with; null without a head. */
  headInputs: InputValues | null;
  /** Inputs that choose what exists instead of being read by a job, e.g. `UseVideo`. */
  structural: ReadonlySet<string>;
  provenance: Provenance | null;
  words: Words;
}

/**
 * Why an artifact is as it is, in words a creator understands (graph.md, Dirtiness): the chain from the edited input to it when it is
 * dirty, else what made it, from what, when and at what cost. Null for a name that is no artifact of the video.
 */
export function explainArtifact(options: ExplainOptions): Explanation | null {
  const { artifact, graph, plan, head, words } = options;
  const record = head?.artifacts.get(artifact);
  const given = graph.replaced.get(artifact);
  if (given !== undefined) {
    const text = `${capital(words.artifact(artifact))} is not made: your own ${words.input(given)} stands in its place.`;
    return explanation(artifact, "given", [{ kind: "cause", text, input: given }]);
  }
  if (!graph.artifacts.has(artifact)) {
    if (!isUsable(record)) return null;
    const text = `This video does not use ${words.artifact(artifact)} with its inputs. It is kept for when it does.`;
    return explanation(artifact, "unused", [{ kind: "cause", text, artifact }]);
  }
  const spec = plan.layers.flat().find(({ produces }) => produces.includes(artifact));
  if (spec !== undefined) return explainDirty(options, spec, record);
  if (record === undefined) return null;
  return explanation(artifact, "up-to-date", stepsOfMaking(options, record));
}

function explainDirty(
  options: ExplainOptions,
  spec: JobSpec,
  record: ArtifactRecord | undefined,
): Explanation {
  const { artifact, graph, words } = options;
  const steps: ExplanationStep[] = [];
  for (const [at, link] of chainOf(graph, spec, artifact).entries()) {
    const { job, made, reason } = link;
    if (at === 0) {
      const cause = causeOf(options, job, made, reason);
      steps.push(cause);
      // Any other cause says by itself what it means for the artifact.
      if (cause.kind !== "edit") continue;
    }
    const name = words.artifact(made);
    const text =
      reasonKind(reason) === "missing"
        ? `That asks for ${name}, which has not been made yet.`
        : `That changes ${name}, because ${words.because(job.genId, reasonSubject(reason) ?? "")}.`;
    steps.push({ kind: "effect", text, artifact: made, job: job.jobId, reason });
  }
  const state = record === undefined ? "missing" : record.status === "failed" ? "failed" : "stale";
  return { ...explanation(artifact, state, steps), why: spec.why };
}

interface Link {
  job: GraphJob;
  /** The artifact of that job by which the chain goes on. */
  made: string;
  reason: DirtyReason;
}

/** The jobs of a cause chain, from the first cause to the job that makes `artifact`. */
function chainOf(graph: Graph, spec: JobSpec, artifact: string): Link[] {
  const links: Link[] = [];
  let made = artifact;
  for (const reason of spec.why.toReversed()) {
    const producer = graph.artifacts.get(made)?.producer;
    const job = producer === undefined ? undefined : graph.jobs[producer];
    if (job === undefined) break;
    links.unshift({ job, made, reason });
    made = reasonSubject(reason) ?? "";
  }
  return links;
}

function causeOf(options: ExplainOptions, job: GraphJob, made: string, reason: DirtyReason): ExplanationStep {
  const { head, inputs, words } = options;
  const record = head?.artifacts.get(made);
  const before = job.produces.map((id) => head?.artifacts.get(id)?.madeFrom).find((fields) => fields != null);
  const subject = reasonSubject(reason) ?? "";
  const cause = (text: string): ExplanationStep => ({
    kind: "cause",
    text,
    reason,
    artifact: made,
    job: job.jobId,
  });
  switch (reasonKind(reason)) {
    case "input-changed":
      return { ...editOf(words, subject, before?.inputs[subject], inputs[subject]), reason };
    case "fingerprint-changed":
      return cause(fieldChange(words.artifact(made), subject));
    case "failed":
      return cause(
        `The last attempt to make ${words.artifact(made)}${record?.failedAt ? ` (${record.failedAt})` : ""} failed.`,
      );
    case "validation":
      return cause(`What came for ${words.artifact(made)} the last time was not usable.`);
    case "missing": {
      const edit = structuralEdit(options, made);
      if (edit !== null) return { ...edit, reason };
      return cause(`${capital(words.artifact(made))} has not been made yet.`);
    }
    case "upstream": {
      const edit = structuralEdit(options, subject);
      if (edit !== null) return { ...edit, reason };
      return cause(
        `${capital(words.artifact(subject))} is not what ${words.artifact(made)} was made from the last time.`,
      );
    }
    default:
      return cause(`${capital(words.artifact(made))} was asked for again.`);
  }
}

/** An edit of what the video consists of: no job reads such an input, so only the revision's own inputs tell. */
function structuralEdit(options: ExplainOptions, artifact: string): ExplanationStep | null {
  const { headInputs, inputs, structural, words } = options;
  if (headInputs === null) return null;
  const index = artifact.slice(artifact.indexOf("["));
  const changed = [...new Set([...Object.keys(headInputs), ...Object.keys(inputs)])].filter(
    (name) => structural.has(familyOf(name)) && !Object.is(headInputs[name], inputs[name]),
  );
  // An input of this very place says more than one of the whole video.
  const own = changed.find((name) => name.includes("[") && index.startsWith(name.slice(name.indexOf("["))));
  const name = own ?? changed.find((each) => !each.includes("["));
  return name === undefined ? null : editOf(words, name, headInputs[name], inputs[name]);
}

function editOf(words: Words, input: string, from: unknown, to: unknown): ExplanationStep {
  const label = words.input(input);
  const text =
    from === undefined
      ? ended(`You gave ${label}: ${words.value(input, to)}`)
      : to === undefined
        ? `You took back ${label}.`
        : ended(`You changed ${label} from ${words.value(input, from)} to ${words.value(input, to)}`);
  return { kind: "edit", text, input, from: from ?? null, to: to ?? null };
}

const FIELD_CHANGES: Readonly<Record<string, string>> = {
  generator: "is made in another way now",
  generatorVersion: "is made by newer code now",
  provider: "is made by another provider now",
  model: "is made by another model now",
  modelConfig: "is made with other model settings now",
  promptTemplateVersion: "is asked for in other words now",
  seed: "is made from another seed now",
  take: "is another take now",
};

function fieldChange(artifact: string, field: string): string {
  return `${capital(artifact)} ${FIELD_CHANGES[field] ?? "was made from something that is not recorded"}.`;
}

function stepsOfMaking({ words, provenance }: ExplainOptions, record: ArtifactRecord): ExplanationStep[] {
  const { madeFrom } = record;
  const name = capital(words.artifact(record.id));
  const common = { artifact: record.id, job: record.producedBy };
  if (madeFrom === null) {
    const on = record.brought ? ` on ${record.brought.at.slice(0, 10)}` : "";
    const who =
      record.producedBy === "person" ? `You brought it along${on}` : `It was made by ${record.producedBy}`;
    return [{ kind: "made", text: `${name} is up to date. ${who}.`, ...common }];
  }
  const when = provenance === null ? "" : ` on ${provenance.at}`;
  const price = provenance === null ? "" : `, for ${provenance.cost}`;
  const take = madeFrom.take > 0 ? ` (take ${madeFrom.take + 1})` : "";
  const adopted = provenance?.isAdopted ? " It was taken over from then instead of being bought again." : "";
  const text = `${name} is up to date: ${madeFrom.model} made it${take}${when}${price}.${adopted}`;
  const inputs = Object.entries(madeFrom.inputs).map(
    ([input, value]): ExplanationStep => ({
      kind: "used",
      text: ended(`It follows ${words.input(input)}: ${words.value(input, value)}`),
      input,
      to: value,
    }),
  );
  const upstream = Object.keys(madeFrom.upstream).map(
    (id): ExplanationStep => ({ kind: "used", text: `It is made from ${words.artifact(id)}.`, artifact: id }),
  );
  return [{ kind: "made", text, ...common }, ...inputs, ...upstream];
}

function explanation(artifact: string, state: ArtifactCondition, steps: ExplanationStep[]): Explanation {
  return { artifact, state, summary: steps.map(({ text }) => text).join(" "), steps, why: [] };
}

function familyOf(name: string): string {
  return name.split("[")[0] ?? name;
}

/** A sentence that ends with a quoted one needs no second full stop. */
function ended(text: string): string {
  return /[.!?…]"$/.test(text) ? text : `${text}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
