import { z } from "zod";
import { ASSEMBLY_STRATEGIES } from "../timeline/types";

/** Which control shows an input: a line, a text area, a number with its unit, a switch, a list. */
export const INPUT_KINDS = ["text", "long-text", "seconds", "count", "toggle", "choice"] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

export interface InputOption {
  value: string;
  label: string;
}

/** Everything the API, the command line and the page know about one input. */
export interface InputDefinition<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  /** Absent: the input is required. */
  default?: z.infer<Schema>;
  label: string;
  help: string;
  kind: InputKind;
  /** Completes "`Name` …" when a value is refused. */
  rule: string;
  options?: readonly InputOption[];
}

const MAX_PROMPT = 4_000;
const MAX_NARRATION = 2_000;
const MAX_LINE = 200;

/** Control characters but tab and newlines break databases and captions; half characters break every encoding. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

/** Text a person may give: of so many characters, without what surrounds it. */
export function text(maximum: number, minimum = 0) {
  const writable = (value: string): boolean => !UNWRITABLE.test(value);
  return z.string().trim().min(minimum).max(maximum).refine(writable);
}

export function textRule(maximum: number, minimum = 0): string {
  const length = `${minimum > 0 ? `${minimum} to ` : "at most "}${maximum.toLocaleString("en")} characters`;
  return `must be text of ${length}, without control or broken characters`;
}

function choice<const Values extends readonly [string, ...string[]]>(
  values: Values,
  labels: readonly string[],
) {
  const options = values.map((value, position) => ({ value, label: labels[position] ?? value }));
  return {
    schema: z.enum(values),
    options,
    rule: `must be one of ${values.join(", ")}`,
    kind: "choice" as const,
  };
}

const toggle = { schema: z.boolean(), kind: "toggle" as const, rule: "must be true or false" };

const prompt = {
  schema: text(MAX_PROMPT, 1),
  kind: "long-text" as const,
  rule: textRule(MAX_PROMPT, 1),
};

const line = { schema: text(MAX_LINE, 1), kind: "text" as const, rule: textRule(MAX_LINE, 1) };

const LANGUAGES = [
  ["en", "English"],
  ["ar", "Arabic"],
  ["cs", "Czech"],
  ["da", "Danish"],
  ["de", "German"],
  ["el", "Greek"],
  ["es", "Spanish"],
  ["fi", "Finnish"],
  ["fr", "French"],
  ["he", "Hebrew"],
  ["hi", "Hindi"],
  ["hu", "Hungarian"],
  ["id", "Indonesian"],
  ["it", "Italian"],
  ["ja", "Japanese"],
  ["ko", "Korean"],
  ["nl", "Dutch"],
  ["no", "Norwegian"],
  ["pl", "Polish"],
  ["pt", "Portuguese"],
  ["ro", "Romanian"],
  ["ru", "Russian"],
  ["sv", "Swedish"],
  ["tr", "Turkish"],
  ["uk", "Ukrainian"],
  ["vi", "Vietnamese"],
  ["zh", "Chinese"],
] as const;

type LanguageCode = (typeof LANGUAGES)[number][0];
const LANGUAGE_CODES = LANGUAGES.map(([code]) => code) as [LanguageCode, ...LanguageCode[]];

/**
 * The inputs of a video, in the order in which they are shown. One source: validation, defaults, labels and help of
 * every interface come from here (graph.md, Blueprint; api.md, Inputs).
 */
