import { requireInputs } from "../../core/graph/inputs";
import { ZERO_MICROS } from "../../core/money/micro-usd";
import { parseIndexedName } from "../../core/naming/asset-path";
import { assemblyInputOf } from "../../core/timeline/assembly-input";
import { buildTimeline } from "../../core/timeline/build-timeline";
import { toWebVtt } from "../../core/timeline/caption-files";
import type { TimedWord, Timeline } from "../../core/timeline/types";
import { wordTimingsSchema } from "../../core/timeline/word-timings";
import type { GeneratedOutput, GenerationRequest, Generator } from "../../ports/generator";

const JSON_TYPE = "application/json";

/** The provider `local`: work that is a pure function of this project. Nothing is bought, so doing it again is harmless. */
export function createTimelineAssembler(): Generator {
  return {
    provider: "local",
    unknownOutcome: "repeatable",
    window: () => ({ key: "local", limit: 4 }),
    deadlineMs: () => 60_000,
    async submit(request) {
      return { kind: "finished", outputs: await assemble(request), costMicros: ZERO_MICROS };
    },
    async check() {
      throw new Error("The assembler finishes when it is asked: there is nothing to collect.");
    },
    async cancel() {},
  };
}

async function assemble(request: GenerationRequest): Promise<GeneratedOutput[]> {
  const words = await readWords(request);
  const timeline = buildTimeline(
    assemblyInputOf({
      inputs: requireInputs(request.frozen),
      parts: {
        facts: (artifact) => request.artifacts.get(artifact)?.facts ?? null,
        words: (segment) => words.get(segment) ?? null,
        text: (segment) =>
          words
            .get(segment)
            ?.map((word) => word.text)
            .join(" ") ?? null,
      },
    }),
  );
  return request.produces.map((artifact) => outputOf({ artifact, timeline }));
}

async function readWords(request: GenerationRequest): Promise<Map<number, TimedWord[]>> {
  const timings = [...request.artifacts].filter(([name]) => name.startsWith("WordTimings["));
  const read = timings.map(async ([name, artifact]) => {
    const content: unknown = JSON.parse(new TextDecoder().decode(await artifact.read()));
    return [parseIndexedName(name).index[0] ?? 0, wordTimingsSchema.parse(content).words] as const;
  });
  return new Map(await Promise.all(read));
}

function outputOf(options: { artifact: string; timeline: Timeline }): GeneratedOutput {
  const { artifact, timeline } = options;
  const { name, index } = parseIndexedName(artifact);
  const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  if (name === "Captions") {
    return { artifact, mediaType: "text/vtt", bytes: new TextEncoder().encode(toWebVtt(timeline)) };
  }
  if (name === "SegmentTimeline") {
    const segment = timeline.segments.find((candidate) => candidate.index === index[0]);
    return { artifact, mediaType: JSON_TYPE, bytes: encode({ schema: "segment-timeline@1", ...segment }) };
  }
  const durationSeconds = timeline.durationInFrames / timeline.fps;
  return { artifact, mediaType: JSON_TYPE, bytes: encode(timeline), facts: { durationSeconds } };
}
