import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBlueprint } from "../../lib/core/graph/blueprint";
import { expandGraph, type Graph } from "../../lib/core/graph/expand";
import { videoRig } from "./planning-rig";
import { runs } from "./property-runs";
import { blueprints, randomInputs } from "./random-dags";

const graphOf = (raw: Record<string, unknown> = {}): Graph => videoRig(raw).graph;

function job(graph: Graph, jobId: string) {
  const position = graph.positions.get(jobId);
  if (position === undefined) throw new Error(`no job ${jobId}`);
  return graph.jobs[position] as Graph["jobs"][number];
}

function count(graph: Graph, genId: string): number {
  return graph.jobs.filter((candidate) => candidate.genId === genId).length;
}

describe("expandGraph", () => {
  it("repeats generators and artifacts over 1…18 segments and 0…5 images", () => {
    for (let n = 1; n <= 18; n++) {
      for (let m = 0; m <= 5; m++) {
        const graph = graphOf({ Duration: n * 10, ImagesPerSegment: m });
        expect(graph.sizes).toEqual({ i: n, j: m });
        expect(graph.jobs).toHaveLength(4 + n + (m > 0 ? n : 0) + n * m);
        const families = new Map<string, number>();
        for (const { family } of graph.artifacts.values())
          families.set(family, (families.get(family) ?? 0) + 1);
        expect(Object.fromEntries(families)).toEqual({
          VideoSummary: 1,
          VideoTitle: 1,
          NarrationSegmentScript: n,
          MusicPrompt: 1,
          Music: 1,
          SegmentNarrationAudio: n,
          WordTimings: n,
          SegmentTimeline: n,
          Timeline: 1,
          Captions: 1,
          ...(m > 0 && { SegmentImagePrompt: n * m, SegmentImageAsset: n * m }),
        });
      }
    }
  });

  it("takes the number of segments from both durations, up to 60", () => {
    expect(graphOf({ Duration: 30, SegmentDuration: 3 }).sizes.i).toBe(10);
    expect(count(graphOf({ Duration: 180, SegmentDuration: 3 }), "AudioGen")).toBe(60);
  });

  it("names each artifact once, with the one job that makes it", () => {
    const graph = graphOf();
    const script = job(graph, "ScriptGen");
    expect(script.produces).toEqual([
      "VideoSummary",
      "VideoTitle",
      "NarrationSegmentScript[0]",
      "NarrationSegmentScript[1]",
      "NarrationSegmentScript[2]",
    ]);
    expect(graph.artifacts.get("SegmentImageAsset[1][0]")).toEqual({
      id: "SegmentImageAsset[1][0]",
      family: "SegmentImageAsset",
      index: [1, 0],
      producer: graph.positions.get("ImageGen[1][0]"),
    });
  });

  it("resolves dependencies as the table says, inputs and artifacts in its order", () => {
    const graph = graphOf();
    expect(job(graph, "TextToMusicPromptGen").dependencies).toEqual([
      "VideoSummary",
      "VideoTitle",
      "MusicPromptMod",
    ]);
    const image = job(graph, "ImageGen[1][0]");
    expect(image.dependencies).toEqual(["SegmentImagePrompt[1][0]", "Size", "AspectRatio", "ImageStyle"]);
    expect(image.inputs).toEqual(["Size", "AspectRatio", "ImageStyle"]);
    expect(image.artifacts).toEqual(["SegmentImagePrompt[1][0]"]);
    expect(job(graph, "AudioGen[2]").dependencies).toEqual([
      "NarrationSegmentScript[2]",
      "VoiceId",
      "Emotion",
      "Language",
    ]);
  });

  it("chooses the visuals of each segment by itself", () => {
    const graph = graphOf({ UseVideo: true, "UseVideo[0]": false, "IsImageToVideo[2]": true });
    expect(graph.jobs.map(({ jobId }) => jobId)).toEqual([
      "ScriptGen",
      "TextToMusicPromptGen",
      "AudioGen[0]",
      "AudioGen[1]",
      "AudioGen[2]",
      "TextToImagePromptGen[0]",
      "TextToVideoPromptGen[1]",
      "ImageToVideoPromptGen[2]",
      "MusicGen",
      "ImageGen[0][0]",
      "ImageGen[0][1]",
      "TextToVideoGen[1]",
      "StartingImageGen[2]",
      "ImageToVideoGen[2]",
      "TimelineAssembler",
    ]);
    const visuals = job(graph, "TimelineAssembler").artifacts.filter((name) => /Image|Video/.test(name));
    expect(visuals).toEqual([
      "SegmentImageAsset[0][0]",
      "SegmentImageAsset[0][1]",
      "SegmentVideo[1]",
      "SegmentVideo[2]",
    ]);
  });

  it("ignores the image-to-video switch where no video is used", () => {
    expect(graphOf({ IsImageToVideo: true })).toEqual(graphOf());
    expect(count(graphOf({ "IsImageToVideo[1]": true }), "ImageToVideoGen")).toBe(0);
  });

  it("plans no image prompts for a video without images", () => {
    const graph = graphOf({ ImagesPerSegment: 0 });
    expect(count(graph, "TextToImagePromptGen")).toBe(0);
    expect(job(graph, "TimelineAssembler").artifacts.some((name) => name.startsWith("SegmentImage"))).toBe(
      false,
    );
  });

  describe("with a person's inputs in the place of artifacts", () => {
    it("takes the artifact from its producer and gives consumers the input", () => {
      const graph = graphOf({ "SegmentNarrationInput[1]": "My words." });
      expect(job(graph, "ScriptGen").produces).toEqual([
        "VideoSummary",
        "VideoTitle",
        "NarrationSegmentScript[0]",
        "NarrationSegmentScript[2]",
      ]);
      expect(job(graph, "AudioGen[1]").dependencies[0]).toBe("SegmentNarrationInput[1]");
      expect(job(graph, "AudioGen[1]").inputs).toContain("SegmentNarrationInput[1]");
      expect(job(graph, "AudioGen[1]").layer).toBe(0);
      expect(job(graph, "AudioGen[0]").dependencies[0]).toBe("NarrationSegmentScript[0]");
      expect(job(graph, "TextToImagePromptGen[1]").dependencies).toEqual([
        "SegmentNarrationInput[1]",
        "VideoSummary",
        "ImageStyle",
      ]);
      expect(graph.artifacts.has("NarrationSegmentScript[1]")).toBe(false);
      expect([...graph.replaced]).toEqual([["NarrationSegmentScript[1]", "SegmentNarrationInput[1]"]]);
    });

    it("drops a job once everything it made is given, and only then", () => {
      const one = graphOf({ "SegmentImagePromptInput[1][0]": "a" });
      expect(job(one, "TextToImagePromptGen[1]").produces).toEqual(["SegmentImagePrompt[1][1]"]);
      const both = graphOf({ "SegmentImagePromptInput[1][0]": "a", "SegmentImagePromptInput[1][1]": "b" });
      expect(both.positions.has("TextToImagePromptGen[1]")).toBe(false);
      expect(both.positions.has("TextToImagePromptGen[0]")).toBe(true);
      expect(job(both, "ImageGen[1][1]").dependencies[0]).toBe("SegmentImagePromptInput[1][1]");
    });

    it("takes a movie direction in whichever video branch the segment is", () => {
      const raw = {
        UseVideo: true,
        "MovieDirectionPromptInput[0]": "Pan",
        "StartingImagePromptInput[0]": "A wave",
      };
      const text = graphOf(raw);
      expect(text.positions.has("TextToVideoPromptGen[0]")).toBe(false);
      expect(job(text, "TextToVideoGen[0]").dependencies).toEqual(["MovieDirectionPromptInput[0]"]);
      const image = graphOf({ ...raw, IsImageToVideo: true });
      expect(image.positions.has("ImageToVideoPromptGen[0]")).toBe(false);
      expect(job(image, "StartingImageGen[0]").dependencies).toEqual(["StartingImagePromptInput[0]"]);
      expect(job(image, "ImageToVideoGen[0]").dependencies).toEqual([
        "StartingImage[0]",
        "MovieDirectionPromptInput[0]",
      ]);
      expect(job(image, "ImageToVideoPromptGen[1]").produces).toEqual([
        "StartingImagePrompt[1]",
        "ImageToMovieDirectionPrompt[1]",
      ]);
    });

    it("keeps a person's input for a branch that isn't taken out of the graph", () => {
      expect(graphOf({ "MovieDirectionPromptInput[0]": "Pan" })).toEqual(graphOf());
    });
  });

  it("refuses inputs with which nothing makes what a job reads", () => {
    const blueprint = loadBlueprint({
      id: "test",
      version: 1,
      dimensions: { i: { label: "segment", size: () => 2 } },
      variants: {
        look: { dimension: "i", options: ["drawn"], choose: (_, at) => ["drawn", "bare"][at] ?? "" },
      },
      inputs: { Topic: {} },
      generators: [
        {
          id: "Draw",
          dimensions: ["i"],
          when: { look: ["drawn"] },
          dependencies: ["Topic"],
          produces: ["Picture[i]"],
        },
        { id: "Cut", dimensions: [], dependencies: ["Picture[i*]"], produces: ["Film"] },
      ],
    });
    expect(() => expandGraph({ blueprint, inputs: {} })).toThrow(
      expect.objectContaining({
        code: "blueprint-invalid",
        message: "Cut depends on Picture[1], which nothing makes with these inputs.",
        details: { generator: "Cut", dependency: "Picture[1]" },
      }),
    );
  });

  it("makes a consistent graph of any blueprint", () => {
    fc.assert(
      fc.property(blueprints(12), randomInputs, (definition, inputs) => {
        const graph = expandGraph({ blueprint: loadBlueprint(definition), inputs });
        const layers = graph.jobs.map(({ layer }) => layer);
        expect(layers).toEqual([...layers].sort((left, right) => left - right));
        expect(new Set(graph.jobs.map(({ jobId }) => jobId)).size).toBe(graph.jobs.length);
        const edges = new Set<string>();
        graph.jobs.forEach((candidate, position) => {
          expect(graph.positions.get(candidate.jobId)).toBe(position);
          expect([...candidate.inputs, ...candidate.artifacts].sort()).toEqual(
            [...candidate.dependencies].sort(),
          );
          for (const id of candidate.produces) expect(graph.artifacts.get(id)?.producer).toBe(position);
          let layer = 0;
          for (const id of candidate.artifacts) {
            const producer = graph.artifacts.get(id)?.producer as number;
            layer = Math.max(layer, (graph.jobs[producer]?.layer as number) + 1);
            edges.add(`${producer}>${position}`);
          }
          expect(candidate.layer).toBe(layer);
        });
        const { offsets, targets } = graph.consumers;
        const listed = graph.jobs.flatMap((_, position) =>
          [...targets.subarray(offsets[position], offsets[position + 1])].map(
            (target) => `${position}>${target}`,
          ),
        );
        expect(listed.sort()).toEqual([...edges].sort());
      }),
      runs(1_000, 10_000),
    );
  });
});
