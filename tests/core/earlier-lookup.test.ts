import { describe, expect, it } from "vitest";
import type { Fingerprint } from "../../lib/core/fingerprint/types";
import { adoptingJobs, type BoughtResult, earlierLookup } from "../../lib/core/plan/earlier-lookup";
import type { Plan } from "../../lib/core/plan/types";

const FIRST = "sha256:first" as Fingerprint;
const SECOND = "sha256:second" as Fingerprint;

/** As much of a plan as the look-up reads. */
function planWith(...layers: { jobId: string; reasons: string[] }[][]): Plan {
  return { layers } as unknown as Plan;
}

const plan = planWith(
  [{ jobId: "ScriptGen", reasons: ["input-changed:InquiryPrompt"] }],
  [
    { jobId: "AudioGen[0]", reasons: ["missing", "upstream:Script"] },
    { jobId: "ImageGen[0][0]", reasons: ["input-changed:ImageStyle", "take-requested"] },
    { jobId: "MusicGen", reasons: ["failed"] },
  ],
  [{ jobId: "ImageGen[1][0]", reasons: ["full-run"] }],
);

function result(jobId: string, fingerprint: string, ...names: string[]): BoughtResult {
  const checksums = Object.fromEntries(names.map((name) => [name, `${fingerprint} ${name}`]));
  return { jobId, fingerprint, checksums };
}

describe("jobs that would take over an earlier result", () => {
  it("are those of all layers that are not to be made anew whatever there is", () => {
    expect(adoptingJobs(plan)).toEqual(["ScriptGen", "AudioGen[0]"]);
    expect(adoptingJobs(planWith())).toEqual([]);
  });
});

describe("the look-up of earlier results", () => {
  it("is none where no job of the plan has one", () => {
    expect(earlierLookup({ plan, results: [] })).toBeNull();
    const results = [result("ImageGen[0][0]", FIRST, "SegmentImageAsset[0][0]"), result("Other", FIRST, "A")];
    expect(earlierLookup({ plan, results })).toBeNull();
  });

  it("finds by fingerprint what a job that may take it over made, and the newest of equal ones", () => {
    const older = result("ScriptGen", FIRST, "Script");
    const newer = { ...older, checksums: { Script: "sha256:newer", VideoTitle: "sha256:title" } };
    const look = earlierLookup({
      plan,
      results: [
        older,
        newer,
        result("AudioGen[0]", SECOND, "Narration"),
        result("MusicGen", SECOND, "Music"),
      ],
    });
    expect(look?.(FIRST, ["Script"])).toEqual({ checksums: { Script: "sha256:newer" } });
    expect(look?.(FIRST, ["VideoTitle", "Script"])).toEqual({
      checksums: { VideoTitle: "sha256:title", Script: "sha256:newer" },
    });
    // The music is a failed job's, which is made anew: what it once made does not stand in the narration's way.
    expect(look?.(SECOND, ["Narration"])).toEqual({ checksums: { Narration: `${SECOND} Narration` } });
  });

  it("finds nothing under another fingerprint, and nothing that lacks an artifact", () => {
    const look = earlierLookup({ plan, results: [result("ScriptGen", FIRST, "Script")] });
    expect(look?.(SECOND, ["Script"])).toBeNull();
    expect(look?.(FIRST, ["Script", "VideoTitle"])).toBeNull();
    expect(look?.(FIRST, ["toString"])).toBeNull();
  });
});
