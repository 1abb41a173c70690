import type { Words } from "../plan/explain";
import { INPUT_TABLE, type InputDefinition, OVERRIDE_TABLE } from "./input-table";
import { narratedVideo } from "./narrated-video";
import { parseConcrete } from "./notation";

const MOST_SHOWN = 60;

/** What people call an artifact; its segment is said before it. */
const ARTIFACTS: Readonly<Record<string, (image: number) => string>> = {
  VideoSummary: () => "the video's summary",
  VideoTitle: () => "the title",
  NarrationSegmentScript: () => "script",
  MusicPrompt: () => "the description of the music",
  Music: () => "the music",
  SegmentNarrationAudio: () => "narration",
  WordTimings: () => "word timings",
  SegmentImagePrompt: (image) => `description of picture ${image}`,
  SegmentImageAsset: (image) => `picture ${image}`,
  TextToMovieDirectionPrompt: () => "direction of the clip",
  ImageToMovieDirectionPrompt: () => "direction of the clip",
  SegmentVideo: () => "clip",
  StartingImagePrompt: () => "description of the starting image",
  StartingImage: () => "starting image",
  SegmentTimeline: () => "timeline",
  Timeline: () => "the timeline",
  Captions: () => "the captions",
};

const WORDS_SPOKEN = { NarrationSegmentScript: "it speaks those words" };
const WORDS_SHOWN = {
  NarrationSegmentScript: "it shows what those words say",
  VideoSummary: "it keeps to the summary",
};

/** Why a generator's work follows what it reads; a person's own text counts as the artifact it replaces. */
const BECAUSE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ScriptGen: {
    InquiryPrompt: "it is written from your prompt",
    Duration: "it is written to that length",
    SegmentDuration: "it is divided into segments of that length",
    Audience: "it is written for that audience",
    Language: "it is written in that language",
  },
  TextToMusicPromptGen: {
    VideoSummary: "the music is to fit the summary",
    VideoTitle: "the music is to fit the title",
    MusicPromptMod: "it follows your direction",
  },
  MusicGen: {
    MusicPrompt: "it is composed from that description",
    Duration: "it is composed to that length",
  },
  AudioGen: {
    ...WORDS_SPOKEN,
    VoiceId: "it is spoken by that voice",
    Emotion: "it is spoken in that mood",
    Language: "it is spoken in that language",
  },
  TextToImagePromptGen: { ...WORDS_SHOWN, ImageStyle: "it describes a picture in that style" },
  ImageGen: {
    SegmentImagePrompt: "it is drawn from that description",
    Size: "it is drawn at that size",
    AspectRatio: "it is drawn in that shape",
    ImageStyle: "it is drawn in that style",
  },
  TextToVideoPromptGen: WORDS_SHOWN,
  TextToVideoGen: { TextToMovieDirectionPrompt: "it is filmed by that direction" },
  ImageToVideoPromptGen: WORDS_SHOWN,
  StartingImageGen: { StartingImagePrompt: "it is drawn from that description" },
  ImageToVideoGen: {
    StartingImage: "it starts from that image",
    ImageToMovieDirectionPrompt: "it is filmed by that direction",
  },
  TimelineAssembler: {
    SegmentNarrationAudio: "it is timed by that narration",
    WordTimings: "its captions follow those words",
    SegmentImageAsset: "it shows that picture",
    SegmentVideo: "it shows that clip",
    Music: "it plays that music",
    AssemblyStrategy: "it is timed that way",
  },
};

/** Input → the artifacts a person can give with it. */
const REPLACED = new Map<string, string[]>();
for (const { family, replacedBy } of narratedVideo.artifacts.values()) {
  if (replacedBy !== null) REPLACED.set(replacedBy, [...(REPLACED.get(replacedBy) ?? []), family]);
}

/** They say how many segments there are; the script and the music read them as well. */
const SIZES = ["Duration", "SegmentDuration"];

/** Inputs that choose what exists: those read by no job, such as `UseVideo`; sizes; and what stands in for an artifact. */
export const STRUCTURAL_INPUTS: ReadonlySet<string> = new Set([
  ...SIZES,
  ...[...narratedVideo.inputs.keys()].filter(
    (family) =>
      !narratedVideo.generators.some(({ dependencies }) =>
        dependencies.some(({ kind, reference }) => kind === "input" && reference.family === family),
      ),
  ),
  ...REPLACED.keys(),
]);

export const NARRATED_VIDEO_WORDS: Words = {
  artifact(id) {
    const { family, index } = parse(id);
    const [segment, image = 0] = index;
    const name = ARTIFACTS[family]?.(image + 1) ?? id;
    return segment === undefined ? name : `Segment ${segment + 1}, ${name}`;
  },
  input(name) {
    const { family, index } = parse(name);
    const label = definitionOf(name)?.label ?? family;
    const [segment, image] = index;
    if (segment === undefined) return label;
    return `${label} (segment ${segment + 1}${image === undefined ? "" : `, picture ${image + 1}`})`;
  },
  value(name, value) {
    if (typeof value === "boolean") return value ? "on" : "off";
    const definition = definitionOf(name);
    if (typeof value === "number") return definition?.kind === "seconds" ? `${value} s` : String(value);
    const text = String(value);
    const shown = definition?.options?.find((option) => option.value === text)?.label ?? text;
    return `"${shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown}"`;
  },
  because(genId, dependency) {
    const { family } = parse(dependency);
    const known = BECAUSE[genId] ?? {};
    const names = [family, ...(REPLACED.get(family) ?? [])];
    return names.map((name) => known[name]).find((phrase) => phrase !== undefined) ?? "it is made from it";
  },
};

function parse(name: string): { family: string; index: readonly number[] } {
  return parseConcrete(name) ?? { family: name, index: [] };
}

function definitionOf(name: string): InputDefinition | undefined {
  const { family, index } = parse(name);
  const table: Readonly<Record<string, InputDefinition>> = index.length > 0 ? OVERRIDE_TABLE : INPUT_TABLE;
  return Object.hasOwn(table, family) ? table[family] : undefined;
}
