import { ZERO_MICROS } from "../money/micro-usd";
import type { ModelChoice } from "../plan/types";

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

/** The assembler is a pure function of this project: no provider, no price. */
const ASSEMBLER: ModelChoice = {
  provider: "local",
  model: "reelgraph/timeline",
  modelConfig: {},
  generatorVersion: 1,
  promptTemplateVersion: "1",
  estimate: () => ({ costMicros: ZERO_MICROS, seconds: 0.05 }),
};

/** Generator id → who does its work. Without provider keys that is the offline studio, which costs nothing. */
export function modelChoices(): Record<string, ModelChoice> {
  const studio = Object.entries(STUDIO_MODELS).map(([genId, model]) => [genId, studioChoice(model)] as const);
  return { ...Object.fromEntries(studio), TimelineAssembler: ASSEMBLER };
}
