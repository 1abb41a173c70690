import type { Price } from "./price";

/** What a model can do for a generator. */
export type Capability =
  | "text"
  | "speech"
  | "timings"
  | "embedding"
  | "image"
  | "music"
  | "text-to-video"
  | "image-to-video";

/** What a media model is asked for, in our words; each row says how its model wants to hear it. */
export interface MediaWish {
  prompt: string;
  /** uint31, which every model takes that takes a seed. */
  seed: number;
  aspectRatio: string;
  /** How long the sound or clip is wanted. */
  seconds: number;
  /** Of a clip that starts from one: a data URI or the address of an uploaded file. */
  image?: string;
}

export interface CatalogueModel {
  id: string;
  provider: "openai" | "replicate";
  capabilities: readonly Capability[];
  label: string;
  price: Price | null;
  /** Parameters that go to the model and into the fingerprint. */
  config: Readonly<Record<string, unknown>>;
  /** Raise it when `input` makes another request of the same wish. */
  version: number;
  /** Media: the model's own input. */
  input?(wish: MediaWish): Record<string, unknown>;
  /** Clips and sound: the lengths the model makes, in seconds. */
  seconds?: { least: number; most: number; step?: readonly number[] };
}

/*
 * The catalogue: adding a model is adding a row. Prices in micro-USD as the providers' price pages and model pages gave them on the
 * day named; `null` where nobody has looked one up. The first row of a capability is its default.
 */
const OPENAI_PRICES = "2026-06-21";
/** Of all of Replicate's models but those that name a day of their own. */
const REPLICATE_PRICES = "2025-07-01";

const text = (
  id: string,
  label: string,
  dollars: [input: number, output: number],
  config: Record<string, unknown>,
): CatalogueModel => ({
  id,
  provider: "openai",
  capabilities: ["text"],
  label,
  price: {
    unit: "tokens",
    asOf: OPENAI_PRICES,
    inputPerMillion: dollars[0] * 1_000_000,
    outputPerMillion: dollars[1] * 1_000_000,
  },
  config,
  version: 1,
});

const embedding = (id: string, label: string, dollars: number): CatalogueModel => ({
  id,
  provider: "openai",
  capabilities: ["embedding"],
  label,
  price: { unit: "tokens", asOf: OPENAI_PRICES, inputPerMillion: dollars * 1_000_000, outputPerMillion: 0 },
  config: { dimensions: 1_536 },
  version: 1,
});

const CLIP_RATIO = "16:9";

