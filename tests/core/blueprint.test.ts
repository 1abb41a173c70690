import { describe, expect, it } from "vitest";
import { isReelgraphError } from "../../lib/core/errors";
import { loadBlueprint } from "../../lib/core/graph/blueprint";
import type {
  BlueprintDefinition,
  GeneratorRow,
  VariantDefinition,
} from "../../lib/core/graph/blueprint-types";
import { expandGraph } from "../../lib/core/graph/expand";
import { narratedVideo } from "../../lib/core/graph/narrated-video";

const LOOK: VariantDefinition = { dimension: "i", options: ["drawn", "filmed"], choose: () => "drawn" };

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
    variants: { look: LOOK },
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
    expect(fault.message).toBe("The generators depend on each other in a cycle: A → B → C → A.");
  });

  it("lists a generator that depends on itself", () => {
    const row: GeneratorRow = { id: "A", dimensions: [], dependencies: ["X"], produces: ["X"] };
    expect(faultOf(() => loadBlueprint(definition([row]))).message).toContain("A → A");
  });

  it.each<
    [
      name: string,
      rows: GeneratorRow[],
      more: Partial<BlueprintDefinition>,
      message: string,
      details?: object,
    ]
  >([
    [
      "an unknown dependency",
      [{ ...SCRIPT, dependencies: ["Topik"] }],
      {},
      "Script depends on Topik, which is neither an input nor made by a generator. Did you mean Topic?",
      { generator: "Script", dependency: "Topik" },
    ],
    [
      "two producers in one alternative",
      [SCRIPT, DRAW, { ...DRAW, id: "Paint" }],
      {},
      "Picture is produced by both Draw and Paint; an artifact has one producer.",
      { artifact: "Picture", producers: ["Draw", "Paint"] },
    ],
    [
      "two producers, one of them in every alternative",
      [SCRIPT, DRAW, { ...DRAW, id: "Paint", when: undefined }],
      {},
      "Picture is produced by both Draw and Paint; an artifact has one producer.",
      { artifact: "Picture", producers: ["Draw", "Paint"] },
    ],
    [
      "two producers, the other one in every alternative",
      [SCRIPT, { ...DRAW, id: "Paint", when: undefined }, DRAW],
      {},
      "Picture is produced by both Paint and Draw; an artifact has one producer.",
      { artifact: "Picture", producers: ["Paint", "Draw"] },
    ],
    [
      "two producers in alternatives that share an option",
      [SCRIPT, DRAW, { ...DRAW, id: "Paint", when: { look: ["filmed", "drawn"] } }],
      {},
      "Picture is produced by both Draw and Paint; an artifact has one producer.",
      { artifact: "Picture", producers: ["Draw", "Paint"] },
    ],
    [
      "two producers in alternatives of different kinds",
      [SCRIPT, DRAW, { ...DRAW, id: "Paint", when: { mood: ["calm"] } }],
      { variants: { look: LOOK, mood: { dimension: "i", options: ["calm", "wild"], choose: () => "calm" } } },
      "Picture is produced by both Draw and Paint; an artifact has one producer.",
      { artifact: "Picture", producers: ["Draw", "Paint"] },
    ],
    [
      "one artifact twice in a bundle",
      [{ ...SCRIPT, produces: ["Text[i*]", "Text[i*]"] }],
      {},
      "Text is produced by Script twice; an artifact has one producer.",
      { artifact: "Text", producers: ["Script", "Script"] },
    ],
    [
      "a generator declared twice",
      [SCRIPT, { ...SCRIPT, produces: ["Other"] }],
      {},
      "The generator Script is declared twice.",
    ],
    ["a generator that makes nothing", [{ ...SCRIPT, produces: [] }], {}, "Script produces nothing."],
    [
      "an artifact named like an input",
      [{ ...SCRIPT, produces: ["Style"] }],
      {},
      "Script produces Style, which is an input's name.",
    ],
    [
      "a badly named generator",
      [{ ...SCRIPT, id: "My Script" }],
      {},
      '"My Script" is not a generator\'s name: use letters and digits.',
    ],
    [
      "a badly written reference",
      [{ ...SCRIPT, dependencies: ["Topic[0]"] }],
      {},
      '"Topic[0]" is not a name of the blueprint\'s notation, such as VideoTitle, ImageGen[i] or Prompt[i][j*].',
    ],
    [
      "an unknown dimension of a generator",
      [{ ...SCRIPT, dimensions: ["k"] }],
      {},
      "Script uses the unknown dimension [k].",
    ],
    [
      "an unknown dimension of an artifact",
      [{ ...SCRIPT, produces: ["Text[k*]"] }],
      {},
      "Text uses the unknown dimension [k].",
    ],
    [
      "an unknown dimension of an input",
      [SCRIPT],
      { inputs: { "Topic[k]": {} } },
      "Topic uses the unknown dimension [k].",
    ],
    [
      "a missing index",
      [SCRIPT, { ...DRAW, dependencies: ["Text"] }],
      {},
      "Draw depends on Text, but its indices are Text[i].",
    ],
    [
      "an index too many of an input",
      [SCRIPT, { ...DRAW, dependencies: ["Style[i]"] }],
      {},
      "Draw depends on Style[i], but its indices are Style.",
    ],
    [
      "an index that is not its own",
      [SCRIPT, { ...DRAW, dimensions: [], when: undefined, produces: ["P"] }],
      {},
      "Draw has no index [i] of its own to name one Text; write [i*] for all.",
    ],
    [
      "an index that is not its own in what it makes",
      [{ ...SCRIPT, produces: ["Text[i]"] }],
      {},
      "Script has no index [i] of its own to name one Text; write [i*] for all.",
    ],
    [
      "jobs that would all make one artifact",
      [SCRIPT, { ...DRAW, produces: ["Picture"] }],
      {},
      "Draw repeats over [i] but produces Picture without it: two jobs would make one artifact.",
      { artifact: "Picture", producers: ["Draw", "Draw"] },
    ],
    [
      "jobs that would each make all artifacts",
      [SCRIPT, { ...DRAW, produces: ["Picture[i*]"] }],
      {},
      "Draw repeats over [i] but produces Picture[i*] without it: two jobs would make one artifact.",
      { artifact: "Picture", producers: ["Draw", "Draw"] },
    ],
    [
      "an unknown alternative",
      [SCRIPT, { ...DRAW, when: { mood: ["x"] } }],
      {},
      "Draw depends on the unknown alternative mood.",
    ],
    [
      "an unknown alternative of a dependency",
      [SCRIPT, { ...DRAW, dependencies: [{ on: "Text[i]", when: { mood: ["x"] } }] }],
      {},
      "Draw depends on the unknown alternative mood.",
    ],
    [
      "an unknown option",
      [SCRIPT, { ...DRAW, when: { look: ["drawn", "painted"] } }],
      {},
      'Draw depends on look being "painted"; it is one of drawn, filmed.',
    ],
    [
      "an alternative per index it lacks",
      [{ ...SCRIPT, when: { look: ["drawn"] } }],
      {},
      "Script depends on look, which is chosen per [i], but has no such index.",
    ],
    [
      "a dependency nobody makes in an alternative",
      [SCRIPT, DRAW, { id: "Cut", dimensions: [], dependencies: ["Picture[i*]"], produces: ["Film"] }],
      {},
      'Cut depends on Picture, which no generator makes when look is "filmed".',
      { generator: "Cut", dependency: "Picture" },
    ],
    [
      "a dependency nobody makes in its own alternative",
      [SCRIPT, DRAW, { ...FILM, dependencies: ["Picture[i]"], produces: ["Clip[i]"] }],
      {},
      'Film depends on Picture, which no generator makes when look is "filmed".',
      { generator: "Film", dependency: "Picture" },
    ],
    [
      "a conditional dependency without the index of its condition",
      [{ ...SCRIPT, dependencies: [{ on: "Topic", when: { look: ["drawn"] } }] }],
      {},
      "Script depends on Topic per look, but Topic has no index [i].",
    ],
    [
      "artifacts with other indices in another alternative",
      [SCRIPT, DRAW, { ...FILM, dimensions: ["i", "j"], produces: ["Picture[i][j]"] }],
      {},
      "Picture has other indices in Film than in Draw.",
    ],
    [
      "an input declared twice",
      [SCRIPT],
      { inputs: { Topic: {}, "Topic[i]": {} } },
      "The input Topic is declared twice.",
    ],
    [
      "a replacement of nothing",
      [SCRIPT],
      { replacements: { "Txt[i]": "Words[i]" } },
      "No generator makes Txt, which Words is to replace. Did you mean Text?",
    ],
    [
      "a replacement by nothing",
      [SCRIPT],
      { replacements: { "Text[i]": "Word[i]" } },
      "Text is to be replaced by Word, which is no input. Did you mean Words?",
    ],
    [
      "a replacement with other indices",
      [SCRIPT],
      { replacements: { "Text[i]": "Style" } },
      "Style cannot replace Text: their indices differ.",
    ],
  ])("refuses %s, naming the culprits", (_name, rows, more, message, details) => {
    const fault = faultOf(() => loadBlueprint(definition(rows, more)));
    expect(fault).toEqual({ code: "blueprint-invalid", message, details });
  });

  it("resolves every reference of a table", () => {
    const cut: GeneratorRow = {
      id: "Cut",
      dimensions: [],
      dependencies: [{ on: "Picture[i*]", when: { look: ["drawn"] } }, "Words[i*]"],
      produces: ["Film"],
    };
    const frame: GeneratorRow = {
      ...DRAW,
      id: "Frame",
      dependencies: ["Picture[i]"],
      produces: ["Frame[i]"],
    };
    const rows = [SCRIPT, DRAW, frame, cut];
    const blueprint = loadBlueprint(definition(rows, { replacements: { "Text[i]": "Words[i]" } }));
    expect(blueprint).toMatchObject({ id: "test", version: 1, variants: { look: LOOK } });
    expect([...blueprint.inputs]).toEqual([
      ["Topic", { dimensions: [], prompt: true }],
      ["Style", { dimensions: [], prompt: false }],
      ["Words", { dimensions: ["i"], prompt: false }],
    ]);
    expect([...blueprint.artifacts.values()]).toEqual([
      { family: "Text", dimensions: ["i"], producers: ["Script"], replacedBy: "Words" },
      { family: "Picture", dimensions: ["i"], producers: ["Draw"], replacedBy: null },
      { family: "Frame", dimensions: ["i"], producers: ["Frame"], replacedBy: null },
      { family: "Film", dimensions: [], producers: ["Cut"], replacedBy: null },
    ]);
    const own = { dimension: "i", every: false };
    const every = { dimension: "i", every: true };
    expect(blueprint.generators).toEqual([
      {
        id: "Script",
        dimensions: [],
        when: {},
        dependencies: [{ reference: { family: "Topic", terms: [] }, kind: "input", when: {} }],
        produces: [{ family: "Text", terms: [every] }],
      },
      {
        id: "Draw",
        dimensions: ["i"],
        when: { look: ["drawn"] },
        dependencies: [
          { reference: { family: "Text", terms: [own] }, kind: "artifact", when: {} },
          { reference: { family: "Style", terms: [] }, kind: "input", when: {} },
        ],
        produces: [{ family: "Picture", terms: [own] }],
      },
      {
        id: "Frame",
        dimensions: ["i"],
        when: { look: ["drawn"] },
        dependencies: [{ reference: { family: "Picture", terms: [own] }, kind: "artifact", when: {} }],
        produces: [{ family: "Frame", terms: [own] }],
      },
      {
        id: "Cut",
        dimensions: [],
        when: {},
        dependencies: [
          {
            reference: { family: "Picture", terms: [every] },
            kind: "artifact",
            when: { look: ["drawn"] },
          },
          { reference: { family: "Words", terms: [every] }, kind: "input", when: {} },
        ],
        produces: [{ family: "Film", terms: [] }],
      },
    ]);
  });

  it("loads a table without alternatives", () => {
    const blueprint = loadBlueprint(definition([SCRIPT], { variants: undefined }));
    expect(blueprint.variants).toEqual({});
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
