import { describe, expect, it } from "vitest";
import { selectJobs } from "../../lib/core/plan/selectors";
import { videoRig } from "./planning-rig";

const MIXED = { UseVideo: true, "UseVideo[1]": false, "SegmentNarrationInput[2]": "Mine." };

function selected(selectors: string | string[], raw: Record<string, unknown> = {}): string[] {
  const { graph, blueprint } = videoRig(raw);
  const positions = selectJobs({ graph, blueprint, selectors: [selectors].flat() });
  return positions.map((position) => graph.jobs[position]?.jobId ?? "");
}

describe("selectJobs", () => {
  it("chooses the jobs of a segment, and not those that work for all", () => {
    expect(selected("segment=1")).toEqual([
      "AudioGen[1]",
      "TextToImagePromptGen[1]",
      "ImageGen[1][0]",
      "ImageGen[1][1]",
    ]);
    expect(selected("segment=1", MIXED)).toContain("ImageGen[1][0]");
    expect(selected("segment=0", MIXED)).toEqual([
      "AudioGen[0]",
      "TextToVideoPromptGen[0]",
      "TextToVideoGen[0]",
    ]);
  });

  it("chooses by every dimension's label, and all of one with *", () => {
    expect(selected("image=1")).toEqual(["ImageGen[0][1]", "ImageGen[1][1]", "ImageGen[2][1]"]);
    expect(selected("image=*")).toHaveLength(6);
    expect(selected("segment=*")).toHaveLength(12);
  });

  it("chooses a generator's jobs, all or by index", () => {
    expect(selected("generator=AudioGen")).toEqual(["AudioGen[0]", "AudioGen[1]", "AudioGen[2]"]);
    expect(selected("generator=ImageGen[2]")).toEqual(["ImageGen[2][0]", "ImageGen[2][1]"]);
    expect(selected("generator=ImageGen[*][0]")).toEqual([
      "ImageGen[0][0]",
      "ImageGen[1][0]",
      "ImageGen[2][0]",
    ]);
  });

  it("chooses the job that makes an artifact, with wildcards and indices left out", () => {
    expect(selected("artifact=SegmentImageAsset[1][*]")).toEqual(["ImageGen[1][0]", "ImageGen[1][1]"]);
    expect(selected("SegmentImageAsset[1]")).toEqual(["ImageGen[1][0]", "ImageGen[1][1]"]);
    expect(selected("SegmentImageAsset[*][1]")).toHaveLength(3);
    expect(selected("Music")).toEqual(["MusicGen"]);
    expect(selected("artifact=NarrationSegmentScript[1]")).toEqual(["ScriptGen"]);
    expect(selected("WordTimings[2]")).toEqual(["AudioGen[2]"]);
    expect(selected(" artifact = Music ")).toEqual(["MusicGen"]);
  });

  it("unites selectors, each job once, in planning order", () => {
    expect(selected(["Music", "segment=1", "generator=AudioGen", "Music"])).toEqual([
      "AudioGen[0]",
      "AudioGen[1]",
      "AudioGen[2]",
      "TextToImagePromptGen[1]",
      "MusicGen",
      "ImageGen[1][0]",
      "ImageGen[1][1]",
    ]);
    expect(selected([])).toEqual([]);
  });

  it.each<[selector: string, says: string[], raw?: Record<string, unknown>]>([
    ["", ["segment=1", "generator=ImageGen"]],
    ["SegmentImageAset[1][0]", ["no artifact SegmentImageAset", "Did you mean SegmentImageAsset?"]],
    ["artifact=Zzz", ["no artifact Zzz."]],
    ["ImageGen[1]", ["It is a generator: write generator=ImageGen[1]."]],
    ["generator=Music", ["It is an artifact: write artifact=Music."]],
    ["generator=ImagGen", ["no generator ImagGen", "Did you mean ImageGen?"]],
    ["scene=1", ['"scene" is none of artifact, generator, segment, image.']],
    ["segmnet=1", ["Did you mean segment?"]],
    ["segment=3", ["segments 0 to 2, not 3"]],
    ["segment=one", ["a segment is a number counted from 0, or * for all"]],
    ["segment=", ["a segment is a number"]],
    ["segment=-1", ["a segment is a number"]],
    ["image=0", ["has no images, not 0"], { ImagesPerSegment: 0 }],
    ["SegmentImageAsset[7][0]", ["segments 0 to 2, not 7"]],
    ["SegmentImageAsset[0][2]", ["images 0 to 1, not 2"]],
    ["generator=AudioGen[3]", ["segments 0 to 2, not 3"]],
    ["Music[0]", ["Music has no indices: write Music."]],
    ["WordTimings[0][1]", ["WordTimings has 1 index: write WordTimings[segment]."]],
    ["SegmentImageAsset[0][1][0]", ["2 indices: write SegmentImageAsset[segment][image]."]],
    ["SegmentVideo[0]", ["makes no SegmentVideo[0] with its inputs"]],
    ["generator=TextToVideoGen", ["no job TextToVideoGen with its inputs"]],
    ["NarrationSegmentScript[2]", ["given by SegmentNarrationInput[2]"], MIXED],
    ["artifact=Music; DROP TABLE", ["write segment=1"]],
  ])('refuses "%s" and says what would do', (selector, says, raw = {}) => {
    const select = () => selected(selector, raw);
    expect(select).toThrow(expect.objectContaining({ code: "unknown-selector" }));
    expect(select).toThrow(`Cannot select "${selector}"`);
    for (const text of says) expect(select).toThrow(text);
  });

  it("shortens an endless selector in its message", () => {
    expect(() => selected("x".repeat(10_000))).toThrow(/^.{0,250}$/);
  });
});