export const MODELS: readonly CatalogueModel[] = [
  text("gpt-4.1-mini", "GPT-4.1 mini", [0.4, 1.6], { temperature: 0.8 }),
  text("gpt-4.1", "GPT-4.1", [2, 8], { temperature: 0.8 }),
  text("gpt-4.1-nano", "GPT-4.1 nano", [0.1, 0.4], { temperature: 0.8 }),
  text("gpt-4o-mini", "GPT-4o mini", [0.15, 0.6], { temperature: 0.8 }),
  text("gpt-4o", "GPT-4o", [2.5, 10], { temperature: 0.8 }),
  {
    id: "gpt-4o-mini-tts",
    provider: "openai",
    capabilities: ["speech"],
    label: "GPT-4o mini TTS: follows the emotion",
    price: { unit: "speech", asOf: OPENAI_PRICES, inputPerMillion: 600_000, perSecond: 250 },
    config: { format: "wav", instructions: true },
    version: 1,
  },
  {
    id: "tts-1",
    provider: "openai",
    capabilities: ["speech"],
    label: "TTS 1: quick, one way of speaking",
    price: { unit: "characters", asOf: OPENAI_PRICES, perMillion: 15_000_000 },
    config: { format: "wav" },
    version: 1,
  },
  {
    id: "tts-1-hd",
    provider: "openai",
    capabilities: ["speech"],
    label: "TTS 1 HD: one way of speaking",
    price: { unit: "characters", asOf: OPENAI_PRICES, perMillion: 30_000_000 },
    config: { format: "wav" },
    version: 1,
  },
  {
    id: "whisper-1",
    provider: "openai",
    capabilities: ["timings"],
    label: "Whisper",
    price: { unit: "heard-second", asOf: OPENAI_PRICES, perSecond: 100 },
    config: {},
    version: 1,
  },
  embedding("text-embedding-3-small", "Embedding 3 small", 0.02),
  embedding("text-embedding-3-large", "Embedding 3 large", 0.13),
  {
    id: "black-forest-labs/flux-schnell",
    provider: "replicate",
    capabilities: ["image"],
    label: "FLUX schnell: quick and cheap",
    price: { unit: "output", asOf: "2026-05-25", each: 3_000 },
    config: { output_format: "jpg", output_quality: 95, num_outputs: 1 },
    version: 1,
    input: ({ prompt, seed, aspectRatio }) => ({ prompt, seed, aspect_ratio: aspectRatio }),
  },
  {
    id: "black-forest-labs/flux-dev",
    provider: "replicate",
    capabilities: ["image"],
    label: "FLUX dev",
    price: { unit: "output", asOf: REPLICATE_PRICES, each: 25_000 },
    config: { output_format: "jpg", output_quality: 95, num_outputs: 1 },
    version: 1,
    input: ({ prompt, seed, aspectRatio }) => ({ prompt, seed, aspect_ratio: aspectRatio }),
  },
  {
    id: "black-forest-labs/flux-1.1-pro",
    provider: "replicate",
    capabilities: ["image"],
    label: "FLUX 1.1 pro",
    price: { unit: "output", asOf: REPLICATE_PRICES, each: 40_000 },
    config: { output_format: "jpg", output_quality: 95 },
    version: 1,
    input: ({ prompt, seed, aspectRatio }) => ({ prompt, seed, aspect_ratio: aspectRatio }),
  },
  {
    id: "google/imagen-4-fast",
    provider: "replicate",
    capabilities: ["image"],
    label: "Imagen 4 fast",
    price: { unit: "output", asOf: REPLICATE_PRICES, each: 20_000 },
    config: { output_format: "jpg" },
    version: 1,
    input: ({ prompt, aspectRatio }) => ({ prompt, aspect_ratio: aspectRatio }),
  },
  {
    id: "stability-ai/stable-audio-2.5",
    provider: "replicate",
    capabilities: ["music"],
    label: "Stable Audio 2.5: as long as the film",
    price: { unit: "output", asOf: "2025-09-10", each: 200_000 },
    config: {},
    version: 1,
    seconds: { least: 1, most: 190 },
    input: ({ prompt, seed, seconds }) => ({ prompt, seed, duration: seconds }),
  },
  {
    id: "google/lyria-2",
    provider: "replicate",
    capabilities: ["music"],
    label: "Lyria 2: thirty seconds, repeated for longer films",
    price: { unit: "output", asOf: REPLICATE_PRICES, each: 60_000 },
    config: { negative_prompt: "vocals, singing, speech" },
    version: 1,
    input: ({ prompt, seed }) => ({ prompt, seed }),
  },
  {
    id: "bytedance/seedance-1-lite",
    provider: "replicate",
    capabilities: ["text-to-video", "image-to-video"],
    label: "Seedance 1 lite",
    price: { unit: "clip-second", asOf: REPLICATE_PRICES, perSecond: 36_000 },
    config: { resolution: "720p", fps: 24 },
    version: 1,
    seconds: { least: 2, most: 12 },
    input: ({ prompt, seed, seconds, image }) => ({
      prompt,
      seed,
      duration: seconds,
      ...(image === undefined ? { aspect_ratio: CLIP_RATIO } : { image }),
    }),
  },
  {
    id: "bytedance/seedance-1-pro",
    provider: "replicate",
    capabilities: ["text-to-video", "image-to-video"],
    label: "Seedance 1 pro",
    price: null,
    config: { resolution: "720p", fps: 24 },
    version: 1,
    seconds: { least: 2, most: 12 },
    input: ({ prompt, seed, seconds, image }) => ({
      prompt,
      seed,
      duration: seconds,
      ...(image === undefined ? { aspect_ratio: CLIP_RATIO } : { image }),
    }),
  },
  {
    id: "kwaivgi/kling-v2.1",
    provider: "replicate",
    capabilities: ["image-to-video"],
    label: "Kling 2.1: five or ten seconds",
    price: { unit: "clip-second", asOf: REPLICATE_PRICES, perSecond: 50_000 },
    config: { mode: "standard" },
    version: 1,
    seconds: { least: 5, most: 10, step: [5, 10] },
    input: ({ prompt, seconds, image }) => ({ prompt, duration: seconds, start_image: image }),
  },
];

/** The row of a model; null for one that the catalogue doesn't know. */
export function findModel(id: string): CatalogueModel | null {
  return MODELS.find((model) => model.id === id) ?? null;
}

/** The length a model makes that comes closest to the one wanted, in seconds. */
export function fittingSeconds(model: Pick<CatalogueModel, "seconds">, wanted: number): number {
  if (!model.seconds) return wanted;
  const { least, most, step } = model.seconds;
  const within = Math.min(most, Math.max(least, Math.ceil(wanted)));
  return step?.find((length) => length >= within) ?? within;
}
