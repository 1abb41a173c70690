import type { MediaFamily } from "../media-type";
import { narrationLimit, PROMPT_LIMIT, SUMMARY_LIMIT, TITLE_LIMIT } from "../prompts/limits";
import type { InputValues } from "./blueprint-types";

/** What a person may bring along in the place of an artifact. */
export type OwnContent =
  | { kind: "media"; family: MediaFamily; leastSeconds: number; maxSeconds: number }
  | { kind: "text"; maxCharacters: number }
  | { kind: "word-timings" };

/** Shorter than this nothing is heard or seen of it. */
const LEAST_SECONDS = 0.1;
const MOST_MUSIC_SECONDS = 600;
const MOST_CLIP_SECONDS = 120;
/** A segment is as long as its narration: far longer than planned, the film would be another one. */
const TIMES_THE_SEGMENT = 4;
const LEAST_NARRATION_SECONDS = 15;

type Describe = (inputs: InputValues) => OwnContent;

const picture: Describe = () => ({ kind: "media", family: "image", leastSeconds: 0, maxSeconds: 0 });
const clip: Describe = () => ({
  ...{ kind: "media", family: "video" },
  ...{ leastSeconds: LEAST_SECONDS, maxSeconds: MOST_CLIP_SECONDS },
});
const words =
  (maxCharacters: number): Describe =>
  () => ({ kind: "text", maxCharacters });
const prompt = words(PROMPT_LIMIT);

/** By family; whatever is not here is put together from the others and cannot be brought along. */
const OWN_ARTIFACTS: Readonly<Record<string, Describe>> = {
  VideoTitle: words(TITLE_LIMIT),
  VideoSummary: words(SUMMARY_LIMIT),
  // What its speech can cost was priced by the same limit.
  NarrationSegmentScript: (inputs) => ({ kind: "text", maxCharacters: narrationLimit(inputs) }),
  MusicPrompt: prompt,
  SegmentImagePrompt: prompt,
  TextToMovieDirectionPrompt: prompt,
  StartingImagePrompt: prompt,
  ImageToMovieDirectionPrompt: prompt,
  SegmentImageAsset: picture,
  StartingImage: picture,
  SegmentVideo: clip,
  Music: () => ({
    ...{ kind: "media", family: "audio" },
    ...{ leastSeconds: LEAST_SECONDS, maxSeconds: MOST_MUSIC_SECONDS },
  }),
  SegmentNarrationAudio: (inputs) => ({
    ...{ kind: "media", family: "audio", leastSeconds: LEAST_SECONDS },
    maxSeconds: Math.max(LEAST_NARRATION_SECONDS, TIMES_THE_SEGMENT * Number(inputs.SegmentDuration)),
  }),
  WordTimings: () => ({ kind: "word-timings" }),
};

/** Null for what cannot be brought along. */
export function ownContentOf(family: string, inputs: InputValues): OwnContent | null {
  return OWN_ARTIFACTS[family]?.(inputs) ?? null;
}

/** What is only right together: the times of words are those of one narration. */
export function timingsOf(artifact: string): string | null {
  return artifact.startsWith("SegmentNarrationAudio[")
    ? artifact.replace("SegmentNarrationAudio", "WordTimings")
    : null;
}

export function narrationOfTimings(artifact: string): string | null {
  return artifact.startsWith("WordTimings[")
    ? artifact.replace("WordTimings", "SegmentNarrationAudio")
    : null;
}
