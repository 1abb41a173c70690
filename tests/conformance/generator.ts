import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { resolveBinaries } from "../../lib/adapters/ffmpeg/binaries";
import { createFfmpegProbe } from "../../lib/adapters/ffmpeg/probe";
import { modelChoices } from "../../lib/core/catalogue/model-choices";
import { requireInputs } from "../../lib/core/graph/inputs";
import { microUsd } from "../../lib/core/money/micro-usd";
import { parseIndexedName } from "../../lib/core/naming/asset-path";
import type { ModelChoice } from "../../lib/core/plan/types";
import { type FailureClass, isGeneratorFailure } from "../../lib/core/run/failure";
import { wordTimingsSchema } from "../../lib/core/timeline/word-timings";
import type {
  GenerationRequest,
  GenerationResult,
  Generator,
  UpstreamArtifact,
} from "../../lib/ports/generator";
import { makeImage, makeSpeech } from "../fakes/media";

/** How a request ended, as the runner sees it. */
export type Ending =
  | ({ kind: "finished" } & GenerationResult)
  | { kind: "failed"; failureClass: FailureClass; message: string; retryAfterMs?: number; costMicros: number }
  /** The outcome of the submit is unknown: its policy decides. */
  | { kind: "unknown" }
  /** The work is accepted, and only the asking fails: it is asked again, and never bought again. */
  | { kind: "asked-in-vain" };

/** What a subject is told to do, and how a request then has to end. */
export interface Cell {
  fault: string;
  genId: string;
  call?: string;
  provoke(): Promise<void>;
  /** A class of failure, or how else it ends. */
  ends: FailureClass | "finished" | "unknown" | "asked-in-vain";
  /** What the provider asked to wait. */
  retryAfterMs?: number;
  /** What a person reads. */
  says?: RegExp;
  /** How long the runner waits for one answer; short ones make an answer late. */
  patienceMs?: number;
}

export interface GeneratorSubject {
  generator: Generator;
  /** The same provider seen by another process. */
  restarted(): Generator;
  models: Readonly<Record<string, ModelChoice>>;
  /** Forgets every fault. */
  reset(): Promise<void>;
}

const PATIENCE_MS = 20_000;
const ASKING_MS = 60_000;
/** A fake that has what is asked for is not waited for as a provider would be. */
const MOST_PAUSE_MS = 50;

const MAKES: Record<string, readonly string[]> = {
  ScriptGen: ["VideoSummary", "VideoTitle", "NarrationSegmentScript[0]", "NarrationSegmentScript[1]"],
  TextToMusicPromptGen: ["MusicPrompt"],
  MusicGen: ["Music"],
  AudioGen: ["SegmentNarrationAudio[0]", "WordTimings[0]"],
  TextToImagePromptGen: ["SegmentImagePrompt[0][0]", "SegmentImagePrompt[0][1]"],
  ImageGen: ["SegmentImageAsset[0][0]"],
  TextToVideoPromptGen: ["TextToMovieDirectionPrompt[0]"],
  TextToVideoGen: ["SegmentVideo[0]"],
  ImageToVideoPromptGen: ["StartingImagePrompt[0]", "ImageToMovieDirectionPrompt[0]"],
  StartingImageGen: ["StartingImage[0]"],
  ImageToVideoGen: ["SegmentVideo[0]"],
};

const INPUTS = requireInputs({
  InquiryPrompt: "How tides work",
  Duration: 6,
  SegmentDuration: 3,
  Size: "480p",
});
const READS: Record<string, readonly (keyof typeof INPUTS)[]> = {
  ScriptGen: ["InquiryPrompt", "Duration", "Audience", "Language", "SegmentDuration"],
  TextToMusicPromptGen: ["MusicPromptMod"],
  MusicGen: ["Duration"],
  AudioGen: ["VoiceId", "Emotion", "Language"],
  TextToImagePromptGen: ["ImageStyle"],
  ImageGen: ["Size", "AspectRatio", "ImageStyle"],
};

const NARRATION = "Twice a day the sea comes in, and twice it goes.";
const TEXTS: Record<string, string> = {
  VideoSummary: "The moon pulls at the sea.",
  VideoTitle: "Tides",
  "NarrationSegmentScript[0]": NARRATION,
  MusicPrompt: "Calm piano, slow strings",
  "SegmentImagePrompt[0][0]": "A wide bay at low tide under a pale moon",
  "TextToMovieDirectionPrompt[0]": "The camera drifts over wet sand as water returns",
  "StartingImagePrompt[0]": "A rock pool at dawn, seen from above",
  "ImageToMovieDirectionPrompt[0]": "Water fills the pool; the camera rises",
};

let made = 0;

