import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildDag } from "../fixtures/dags/build-dag";
import { DAG_FIXTURES, type DagFixture, dagFixture } from "../fixtures/dags/library";
import { jobIds, planOf, reproducible, videoRig } from "./planning-rig";

const FIXTURES = new URL("../fixtures/plans/", import.meta.url);
const ALL: readonly DagFixture[] = DAG_FIXTURES;

/** What stands in the file beside the plan: the fixture it is the plan of. */
function asked({ inputs, made, edit, options }: DagFixture) {
  return { inputs, ...(made ? { made } : {}), ...(edit ? { edit } : {}), ...(options ? { options } : {}) };
}

describe("the golden plans", () => {
  it("give the worked example exactly its four layers", () => {
    const { plan } = buildDag(dagFixture("images"));
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

  it.each(ALL.map((fixture) => [fixture.name, fixture] as const))("hold for %s", (name, fixture) => {
    const golden = JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), "utf8")) as { plan: unknown };
    expect(golden).toEqual({ ...asked(fixture), plan: reproducible(buildDag(fixture).plan) });
  });

  it("are there for every DAG fixture, and for nothing else", () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(ALL.map(({ name }) => `${name}.json`).sort());
  });

  it("of edited films make exactly what their titles say", () => {
    const jobsOf = (name: Parameters<typeof dagFixture>[0]) => jobIds(buildDag(dagFixture(name)).plan);
    expect(jobsOf("clean")).toEqual([]);
    expect(new Set(jobsOf("style-edited").map((id) => id.split("[")[0]))).toEqual(
      new Set(["TextToImagePromptGen", "ImageGen", "TimelineAssembler"]),
    );
    expect(jobsOf("timing-edited")).toEqual(["TimelineAssembler"]);
    expect(jobsOf("another-take")).toEqual(["ImageGen[0][1]", "TimelineAssembler"]);
    expect(jobsOf("failed-picture")).toEqual(["ImageGen[1][0]", "TimelineAssembler"]);
    expect(jobsOf("one-segment-of-an-edit")).toEqual(["AudioGen[0]", "TimelineAssembler"]);
    expect(jobsOf("kept-picture")).not.toContain("ImageGen[1][0]");
    expect(jobsOf("narration-replaced")).toEqual([
      "AudioGen[1]",
      "TextToImagePromptGen[1]",
      "ImageGen[1][0]",
      "ImageGen[1][1]",
      "TimelineAssembler",
    ]);
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
