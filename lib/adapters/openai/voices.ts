import type { Voice } from "../../ports/catalogue";

const DEFAULT_VOICE = "coral";

export const OPENAI_VOICES: readonly Voice[] = [
  { id: "coral", label: "Coral", description: "Warm and friendly; the default" },
  { id: "alloy", label: "Alloy", description: "Even and neutral" },
  { id: "ash", label: "Ash", description: "Clear and firm, lower" },
  { id: "ballad", label: "Ballad", description: "Soft, for stories" },
  { id: "cedar", label: "Cedar", description: "Natural and grounded, lower" },
  { id: "echo", label: "Echo", description: "Calm, lower" },
  { id: "fable", label: "Fable", description: "Lively, with a British touch" },
  { id: "marin", label: "Marin", description: "Natural and bright" },
  { id: "nova", label: "Nova", description: "Bright and quick" },
  { id: "onyx", label: "Onyx", description: "Deep and serious" },
  { id: "sage", label: "Sage", description: "Quiet and thoughtful" },
  { id: "shimmer", label: "Shimmer", description: "Light and gentle" },
  { id: "verse", label: "Verse", description: "Expressive" },
];

/** The studio's voices and plain words, so that a video made with one provider can be read by the other. */
const ALIASES: Readonly<Record<string, string>> = {
  default: DEFAULT_VOICE,
  slt: "coral",
  clara: "coral",
  female: "coral",
  woman: "coral",
  warm: "coral",
  rms: "onyx",
  raymond: "onyx",
  male: "onyx",
  man: "onyx",
  deep: "onyx",
  awb: "fable",
  alasdair: "fable",
  scottish: "fable",
  british: "fable",
  kal: "echo",
};

/** A voice of one's own, as OpenAI names those. */
const CUSTOM = /^voice_[A-Za-z0-9_-]{1,100}$/;

/** What to send as `voice` for an id, label or alias; undefined for none that is known. */
export function resolveOpenaiVoice(wanted: string): string | { id: string } | undefined {
  const name = wanted.trim();
  if (CUSTOM.test(name)) return { id: name };
  const lower = name.toLowerCase();
  if (Object.hasOwn(ALIASES, lower)) return ALIASES[lower];
  return OPENAI_VOICES.find(({ id }) => id === lower)?.id;
}
