import { ReelgraphError } from "../errors";
import { ZERO_MICROS } from "../money/micro-usd";
import type { ModelChoice } from "../plan/types";
import { SPEECH_TEMPLATE } from "../prompts/speech";
import { templateVersion } from "../prompts/template";
import { TEXT_TEMPLATES } from "../prompts/text-task";
import { mediaCost, narrationMaximum, textMaximum } from "./estimates";
import { type Capability, type CatalogueModel, findModel, MODELS } from "./models";
import { priceState } from "./price";

/** Which studio model does a generator's work, and how long it typically takes on two cores. */
interface StudioModel {
  model: string;
  seconds: number;
  modelConfig?: Record<string, unknown>;
  /** Raise it when the studio's code makes something else from the same inputs. */
  generatorVersion?: number;
}

const STUDIO_MODELS: Record<string, StudioModel> = {
  ScriptGen: { model: "studio/writer", seconds: 0.2 },
  TextToMusicPromptGen: { model: "studio/writer", seconds: 0.1 },
  TextToImagePromptGen: { model: "studio/writer", seconds: 0.1 },
  TextToVideoPromptGen: { model: "studio/writer", seconds: 0.1 },
  ImageToVideoPromptGen: { model: "studio/writer", seconds: 0.1 },
  AudioGen: { model: "studio/flite", seconds: 1.2 },
  MusicGen: { model: "studio/synth", seconds: 2.6 },
  ImageGen: { model: "studio/painter", seconds: 0.8 },
  StartingImageGen: { model: "studio/painter", seconds: 0.8 },
  TextToVideoGen: { model: "studio/camera", seconds: 10 },
  ImageToVideoGen: { model: "studio/camera", seconds: 10 },
};

/** What a generator needs of a real provider's model, which one it takes unless told otherwise, and the typical seconds. */
interface Need {
  capability: Capability;
  model: string;
  seconds: number;
}

const NEEDS: Record<string, Need> = {
  ScriptGen: { capability: "text", model: "gpt-4.1", seconds: 50 },
  TextToMusicPromptGen: { capability: "text", model: "gpt-4.1-mini", seconds: 5 },
  TextToImagePromptGen: { capability: "text", model: "gpt-4.1-mini", seconds: 5 },
  TextToVideoPromptGen: { capability: "text", model: "gpt-4.1-mini", seconds: 5 },
  ImageToVideoPromptGen: { capability: "text", model: "gpt-4.1-mini", seconds: 5 },
  AudioGen: { capability: "speech", model: "gpt-4o-mini-tts", seconds: 10 },
  MusicGen: { capability: "music", model: "stability-ai/stable-audio-2.5", seconds: 10 },
  ImageGen: { capability: "image", model: "black-forest-labs/flux-schnell", seconds: 30 },
  StartingImageGen: { capability: "image", model: "black-forest-labs/flux-schnell", seconds: 30 },
  TextToVideoGen: { capability: "text-to-video", model: "bytedance/seedance-1-lite", seconds: 90 },
  ImageToVideoGen: { capability: "image-to-video", model: "bytedance/seedance-1-lite", seconds: 120 },
};

/** Listens to a narration for the times of its words. */
export const TIMINGS_MODEL = "whisper-1";
const OPENAI_CAPABILITIES = new Set<Capability>(["text", "speech"]);

export interface ModelChoiceOptions {
  /** Whether the provider has a key. */
  openai?: boolean;
  replicate?: boolean;
  /** Generator id → model id, of the catalogue or not: an unknown model's price is unknown, and the quote says so. */
  overrides?: Readonly<Record<string, string>>;
  /** `2026-03-01`: prices looked up more than a year before are called stale. Absent: none is. */
  today?: string;
}

/** The assembler is a pure function of this project: no provider, no price. */
const ASSEMBLER: ModelChoice = {
  provider: "local",
  model: "reelgraph/timeline",
  modelConfig: {},
  generatorVersion: 1,
  promptTemplateVersion: "1",
  estimate: () => ({ costMicros: ZERO_MICROS, seconds: 0.05 }),
};

/**
 * Generator id → who does its work. Without provider keys that is the offline studio, which costs nothing. Throws `configuration` for
 * an override of an unknown generator, or with a model that cannot do its work.
 */
