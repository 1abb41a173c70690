import { existsSync, readdirSync, readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReelgraphError } from "../../lib/core/errors";
import { canonicalJson } from "../../lib/core/fingerprint/canonical-json";
import { runs } from "./property-runs";

/** Public RFC 8785 vectors, kept beside the checkout where they are available. */
const VECTORS = new URL("../../../shared/specs/jcs/testdata/", import.meta.url);

function refusalOf(value: unknown): { code: string; message: string; pointer: string | undefined } {
  try {
    canonicalJson(value);
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    return { code: error.code, message: error.message, pointer: error.errors[0]?.pointer };
  }
  throw new Error("was accepted");
}

describe("canonicalJson", () => {
  it("sorts keys by UTF-16 code units at every level and writes no spaces", () => {
    expect(canonicalJson({ b: [1, { z: 1, a: 2 }], a: { "10": 1, "9": 2, A: 3, aa: 4, "": 5 } })).toBe(
      '{"a":{"":5,"10":1,"9":2,"A":3,"aa":4},"b":[1,{"a":2,"z":1}]}',
    );
    // U+1F602 is written with surrogates (D83D…), which sort before U+FE33 although its code point is higher.
    expect(canonicalJson({ "\ufe33": 1, "\u{1f602}": 2, ö: 3 })).toBe('{"ö":3,"\u{1f602}":2,"\ufe33":1}');
  });

  it.each([
    [0, "0"],
    [-0, "0"],
    [1.0, "1"],
    [-1.5, "-1.5"],
    [1e21, "1e+21"],
    [1e20, "100000000000000000000"],
    [1e-7, "1e-7"],
    [0.000001, "0.000001"],
    [9007199254740994, "9007199254740994"],
    [9.999999999999997e-7, "9.999999999999997e-7"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [333333333.3333333, "333333333.3333333"],
    [4.5, "4.5"],
    [2e-3, "0.002"],
    [1e30, "1e+30"],
  ])("writes the number %d as %s", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it("escapes exactly what RFC 8785 escapes", () => {
    expect(canonicalJson('\u0000\u0001\b\t\n\u000b\f\r\u001f"\\/\u007f\u0080\u2028€😂')).toBe(
      '"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f\u0080\u2028€😂"',
    );
  });

  it("drops undefined members, keeps null, and writes empty containers", () => {
    expect(canonicalJson({ a: undefined, b: null, c: [], d: {}, e: [null, false, true, ""] })).toBe(
      '{"b":null,"c":[],"d":{},"e":[null,false,true,""]}',
    );
    expect(canonicalJson({ \u0416: undefined, "e\u0301": undefined, "\u00e9": 1 })).toBe('{"\u00e9":1}');
  });

  it("writes composed and decomposed text alike, in values and keys, and sorts keys as composed", () => {
    expect(canonicalJson({ "e\u0301": "A\u030a", z: 1 })).toBe(canonicalJson({ z: 1, "\u00e9": "\u00c5" }));
    expect(canonicalJson({ "e\u0301": 1, f: 2 })).toBe('{"f":2,"\u00e9":1}');
  });

  it("treats plain objects of another realm and without a prototype as plain", () => {
    expect(canonicalJson(runInNewContext("({b: [1], a: {}})"))).toBe('{"a":{},"b":[1]}');
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}');
  });

  it("accepts a value that appears twice without containing itself", () => {
    const shared = { x: 1 };
    expect(canonicalJson({ a: shared, b: [shared, shared] })).toBe('{"a":{"x":1},"b":[{"x":1},{"x":1}]}');
  });

  const cyclic: Record<string, unknown> = { a: [] };
  (cyclic.a as unknown[]).push(cyclic);
  class Scene {
    constructor(members: object = {}) {
      Object.assign(this, members);
    }
  }
  const half = "the text has a lone surrogate (half a character)";
  it.each<[name: string, value: unknown, pointer: string, says: string]>([
    ["NaN", { scenes: [{ seconds: Number.NaN }] }, "/scenes/0/seconds", "NaN is not a JSON number"],
    ["Infinity", [1, Number.POSITIVE_INFINITY], "/1", "Infinity is not a JSON number"],
    ["-Infinity", Number.NEGATIVE_INFINITY, "", "-Infinity is not a JSON number"],
    ["a bigint", { a: 1n }, "/a", "a value of type bigint has no JSON form"],
    ["undefined in an array", { a: [1, undefined] }, "/a/1", "a value of type undefined has no JSON form"],
    ["a hole in an array", new Array(1), "/0", "a value of type undefined has no JSON form"],
    ["undefined itself", undefined, "", "a value of type undefined has no JSON form"],
    ["a function", { a: { b: () => 1 } }, "/a/b", "a value of type function has no JSON form"],
    ["a symbol", [Symbol("x")], "/0", "a value of type symbol has no JSON form"],
    ["a lone high surrogate", { a: "x\ud83d" }, "/a", half],
    ["a lone low surrogate", ["\ude02x"], "/0", half],
    ["a lone surrogate in a key", { "a\ud83d": 1 }, "/a\ud83d", half],
    ["surrogates in the wrong order", "\ude02\ud83d", "", half],
    ["a cycle", cyclic, "/a/0", "the value contains itself"],
    [
      "two keys that are one in NFC",
      { "\u00e9": 1, "e\u0301": 2 },
      "/e\u0301",
      "another key is the same after Unicode normalisation",
    ],
    ["a Date", { at: new Date(0) }, "/at", "an object of class Date is not plain JSON data"],
    ["a Map", new Map([["a", 1]]), "", "an object of class Map is not plain JSON data"],
    ["a typed array", { a: new Uint8Array(2) }, "/a", "an object of class Uint8Array is not plain JSON data"],
    ["a boxed number", [Object(1)], "/0", "an object of class Number is not plain JSON data"],
    [
      "a class instance",
      { a: { b: new Scene() } },
      "/a/b",
      "an object of class Scene is not plain JSON data",
    ],
    ["an instance without a class name", new (class {})(), "", "an object of a class is not plain JSON data"],
    [
      "an instance that hides its class",
      new Scene({ constructor: undefined }),
      "",
      "an object of a class is not plain JSON data",
    ],
    [
      "an instance that lies about its class",
      new Scene({ constructor: { name: 5 } }),
      "",
      "an object of a class is not plain JSON data",
    ],
    [
      "a key that needs escaping in a pointer",
      { "a/b~c": Number.NaN },
      "/a~1b~0c",
      "NaN is not a JSON number",
    ],
    [
      "the place after siblings with containers",
      { a: [{}], b: { c: [[], {}] }, d: Number.NaN },
      "/d",
      "NaN is not a JSON number",
    ],
  ])("refuses %s, names the place and says why", (_name, value, pointer, says) => {
    const place = pointer === "" ? "the value itself" : pointer;
    expect(refusalOf(value)).toEqual({
      code: "not-canonical",
      pointer,
      message: `Not canonical JSON at ${place}: ${says}.`,
    });
  });

  it("accepts deep values and refuses absurdly deep ones without overflowing the stack", () => {
    const nested = (depth: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < depth; level++) value = [value];
      return value;
    };
    expect(canonicalJson(nested(2_000))).toBe(`${"[".repeat(2_000)}1${"]".repeat(2_000)}`);
    for (const depth of [2_001, 100_000]) {
      const { code, message } = refusalOf(nested(depth));
      expect(code).toBe("not-canonical");
      expect(message).toMatch(/: the value is nested deeper than 2000 levels\.$/);
    }
  });

  it("gives JSON that reads back as the same value, whatever the order of its keys", () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, shuffled(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value).normalize("NFC")));
      }),
      runs(1_500, 10_000),
    );
  });

  it("never tells composed from decomposed text", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })),
        (value) => {
          const entries = Object.entries(value);
          const composed = Object.fromEntries(
            entries.map(([k, v]) => [k.normalize("NFC"), v.normalize("NFC")]),
          );
          const decomposed = Object.fromEntries(
            Object.entries(composed).map(([k, v]) => [k.normalize("NFD"), v.normalize("NFD")]),
          );
          expect(canonicalJson(decomposed)).toBe(canonicalJson(composed));
        },
      ),
      runs(1_500, 10_000),
    );
  });

  describe.skipIf(!existsSync(VECTORS))("on the public RFC 8785 vectors", () => {
    const read = (path: string): string => readFileSync(new URL(path, VECTORS), "utf8");
    const names = existsSync(VECTORS) ? readdirSync(new URL("input/", VECTORS)) : [];

    it.each(names.filter((name) => name !== "weird.json"))("writes %s as the RFC does, in NFC", (name) => {
      expect(canonicalJson(JSON.parse(read(`input/${name}`)))).toBe(read(`output/${name}`).normalize("NFC"));
    });

    it("sorts weird.json by its keys in NFC, which moves the one key that NFC decomposes", () => {
      const dagesh = '"\ufb33":"Hebrew Letter Dalet With Dagesh"';
      const expected = read("output/weird.json");
      expect(expected).toContain(`,${dagesh}`);
      const moved = expected.replace(`,${dagesh}`, "").replace('"€"', `${dagesh.normalize("NFC")},"€"`);
      expect(canonicalJson(JSON.parse(read("input/weird.json")))).toBe(moved);
    });
  });
});
