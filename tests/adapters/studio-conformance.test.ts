import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { resolveBinaries } from "../../lib/adapters/ffmpeg/binaries";
import { createStudioGenerator } from "../../lib/adapters/studio/generator";
import { PredictionStore } from "../../lib/adapters/studio/predictions";
import { createStudioPool, type StudioPool } from "../../lib/adapters/studio/studio-pool";
import { describeGenerator, modelsOf } from "../conformance/generator";

let folder: string;
let pool: StudioPool;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-studio-"));
  pool = createStudioPool({ projectRoot: process.cwd() });
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

function studio() {
  return createStudioGenerator({
    pool,
    predictions: new PredictionStore(folder),
    ffmpegPath: async () => (await resolveBinaries({ env: process.env, projectRoot: process.cwd() })).ffmpeg,
    now: () => Date.now(),
    timeScale: 0,
  });
}

// It asks nobody: there is nothing that could be told to misbehave.
describeGenerator("studio", {
  open: async () => ({
    generator: studio(),
    restarted: studio,
    models: modelsOf("studio"),
    reset: async () => {},
  }),
  genIds: [
    "ScriptGen",
    "TextToMusicPromptGen",
    "TextToImagePromptGen",
    "TextToVideoPromptGen",
    "ImageToVideoPromptGen",
    "AudioGen",
    "MusicGen",
    "ImageGen",
    "StartingImageGen",
    "TextToVideoGen",
    "ImageToVideoGen",
  ],
  cells: () => [],
});
