import type { FailureClass } from "../../lib/core/run/failure";
import type { UnknownOutcomePolicy } from "../../lib/ports/generator";
import type { Settings } from "../../lib/services/context";
import type { Behaviour } from "./provider";
import { Random } from "./random";

/** What its owner does with a video after it was made. */
export type Deed =
  | { kind: "edit"; patch: Record<string, unknown> }
  | { kind: "full" }
  | { kind: "take"; takes: string[] }
  | { kind: "again"; scope: string[] };

export interface VideoScript {
  inputs: Record<string, unknown>;
  seed: number;
  scheduling: "dataflow" | "layered";
  deeds: Deed[];
  /** The run of that number is cancelled so long after its start, milliseconds. */
  cancel: { run: number; afterMs: number } | null;
}

export interface Callbacks {
  lost: number;
  repeated: number;
  /** The longest way. */
  delayMs: number;
}

/** A world without its misfortunes: what is asked of it, and by what rules its providers work. */
export interface Scenario {
  seed: number;
  videos: VideoScript[];
  providers: Behaviour[];
  refusals: ReadonlyMap<string, FailureClass>;
  callbacks: Callbacks | null;
  /** `tight`: exactly what it takes when nothing goes wrong. */
  ceiling: "none" | "tight";
  settings: Omit<Settings, "defaultCeilingMicros">;
  /** More than one server does the steps. */
  workers: number;
}

const PROMPTS = ["How tides work", "Why bees dance – und wie", "A history of salt", "潮汐 🌊"];
const POLICIES: readonly UnknownOutcomePolicy[] = ["adopt", "resubmit-once", "repeatable"];

export function drawScenario(seed: number, isSmall = false): Scenario {
  const random = new Random(seed).fork("scenario");
  const isPair = !isSmall && random.chance(0.08);
  const videos = Array.from({ length: isPair ? 2 : 1 }, () => drawVideo(random, isPair || isSmall));
  return {
    seed,
    videos,
    providers: [drawProvider(random, "text"), drawProvider(random, "media")],
    refusals: drawRefusals(random, videos),
    callbacks: random.chance(0.6)
      ? {
          lost: random.pick([0, 0.2, 1]),
          repeated: random.pick([0, 0.3]),
          delayMs: random.pick([50, 20_000]),
        }
      : null,
    ceiling: random.chance(0.25) ? "tight" : "none",
    settings: {
      sliceBudgetMs: random.pick([60_000, 60_000, 8_000]),
      sliceHardStopMs: 270_000,
      runGraceMs: 30_000,
    },
    workers: random.pick([1, 2, 2]),
  };
}

function drawVideo(random: Random, isSmall: boolean): VideoScript {
  const isLarge = !isSmall && random.chance(0.06);
  const segments = isSmall ? 1 : isLarge ? 3 : random.pick([1, 1, 1, 2]);
  const images = isSmall ? random.between(0, 1) : isLarge ? random.between(1, 3) : random.pick([0, 1, 1, 2]);
  const inputs: Record<string, unknown> = {
    InquiryPrompt: random.pick(PROMPTS),
    SegmentDuration: 5,
    Duration: 5 * segments,
    ImagesPerSegment: images,
    UseVideo: random.chance(0.15),
    IsImageToVideo: random.chance(0.4),
  };
  for (let segment = 0; segment < segments; segment++) {
    if (random.chance(0.15)) inputs[`UseVideo[${segment}]`] = random.chance(0.7);
    if (random.chance(0.15)) inputs[`IsImageToVideo[${segment}]`] = random.chance(0.5);
    if (random.chance(0.1)) inputs[`SegmentNarrationInput[${segment}]`] = `My own words ${segment}`;
  }
  return {
    inputs,
    seed: random.uint32(),
    scheduling: random.chance(0.15) ? "layered" : "dataflow",
    deeds: random.chance(0.3) ? [drawDeed(random, segments)] : [],
    cancel: random.chance(0.1) ? { run: 0, afterMs: random.spread(1, 120_000) } : null,
  };
}

function drawDeed(random: Random, segments: number): Deed {
  const segment = random.between(0, segments - 1);
  switch (random.between(0, 4)) {
    case 0:
      return { kind: "full" };
    case 1:
      return {
        kind: "take",
        takes: [random.pick(["generator=MusicGen", `SegmentNarrationAudio[${segment}]`])],
      };
    case 2:
      return { kind: "again", scope: [`segment=${segment}`] };
    case 3:
      return { kind: "edit", patch: { [`SegmentNarrationInput[${segment}]`]: "Other words now" } };
    default:
      return {
        kind: "edit",
        patch: random.pick([
          { ImageStyle: "watercolor" },
          { Emotion: "warm" },
          { MusicPromptMod: "no drums" },
          { InquiryPrompt: "Something else altogether" },
        ]),
      };
  }
}

function drawProvider(random: Random, provider: "text" | "media"): Behaviour {
  const isMedia = provider === "media";
  const isAsync = random.chance(isMedia ? 0.8 : 0.2);
  const limit = random.pick(isMedia ? [1, 2, 2, 3] : [2, 5, 5]);
  return {
    provider,
    policy: isMedia && random.chance(0.4) ? "adopt" : random.pick(POLICIES),
    limit,
    learnt: random.chance(0.25)
      ? { most: limit + random.between(0, 6), takes: random.between(1, limit + 3) }
      : null,
    deadlineMs: random.pick([30_000, 90_000]),
    isAsync,
    workMs: isAsync
      ? random.pick([
          [1_000, 8_000],
          [5_000, 60_000],
          [30_000, 300_000],
        ])
      : [200, 12_000],
    transitMs: [5, random.pick([20, 1_500])],
    trouble: random.pick([0, 0.05, 0.3]),
    askingTrouble: random.pick([0, 0, 0.1]),
    // Work that came with its answer was never given an id: a list of equal work says nothing of it.
    findsBy: random.pick(isAsync ? ["nonce", "content"] : ["nonce", "nonce"]),
    timesSeparately: !isMedia && random.chance(0.4),
  };
}

/** One job that never succeeds, in one world of seven. */
function drawRefusals(random: Random, videos: readonly VideoScript[]): ReadonlyMap<string, FailureClass> {
  if (!random.chance(0.14)) return new Map();
  const { inputs } = random.pick(videos);
  const segments = (inputs.Duration as number) / (inputs.SegmentDuration as number);
  const segment = random.between(0, segments - 1);
  const jobId = random.pick([
    "ScriptGen",
    "MusicGen",
    "TextToMusicPromptGen",
    `AudioGen[${segment}]`,
    `TextToImagePromptGen[${segment}]`,
    `ImageGen[${segment}][0]`,
    `ImageGen[${segment}][0]`,
    `TextToVideoGen[${segment}]`,
  ]);
  return new Map([[jobId, random.pick<FailureClass>(["policy", "permanent", "budget"])]]);
}