/** A job's call as the runner makes it; `prompt` tells requests of one kind apart. */
async function requestFor(options: {
  subject: GeneratorSubject;
  genId: string;
  call: string;
  produces: readonly string[];
  extra: ReadonlyMap<string, UpstreamArtifact>;
}): Promise<GenerationRequest> {
  const { subject, genId, call, produces, extra } = options;
  const choice = subject.models[genId];
  if (!choice) throw new Error(`Nobody makes ${genId}.`);
  made++;
  const texts = Object.entries(TEXTS).map(([name, text]) => [name, textArtifact(`${text} ${made}`)] as const);
  const image = await makeImage({ prompt: String(made), width: 320, height: 180, format: "jpg" });
  return {
    jobId: `${genId}[0]`,
    genId,
    call,
    model: choice.model,
    modelConfig: choice.modelConfig,
    seed: 1_000 + made,
    inputs: Object.fromEntries((READS[genId] ?? []).map((name) => [name, INPUTS[name]])),
    frozen: INPUTS,
    artifacts: new Map([
      ...texts,
      ["StartingImage[0]", artifact(image, "image/jpeg", {})] as const,
      ...extra,
    ]),
    produces,
    nonce: `nonce-${made}`,
  };
}

export function textArtifact(text: string): UpstreamArtifact {
  return artifact(new TextEncoder().encode(text), "text/plain", {});
}

function artifact(bytes: Uint8Array, mediaType: string, facts: Record<string, number>): UpstreamArtifact {
  const checksum = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return { mediaType, checksum, facts, read: async () => bytes };
}

/** A narration made before, for calls that listen to one. */
function narration(): ReadonlyMap<string, UpstreamArtifact> {
  const bytes = makeSpeech(`${NARRATION} ${made}`);
  const seconds = (bytes.length - 44) / 48_000;
  return new Map([["SegmentNarrationAudio[0]", artifact(bytes, "audio/wav", { durationSeconds: seconds })]]);
}

const probe = createFfmpegProbe({
  binaries: () => resolveBinaries({ env: process.env, projectRoot: process.cwd() }),
});

/** Does with a request what the runner does, on the machine's own clock; what came is opened before it counts. */
export async function settle(
  generator: Generator,
  request: GenerationRequest,
  options: { patienceMs?: number; askingMs?: number } = {},
): Promise<Ending> {
  const patience = options.patienceMs ?? PATIENCE_MS;
  try {
    const submitted = await within(patience, (signal) => generator.submit(request, signal)).catch(
      (error: unknown) => {
        if (isGeneratorFailure(error)) throw error;
        return { kind: "unknown" as const };
      },
    );
    if (submitted.kind === "unknown") return { kind: "unknown" };
    if (submitted.kind === "finished") return await opened(submitted);
    return await collect({
      generator,
      request,
      ...submitted,
      patience,
      askingMs: options.askingMs ?? ASKING_MS,
    });
  } catch (error) {
    if (!isGeneratorFailure(error)) throw error;
    const { failureClass, message, retryAfterMs, costMicros = microUsd(0) } = error;
    return { kind: "failed", failureClass, message, retryAfterMs, costMicros };
  }
}

async function collect(options: {
  generator: Generator;
  request: GenerationRequest;
  providerRequestId: string;
  checkAfterMs: number;
  patience: number;
  askingMs: number;
}): Promise<Ending> {
  const { generator, request, providerRequestId, patience, askingMs } = options;
  const until = Date.now() + askingMs;
  let wait = options.checkAfterMs;
  while (Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(wait, MOST_PAUSE_MS)));
    const answer = await within(patience, (signal) =>
      generator.check({ providerRequestId, request, signal }),
    ).catch((error: unknown) => {
      if (isGeneratorFailure(error)) throw error;
      return { kind: "pending" as const, checkAfterMs: 200 };
    });
    if (answer.kind === "finished") return await opened(answer);
    wait = answer.checkAfterMs;
  }
  return { kind: "asked-in-vain" };
}

async function opened(result: GenerationResult): Promise<Ending> {
  for (const { mediaType, bytes } of result.outputs) {
    if (/^(?:image|audio|video)\//.test(mediaType)) await probe.probe({ bytes, mediaType });
  }
  return { kind: "finished", ...result };
}

async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("late")), { once: true });
  });
  return await Promise.race([work(signal), late]);
}

const FAMILY: Record<string, RegExp> = {
  SegmentNarrationAudio: /^audio\/wav$/,
  WordTimings: /^application\/json$/,
  Music: /^audio\//,
  SegmentImageAsset: /^image\//,
  StartingImage: /^image\//,
  SegmentVideo: /^video\//,
};

