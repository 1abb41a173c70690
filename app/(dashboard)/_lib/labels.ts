import type { JobState } from "../../../lib/core/run/job-state";
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
  const name = GENERATORS[generator] ?? generator;
  return indices.length > 0 ? `${name} ${indices.join(".")}` : name;
}

/** Why a plan holds a job (graph.md, Dirtiness), in words. */
export function reasonLabel(reason: string): string {
  const [kind, what] = [reason.split(":")[0], reason.split(":").slice(1).join(":")];
  switch (kind) {
    case "missing":
      return "new";
    case "input-changed":
      return `${what} changed`;
    case "fingerprint-changed":
      return `${what} is new`;
    case "upstream":
      return `follows ${what}`;
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
