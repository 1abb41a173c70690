import { describe, expect, it } from "vitest";
import { isReelgraphError } from "../../lib/core/errors";
import { loadBlueprint } from "../../lib/core/graph/blueprint";
import type { BlueprintDefinition, GeneratorRow } from "../../lib/core/graph/blueprint-types";
import { expandGraph } from "../../lib/core/graph/expand";
import { narratedVideo } from "../../lib/core/graph/narrated-video";

function definition(
  generators: readonly GeneratorRow[],
  more: Partial<BlueprintDefinition> = {},
): BlueprintDefinition {
  return {
    id: "test",
    version: 1,
    dimensions: {
      i: { label: "segment", size: () => 2 },
      j: { label: "image", size: () => 2 },
    },
    variants: { look: { dimension: "i", options: ["drawn", "filmed"], choose: () => "drawn" } },
    inputs: { Topic: { prompt: true }, Style: {}, "Words[i]": {} },
    generators,
    ...more,
  };
}

const SCRIPT: GeneratorRow = {
  id: "Script",
  dimensions: [],
  dependencies: ["Topic"],
  produces: ["Text[i*]"],
};
const DRAW: GeneratorRow = {
  id: "Draw",
  dimensions: ["i"],
  when: { look: ["drawn"] },
  dependencies: ["Text[i]", "Style"],
  produces: ["Picture[i]"],
};
const FILM: GeneratorRow = { ...DRAW, id: "Film", when: { look: ["filmed"] } };

function faultOf(load: () => unknown): { code: string; message: string; details: unknown } {
  try {
    load();
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    return { code: error.code, message: error.message, details: error.details };
  }
  throw new Error("was loaded");
}

