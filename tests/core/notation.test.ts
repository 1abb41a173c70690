import { describe, expect, it } from "vitest";
import {
  concreteName,
  indexTuples,
  isName,
  parseConcrete,
  parseReference,
} from "../../lib/core/graph/notation";

const own = (dimension: string) => ({ dimension, every: false });
const every = (dimension: string) => ({ dimension, every: true });

describe("a name of the notation", () => {
  it("is a letter followed by letters and digits", () => {
    for (const name of ["A", "ImageGen", "gen2"]) expect(isName(name)).toBe(true);
    for (const name of ["", "2nd", "My Gen", "Gen!", "!Gen", "Gen[i]", "Gen\n"]) {
      expect(isName(name)).toBe(false);
    }
  });

  it("may carry an index per dimension: the job's own, or every one", () => {
    expect(parseReference("VideoTitle")).toEqual({ family: "VideoTitle", terms: [] });
    expect(parseReference("I[i]")).toEqual({ family: "I", terms: [own("i")] });
    expect(parseReference("Prompt2[i][j*]")).toEqual({ family: "Prompt2", terms: [own("i"), every("j")] });
    expect(parseReference("Prompt[i*][j]")).toEqual({ family: "Prompt", terms: [every("i"), own("j")] });
  });

  it.each([
    "",
    "[i]",
    "2nd[i]",
    "!Gen[i]",
    "My Gen",
    "Gen[]",
    "Gen[0]",
    "Gen[I]",
    "Gen[ij]",
    "Gen[i**]",
    "Gen[*]",
    "Gen[i",
    "Gen[i]x",
    "x Gen[i]",
  ])('is not "%s"', (text) => {
    const message = `"${text}" is not a name of the blueprint's notation, such as VideoTitle, ImageGen[i] or Prompt[i][j*].`;
    expect(() => parseReference(text)).toThrow(
      expect.objectContaining({ code: "blueprint-invalid", message }),
    );
  });
});

describe("a concrete name", () => {
  it("has numbers for indices, and is put together again from its parts", () => {
    for (const [text, family, index] of [
      ["VideoTitle", "VideoTitle", []],
      ["A[0]", "A", [0]],
      ["ImageGen2[10][7]", "ImageGen2", [10, 7]],
      ["ImageGen[999999]", "ImageGen", [999_999]],
    ] as const) {
      expect(parseConcrete(text)).toEqual({ family, index });
      expect(concreteName(family, index)).toBe(text);
    }
  });

  it.each([
    "",
    "[0]",
    "2nd[0]",
    "!A[0]",
    "A[]",
    "A[01]",
    "A[-1]",
    "A[i]",
    "A[1000000]",
    "A[0",
    "A[0]x",
    "x A[0]",
  ])('is not "%s"', (text) => {
    expect(parseConcrete(text)).toBeNull();
  });
});

describe("what a reference stands for", () => {
  const sizes = { i: 2, j: 3 };

  it("is one place for own indices, and all places in order for every one", () => {
    expect(indexTuples([], {}, sizes)).toEqual([[]]);
    expect(indexTuples([own("i"), own("j")], { i: 1, j: 2 }, sizes)).toEqual([[1, 2]]);
    expect(indexTuples([own("i"), every("j")], { i: 1 }, sizes)).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(indexTuples([every("j"), every("i")], {}, sizes)).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ]);
  });

  it("is nothing where a dimension is empty", () => {
    expect(indexTuples([every("i"), every("j")], {}, { i: 2, j: 0 })).toEqual([]);
  });
});