export const INPUT_TABLE = {
  InquiryPrompt: {
    ...prompt,
    label: "Prompt",
    help: "What the video is about: a question, a topic or a brief.",
  },
  Duration: {
    schema: z.number().int().min(3).max(180),
    default: 30,
    label: "Duration",
    help: "Length of the video in seconds, a multiple of the segment duration.",
    kind: "seconds",
    rule: "must be a whole number of seconds from 3 to 180",
  },
  SegmentDuration: {
    schema: z.number().int().min(3).max(30),
    default: 10,
    label: "Segment duration",
    help: "Length of one segment in seconds. Every segment has its own narration and visuals.",
    kind: "seconds",
    rule: "must be a whole number of seconds from 3 to 30",
  },
  ImagesPerSegment: {
    schema: z.number().int().min(0).max(5),
    default: 2,
    label: "Images per segment",
    help: "How many pictures each segment shows. With 0 a segment shows a title card.",
    kind: "count",
    rule: "must be a whole number from 0 to 5",
  },
  UseVideo: {
    ...toggle,
    default: false,
    label: "Use video clips",
    help: "Show a generated video clip in every segment instead of pictures.",
  },
  IsImageToVideo: {
    ...toggle,
    default: false,
    label: "Start clips from an image",
    help: "With video clips: draw a starting image first and bring it to life, instead of working from text alone.",
  },
  Audience: {
    ...line,
    default: "Adults",
    label: "Audience",
    help: "Who the video is for; sets the words and the depth of the script.",
  },
  Language: {
    ...choice(
      LANGUAGE_CODES,
      LANGUAGES.map(([, label]) => label),
    ),
    default: "en",
    label: "Language",
    help: "Language of the script and the narration.",
  },
  VoiceId: {
    ...line,
    default: "default",
    label: "Voice",
    help: "The narrator's voice, by its id in the catalog. \"default\" takes the provider's own choice.",
  },
  Emotion: {
    ...line,
    default: "neutral",
    label: "Emotion",
    help: "How the narrator speaks, such as neutral, warm, excited or calm.",
  },
  MusicPromptMod: {
    schema: text(MAX_LINE * 5),
    default: "",
    label: "Music direction",
    help: "Anything the music should be or avoid. Empty leaves it to the script.",
    kind: "text",
    rule: textRule(MAX_LINE * 5),
  },
  ImageStyle: {
    ...line,
    default: "cinematic",
    label: "Image style",
    help: "The look of all pictures, such as cinematic, watercolor or flat illustration.",
  },
  Size: {
    ...choice(["480p", "720p", "1080p"], []),
    default: "720p",
    label: "Size",
    help: "Length of the picture's shorter side in pixels.",
  },
  AspectRatio: {
    ...choice(["16:9", "9:16", "1:1", "4:3"], ["Wide", "Tall", "Square", "Classic"]),
    default: "16:9",
    label: "Aspect ratio",
    help: "Shape of the picture, width to height.",
  },
  AssemblyStrategy: {
    ...choice(ASSEMBLY_STRATEGIES, ["Follow the narration", "Fixed segments"]),
    default: "narration-led",
    label: "Timing",
    help: "Follow the narration: each segment lasts as long as its narration. Fixed segments: a segment whose narration is shorter still lasts the segment duration.",
  },
} as const satisfies Record<string, InputDefinition>;

/** What a person can set for one segment or one of its images; the key carries the position: `UseVideo[1]`. */
export interface OverrideDefinition<Schema extends z.ZodType = z.ZodType> extends InputDefinition<Schema> {
  /** What its brackets count, in order. */
  indices: readonly ("segment" | "image")[];
}

export const OVERRIDE_TABLE = {
  UseVideo: { ...toggle, indices: ["segment"], label: "Use a video clip", help: "For this segment only." },
  IsImageToVideo: {
    ...toggle,
    indices: ["segment"],
    label: "Start the clip from an image",
    help: "For this segment only.",
  },
  SegmentNarrationInput: {
    schema: text(MAX_NARRATION, 1),
    indices: ["segment"],
    label: "Narration",
    help: "Your own words for this segment, spoken as they are.",
    kind: "long-text",
    rule: textRule(MAX_NARRATION, 1),
  },
  SegmentImagePromptInput: {
    ...prompt,
    indices: ["segment", "image"],
    label: "Image prompt",
    help: "Your own description of this picture.",
  },
  StartingImagePromptInput: {
    ...prompt,
    indices: ["segment"],
    label: "Starting image prompt",
    help: "Your own description of the image this segment's clip starts from.",
  },
  MovieDirectionPromptInput: {
    ...prompt,
    indices: ["segment"],
    label: "Movie direction",
    help: "Your own direction of this segment's clip: what moves, and how the camera does.",
  },
} as const satisfies Record<string, OverrideDefinition>;