describe("loadBlueprint", () => {
  it("loads the narrated video with every artifact's producers", () => {
    expect(narratedVideo.generators).toHaveLength(12);
    expect(narratedVideo.artifacts.get("SegmentVideo")?.producers).toEqual([
      "TextToVideoGen",
      "ImageToVideoGen",
    ]);
    expect(narratedVideo.artifacts.get("SegmentImagePrompt")).toEqual({
      family: "SegmentImagePrompt",
      dimensions: ["i", "j"],
      producers: ["TextToImagePromptGen"],
      replacedBy: "SegmentImagePromptInput",
    });
  });

  it("takes two producers of one artifact in different alternatives", () => {
    const blueprint = loadBlueprint(definition([SCRIPT, DRAW, FILM]));
    expect(blueprint.artifacts.get("Picture")?.producers).toEqual(["Draw", "Film"]);
  });

  it("lists a cycle", () => {
    const rows: GeneratorRow[] = [
      { id: "A", dimensions: [], dependencies: ["X3"], produces: ["X1"] },
      { id: "B", dimensions: [], dependencies: ["X1", "Topic"], produces: ["X2"] },
      { id: "C", dimensions: [], dependencies: ["X2"], produces: ["X3"] },
      { id: "D", dimensions: [], dependencies: ["X3"], produces: ["X4"] },
    ];
    const fault = faultOf(() => loadBlueprint(definition(rows)));
    expect(fault.code).toBe("blueprint-invalid");
    expect(fault.details).toEqual({ cycle: ["A", "B", "C"] });
    expect(fault.message).toContain("A → B → C → A");
  });

  it("lists a generator that depends on itself", () => {
    const row: GeneratorRow = { id: "A", dimensions: [], dependencies: ["X"], produces: ["X"] };
    expect(faultOf(() => loadBlueprint(definition([row]))).message).toContain("A → A");
  });

  it.each<[name: string, rows: GeneratorRow[], more: Partial<BlueprintDefinition>, says: string[]]>([
    [
      "an unknown dependency",
      [{ ...SCRIPT, dependencies: ["Topik"] }],
      {},
      ["Script", "Topik", "Did you mean Topic?"],
    ],
    [
      "two producers in one alternative",
      [SCRIPT, DRAW, { ...DRAW, id: "Paint" }],
      {},
      ["Picture", "both Draw and Paint"],
    ],
    [
      "two producers, one of them in every alternative",
      [SCRIPT, DRAW, { ...DRAW, id: "Paint", when: undefined }],
      {},
      ["Picture", "both Draw and Paint"],
    ],
    [
      "one artifact twice in a bundle",
      [{ ...SCRIPT, produces: ["Text[i*]", "Text[i*]"] }],
      {},
      ["Text", "Script twice"],
    ],
    ["a generator declared twice", [SCRIPT, { ...SCRIPT, produces: ["Other"] }], {}, ["Script", "twice"]],
    ["a generator that makes nothing", [{ ...SCRIPT, produces: [] }], {}, ["Script", "nothing"]],
    ["an artifact named like an input", [{ ...SCRIPT, produces: ["Style"] }], {}, ["Script", "Style"]],
    ["a badly named generator", [{ ...SCRIPT, id: "My Script" }], {}, ["My Script"]],
    ["a badly written reference", [{ ...SCRIPT, dependencies: ["Topic[0]"] }], {}, ["Topic[0]"]],
    ["an unknown dimension of a generator", [{ ...SCRIPT, dimensions: ["k"] }], {}, ["Script", "[k]"]],
    ["an unknown dimension of an artifact", [{ ...SCRIPT, produces: ["Text[k*]"] }], {}, ["Text", "[k]"]],
    ["a missing index", [SCRIPT, { ...DRAW, dependencies: ["Text"] }], {}, ["Draw", "Text[i]"]],
    [
      "an index that is not its own",
      [SCRIPT, { ...DRAW, dimensions: [], when: undefined, produces: ["P"] }],
      {},
      ["Draw", "Text", "[i*]"],
    ],
    [
      "jobs that would all make one artifact",
      [SCRIPT, { ...DRAW, produces: ["Picture"] }],
      {},
      ["Draw", "Picture", "[i]"],
    ],
    ["an unknown alternative", [SCRIPT, { ...DRAW, when: { mood: ["x"] } }], {}, ["Draw", "mood"]],
    [
      "an unknown option",
      [SCRIPT, { ...DRAW, when: { look: ["painted"] } }],
      {},
      ["Draw", "painted", "drawn, filmed"],
    ],
    [
      "an alternative per index it lacks",
      [{ ...SCRIPT, when: { look: ["drawn"] } }],
      {},
      ["Script", "look", "[i]"],
    ],
    [
      "a dependency nobody makes in an alternative",
      [SCRIPT, DRAW, { id: "Cut", dimensions: [], dependencies: ["Picture[i*]"], produces: ["Film"] }],
      {},
      ["Cut", "Picture", '"filmed"'],
    ],
    [
      "a conditional dependency without the index of its condition",
      [{ ...SCRIPT, dependencies: [{ on: "Topic", when: { look: ["drawn"] } }] }],
      {},
      ["Script", "Topic", "[i]"],
    ],
    [
      "artifacts with other indices in another alternative",
      [SCRIPT, DRAW, { ...FILM, dimensions: ["i", "j"], produces: ["Picture[i][j]"] }],
      {},
      ["Picture", "Film", "Draw"],
    ],
    ["an input declared twice", [SCRIPT], { inputs: { Topic: {}, "Topic[i]": {} } }, ["Topic"]],
    [
      "a replacement of nothing",
      [SCRIPT],
      { replacements: { "Txt[i]": "Words[i]" } },
      ["Txt", "Did you mean Text?"],
    ],
    [
      "a replacement by nothing",
      [SCRIPT],
      { replacements: { "Text[i]": "Word[i]" } },
      ["Word", "Did you mean Words?"],
    ],
    [
      "a replacement with other indices",
      [SCRIPT],
      { replacements: { "Text[i]": "Style" } },
      ["Text", "Style"],
    ],
  ])("refuses %s, naming the culprits", (_name, rows, more, says) => {
    const fault = faultOf(() => loadBlueprint(definition(rows, more)));
    expect(fault.code).toBe("blueprint-invalid");
    for (const text of says) expect(fault.message).toContain(text);
  });

  it("gives a new generator its jobs from one row", () => {
    const subtitle: GeneratorRow = {
      id: "Subtitle",
      dimensions: ["i"],
      dependencies: ["Text[i]"],
      produces: ["Subtitles[i]"],
    };
    const blueprint = loadBlueprint(definition([SCRIPT, DRAW, FILM, subtitle]));
    const graph = expandGraph({ blueprint, inputs: { Topic: "x", Style: "y" } });
    expect(graph.jobs.map(({ jobId }) => jobId)).toEqual([
      "Script",
      "Draw[0]",
      "Draw[1]",
      "Subtitle[0]",
      "Subtitle[1]",
    ]);
  });
});
