import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jobIds, planOf, reproducible, videoRig } from "./planning-rig";

const FIXTURES = new URL("../fixtures/plans/", import.meta.url);

interface Fixture {
  inputs: Record<string, unknown>;
  plan: unknown;
}

describe("the golden plans", () => {
  it("give the worked example exactly its four layers", () => {
    const plan = planOf(videoRig({ UseVideo: false, Duration: 30, ImagesPerSegment: 2, InquiryPrompt: "x" }));
    expect(plan.layers.map((layer) => layer.map(({ jobId }) => jobId))).toEqual([
      ["ScriptGen"],
      [
        "TextToMusicPromptGen",
        "AudioGen[0]",
        "AudioGen[1]",
        "AudioGen[2]",
        "TextToImagePromptGen[0]",
        "TextToImagePromptGen[1]",
        "TextToImagePromptGen[2]",
      ],
      [
        "MusicGen",
        "ImageGen[0][0]",
        "ImageGen[0][1]",
        "ImageGen[1][0]",
        "ImageGen[1][1]",
        "ImageGen[2][0]",
        "ImageGen[2][1]",
      ],
      ["TimelineAssembler"],
    ]);
  });

  it.each(["images", "text-to-video", "image-to-video", "mixed"])("hold for the branch %s", (name) => {
    const fixture = JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), "utf8")) as Fixture;
    expect(reproducible(planOf(videoRig(fixture.inputs)))).toEqual(fixture.plan);
  });

  it.each([
    [85, {}],
    [145, { UseVideo: true }],
    [205, { UseVideo: true, IsImageToVideo: true }],
  ])("have the critical path of %d s that graph.md gives", (seconds, raw) => {
    expect(planOf(videoRig(raw)).quote.seconds).toBe(seconds);
  });

  it("plan only the branches a video has", () => {
    const images = jobIds(planOf(videoRig()));
    const video = jobIds(planOf(videoRig({ UseVideo: true })));
    const clips = jobIds(planOf(videoRig({ UseVideo: true, IsImageToVideo: true })));
    const shared = ["ScriptGen", "TextToMusicPromptGen", "AudioGen[0]", "MusicGen", "TimelineAssembler"];
    for (const ids of [images, video, clips]) expect(ids).toEqual(expect.arrayContaining(shared));
    expect(images.filter((id) => /Video/.test(id))).toEqual([]);
    expect(video.filter((id) => /Image/.test(id))).toEqual([]);
    expect(clips.filter((id) => /TextToVideo|TextToImage|^ImageGen/.test(id))).toEqual([]);
  });
});
