/** The voices of the offline studio, and the names people use for them. */

export type StudioVoiceId = "slt" | "rms" | "awb" | "kal";

export interface StudioVoice {
  readonly id: StudioVoiceId;
  readonly label: string;
  readonly description: string;
  readonly gender: "female" | "male";
}

export const STUDIO_VOICES: readonly StudioVoice[] = [
  { id: "slt", label: "Clara", description: "Clear, warm American English; the default", gender: "female" },
  { id: "rms", label: "Raymond", description: "Low, measured American English", gender: "male" },
  { id: "awb", label: "Alasdair", description: "Scottish English, lively", gender: "male" },
  { id: "kal", label: "Kal", description: "The classic, plainly synthetic voice", gender: "male" },
];

export const DEFAULT_STUDIO_VOICE: StudioVoiceId = "slt";

/** How flite names each voice, and the settings that bring all of them to one comfortable pace. */
export const VOICE_SETTINGS: Readonly<
  Record<StudioVoiceId, { fliteName: string; stretch: number; pitchBy: "model" | "resampling" }>
> = {
  slt: { fliteName: "slt", stretch: 1.06, pitchBy: "model" },
  // The pitch model of rms ignores f0_shift (measured), so its pitch is moved by resampling.
  rms: { fliteName: "rms", stretch: 0.96, pitchBy: "resampling" },
  awb: { fliteName: "awb", stretch: 1.04, pitchBy: "model" },
  kal: { fliteName: "kal16", stretch: 1.08, pitchBy: "model" },
};

const ALIASES: Readonly<Record<string, StudioVoiceId>> = {
  default: "slt",
  female: "slt",
  woman: "slt",
  warm: "slt",
  alloy: "slt",
  nova: "slt",
  shimmer: "slt",
  coral: "slt",
  sage: "slt",
  male: "rms",
  man: "rms",
  deep: "rms",
  onyx: "rms",
  echo: "rms",
  ash: "rms",
  fable: "awb",
  ballad: "awb",
  verse: "awb",
  scottish: "awb",
  british: "awb",
  kal16: "kal",
  robot: "kal",
};

/**
 * Finds a voice by id, label or a friendly alias ("female", "deep", also the names of OpenAI's voices, so that a
 * video made with one provider can be read by the other). Empty means the default; `undefined` means unknown.
 */
export function resolveStudioVoice(name: string | undefined): StudioVoiceId | undefined {
  const key = (name ?? "").trim().toLowerCase();
  if (key === "") return DEFAULT_STUDIO_VOICE;
  const voice = STUDIO_VOICES.find(({ id, label }) => id === key || label.toLowerCase() === key);
  return voice?.id ?? (Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined);
}