export function modelChoices(options: ModelChoiceOptions = {}): Record<string, ModelChoice> {
  const { overrides = {} } = options;
  assertOverrides(overrides);
  const chosen = Object.entries(STUDIO_MODELS).map(([genId, studio]): [string, ModelChoice] => {
    const need = NEEDS[genId];
    const provider = need && OPENAI_CAPABILITIES.has(need.capability) ? "openai" : "replicate";
    if (!need || !options[provider]) return [genId, studioChoice(studio)];
    return [genId, providerChoice({ genId, need, provider, model: overrides[genId], today: options.today })];
  });
  return { ...Object.fromEntries(chosen), TimelineAssembler: ASSEMBLER };
}

/** The catalogue's models that can do a generator's work, the first choice first; none for work that no provider sells. */
export function modelsFor(genId: string): CatalogueModel[] {
  const need = Object.hasOwn(NEEDS, genId) ? NEEDS[genId] : undefined;
  if (!need) return [];
  const fitting = MODELS.filter(({ capabilities }) => capabilities.includes(need.capability));
  return [...fitting.filter(({ id }) => id === need.model), ...fitting.filter(({ id }) => id !== need.model)];
}

function studioChoice(studio: StudioModel): ModelChoice {
  return {
    provider: "studio",
    model: studio.model,
    modelConfig: studio.modelConfig ?? {},
    generatorVersion: studio.generatorVersion ?? 1,
    promptTemplateVersion: "1",
    estimate: () => ({ costMicros: ZERO_MICROS, seconds: studio.seconds }),
  };
}

function providerChoice(options: {
  genId: string;
  need: Need;
  provider: "openai" | "replicate";
  model: string | undefined;
  today: string | undefined;
}): ModelChoice {
  const { genId, need, provider, today } = options;
  const row = modelRow({ ...options, model: options.model ?? need.model });
  const state = priceState(row.price, today);
  const { seconds } = need;
  const common = {
    provider,
    model: row.id,
    modelConfig: { ...row.config },
    generatorVersion: row.version,
    ...(state === "current" ? {} : { price: { state, ...(row.price ? { asOf: row.price.asOf } : {}) } }),
  };
  switch (need.capability) {
    case "text":
      return {
        ...common,
        promptTemplateVersion: templateVersion(TEXT_TEMPLATES[genId]),
        estimate: (job) => ({ costMicros: textMaximum(row, job), seconds }),
      };
    case "speech": {
      const timings = findModel(TIMINGS_MODEL) ?? { price: null };
      return {
        ...common,
        modelConfig: { ...row.config, timings: TIMINGS_MODEL },
        promptTemplateVersion: templateVersion(SPEECH_TEMPLATE),
        estimate: ({ index, inputs }) => ({
          costMicros: narrationMaximum({ speech: row, timings, index, inputs }).total,
          seconds,
        }),
      };
    }
    default:
      return {
        ...common,
        promptTemplateVersion: "1",
        estimate: ({ inputs }) => ({ costMicros: mediaCost(row, genId, inputs), seconds }),
      };
  }
}

/** The catalogue's row, or one for a model that only its operator knows. */
function modelRow(options: {
  genId: string;
  need: Need;
  provider: "openai" | "replicate";
  model: string;
}): CatalogueModel {
  const { need, provider, model } = options;
  const known = findModel(model);
  if (known) return known;
  const config = need.capability === "speech" ? { format: "wav" } : {};
  return {
    id: model,
    provider,
    capabilities: [need.capability],
    label: model,
    price: null,
    config,
    version: 1,
  };
}

function assertOverrides(overrides: Readonly<Record<string, string>>): void {
  for (const [genId, model] of Object.entries(overrides)) {
    const need = Object.hasOwn(NEEDS, genId) ? NEEDS[genId] : undefined;
    if (!need) {
      const known = Object.keys(NEEDS).join(", ");
      throw configuration(`There is no generator "${genId}" that takes a model; it is one of ${known}.`);
    }
    const row = findModel(model);
    if (row && !row.capabilities.includes(need.capability)) {
      const known = modelsFor(genId)
        .map(({ id }) => id)
        .join(", ");
      throw configuration(`${genId} cannot use "${model}"; of the catalogue it can use ${known}.`);
    }
  }
}

function configuration(message: string): ReelgraphError {
  return new ReelgraphError({ code: "configuration", message: `REELGRAPH_MODELS: ${message}` });
}