/** What every provider has to keep to (lib/ports/generator.ts), whatever it does it with. */
export function describeGenerator(
  name: string,
  options: {
    open(): Promise<GeneratorSubject>;
    genIds: readonly string[];
    /** Faults, and how each has to end. */
    cells(subject: () => GeneratorSubject): readonly Cell[];
  },
): void {
  describe(`the provider ${name}`, () => {
    let subject: GeneratorSubject;
    const current = () => subject;
    beforeEach(async () => {
      subject ??= await options.open();
      await subject.reset();
    });

    const callsOf = (genId: string) => {
      const { generator, models } = subject;
      const choice = models[genId];
      const produces = MAKES[genId] ?? [];
      const maximumMicros = choice?.estimate({ genId, index: [0], inputs: INPUTS }).costMicros ?? microUsd(0);
      const whole = [{ call: "main", produces, maximumMicros }];
      const calls = generator.calls?.({
        genId,
        model: choice?.model ?? "",
        produces,
        inputs: INPUTS,
        maximumMicros,
      });
      return { calls: calls ?? whole, maximumMicros, produces };
    };

    it.each(options.genIds.map((genId) => [genId]))(
      "makes all that %s owes, for no more than was estimated",
      async (genId) => {
        const { calls, maximumMicros, produces } = callsOf(genId);
        expect(calls.flatMap((call) => [...call.produces]).sort()).toEqual([...produces].sort());
        expect(calls.reduce((sum, call) => sum + call.maximumMicros, 0)).toBe(maximumMicros);
        let extra = new Map<string, UpstreamArtifact>();
        for (const { call, produces: owed, maximumMicros: most } of calls) {
          const request = await requestFor({ subject, genId, call, produces: owed, extra });
          const ending = await settle(subject.generator, request);
          if (ending.kind !== "finished") throw new Error(`${genId} ${call}: ${JSON.stringify(ending)}`);
          expect(ending.outputs.map((output) => output.artifact).sort()).toEqual([...owed].sort());
          expect(ending.costMicros).toBeLessThanOrEqual(most);
          for (const { artifact: id, mediaType, bytes } of ending.outputs) {
            expect([id, mediaType]).toEqual([
              id,
              expect.stringMatching(FAMILY[parseIndexedName(id).name] ?? /^text\/plain$/),
            ]);
            if (id.startsWith("WordTimings")) {
              const { words } = wordTimingsSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
              expect(words.length).toBeGreaterThan(5);
            }
            extra = new Map([...extra, [id, artifact(bytes, mediaType, {})]]);
          }
        }
      },
    );

    it("has a window and a deadline for each of its jobs", () => {
      for (const genId of options.genIds) {
        const { key, limit } = subject.generator.window(genId);
        expect(key).not.toBe("");
        expect(limit).toBeGreaterThan(0);
        for (const { call } of callsOf(genId).calls) {
          expect(subject.generator.deadlineMs(genId, call)).toBeGreaterThan(0);
        }
      }
    });

    it("forgives the cancelling of what it does not know", async () => {
      await expect(subject.generator.cancel("nothing-like-it")).resolves.toBeUndefined();
    });

    it("gives what it accepted to whoever asks next, and again", async () => {
      const genId = options.genIds.find(
        (id) =>
          MAKES[id]?.some((artifactId) => /Image|Music$/.test(artifactId)) &&
          id.endsWith("Gen") &&
          !id.includes("Prompt"),
      );
      if (genId === undefined) return;
      const request = await requestFor({
        subject,
        genId,
        call: "main",
        produces: MAKES[genId] ?? [],
        extra: new Map(),
      });
      const submitted = await subject.generator.submit(request, AbortSignal.timeout(PATIENCE_MS));
      if (submitted.kind !== "accepted") throw new Error(`${genId} was not accepted.`);
      const collected = { request, ...submitted, patience: PATIENCE_MS, askingMs: ASKING_MS };
      const first = await collect({ ...collected, generator: subject.restarted() });
      const second = await collect({ ...collected, generator: subject.restarted() });
      if (first.kind !== "finished") throw new Error(JSON.stringify(first));
      expect(second).toEqual(first);
    });

    if (options.cells(current).length === 0) return;
    describe("told to misbehave", () => {
      it.each(
        options
          .cells(current)
          .map((cell) => [`${cell.fault} (${cell.genId}${cell.call ? ` ${cell.call}` : ""})`, cell] as const),
      )("%s", async (_name, cell) => {
        const { calls } = callsOf(cell.genId);
        const call = calls.find((each) => each.call === (cell.call ?? "main"));
        if (!call) throw new Error(`${cell.genId} has no call ${cell.call}.`);
        const extra = cell.call === "timings" ? narration() : new Map<string, UpstreamArtifact>();
        const { genId, patienceMs, retryAfterMs, says } = cell;
        const request = await requestFor({ subject, genId, call: call.call, produces: call.produces, extra });
        await cell.provoke();
        const ending = await settle(subject.generator, request, { patienceMs, askingMs: 8_000 });
        const how = ending.kind === "failed" ? ending.failureClass : ending.kind;
        expect({
          how,
          ...(ending.kind === "failed" && how !== cell.ends ? { message: ending.message } : {}),
        }).toEqual({
          how: cell.ends,
        });
        if (ending.kind === "failed") {
          expect(ending.costMicros).toBeLessThanOrEqual(call.maximumMicros);
          if (says) expect(ending.message).toMatch(says);
          if (retryAfterMs !== undefined) expect(ending.retryAfterMs).toBe(retryAfterMs);
        }
        // Its siblings do not notice.
        await subject.reset();
        const sibling = await requestFor({
          subject,
          genId,
          call: call.call,
          produces: call.produces,
          extra: narration(),
        });
        expect((await settle(subject.generator, sibling)).kind).toBe("finished");
      });
    });
  });
}

/** All models of the real providers, or the studio's. */
export function modelsOf(kind: "studio" | "providers"): Record<string, ModelChoice> {
  return modelChoices(kind === "studio" ? {} : { openai: true, replicate: true });
}
