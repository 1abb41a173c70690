import { NARRATED_VIDEO_WORDS } from "../../../lib/core/graph/narrated-video-words";
import type { JobState } from "../../../lib/core/run/job-state";
import type { PartState } from "./part-state";
import type { RunStatus } from "./types";

export type Tone = "idle" | "busy" | "good" | "warn" | "bad" | "muted";

/** The word, tone and glyph of a state: never colour alone. */
export interface StateLook {
  label: string;
  tone: Tone;
}

export const VIDEO_LOOKS: Record<RunStatus | "draft", StateLook> = {
  draft: { label: "Draft", tone: "idle" },
  queued: { label: "Queued", tone: "idle" },
  running: { label: "Making", tone: "busy" },
  succeeded: { label: "Ready", tone: "good" },
  partial: { label: "Partial", tone: "warn" },
  failed: { label: "Failed", tone: "bad" },
  cancelled: { label: "Cancelled", tone: "muted" },
};

export const JOB_LOOKS: Record<JobState, StateLook> = {
  ready: { label: "Waiting", tone: "idle" },
  claimed: { label: "Starting", tone: "busy" },
  submitted: { label: "Working", tone: "busy" },
  succeeded: { label: "Done", tone: "good" },
  failed: { label: "Failed", tone: "bad" },
  cancelled: { label: "Cancelled", tone: "muted" },
  blocked: { label: "Blocked", tone: "warn" },
  skipped: { label: "Skipped", tone: "muted" },
};

const GENERATORS: Record<string, string> = {
  ScriptGen: "Script",
  TextToMusicPromptGen: "Music idea",
  MusicGen: "Music",
  AudioGen: "Narration",
  TextToImagePromptGen: "Picture ideas",
  ImageGen: "Picture",
  TextToVideoPromptGen: "Shot idea",
  TextToVideoGen: "Clip",
  ImageToVideoPromptGen: "Shot ideas",
  StartingImageGen: "First frame",
  ImageToVideoGen: "Clip",
  TimelineAssembler: "Timeline",
};

/** `ImageGen[1][0]` → "Picture 2.1": segments and pictures counted from one, as people do. */
export function jobLabel(jobId: string): string {
  const generator = jobId.split("[")[0] ?? jobId;
  const indices = [...jobId.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]) + 1);
  const name = generatorLabel(generator);
  return indices.length > 0 ? `${name} ${indices.join(".")}` : name;
}

const WORDS = NARRATED_VIDEO_WORDS;

/** Why a plan holds a job (graph.md, Dirtiness), in a few words. */
export function reasonLabel(reason: string): string {
  const [kind, what] = [reason.split(":")[0], reason.split(":").slice(1).join(":")];
  switch (kind) {
    case "missing":
      return "new";
    case "input-changed":
      return `${WORDS.input(what)} changed`;
    case "fingerprint-changed":
      return `${what} is new`;
    case "upstream":
      return `follows ${WORDS.artifact(what)}`;
    case "failed":
      return "failed before";
    case "validation":
      return "did not pass its check";
    case "take-requested":
      return "another take";
    case "full-run":
      return "everything anew";
    default:
      return reason;
  }
}

/** The generator of a job without its place: `ImageGen` → "Picture". */
export function generatorLabel(genId: string): string {
  return GENERATORS[genId] ?? genId;
}

/** `SegmentImageAsset[1][0]` → "Segment 2, picture 1". */
export function artifactLabel(id: string): string {
  const words = WORDS.artifact(id);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `UseVideo[1]` → "Use a video clip (segment 2)". */
export function inputLabel(name: string): string {
  return WORDS.input(name);
}

/** A value of an input for people; what is not given is said to be so. */
export function valueLabel(name: string, value: unknown): string {
  if (value === undefined || value === null) return "not given";
  return value === "" ? "empty" : WORDS.value(name, value);
}

/** What an alternate was made from that would be read differently now: `inputs.ImageStyle` → "another Image style". */
export function differenceLabel(field: string): string {
  const [kind = "", ...rest] = field.split(".");
  const name = rest.join(".");
  if (kind === "inputs") return `another ${WORDS.input(name)}`;
  if (kind === "upstream") return `another version of ${WORDS.artifact(name)}`;
  return kind === "unknown" ? "something that is not recorded" : `another ${kind}`;
}

export const PART_LOOKS: Record<PartState, StateLook> = {
  "up-to-date": { label: "Up to date", tone: "good" },
  new: { label: "Will be made", tone: "busy" },
  again: { label: "Will be made again", tone: "busy" },
  retry: { label: "Failed, will be tried again", tone: "bad" },
  kept: { label: "Kept as it is", tone: "muted" },
  "left-out": { label: "Out of date, not chosen", tone: "warn" },
};

export const SKIP_LABELS = {
  unchanged: "unchanged, nothing to buy",
  cached: "made before, adopted",
  pinned: "pinned, kept as it is",
} as const;

/** Whether a title says no more than the prompt does: then the prompt is not shown a second time. */
export function saysTheSame(title: string, prompt: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return plain(title) === plain(prompt);
}
