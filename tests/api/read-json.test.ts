import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createVideoSchema, listVideosQuerySchema } from "../../lib/api/contract/videos";
import { toProblem } from "../../lib/api/problem";
import { checkShape, parseJson, readBody } from "../../lib/api/read-json";
import { isReelgraphError, type ReelgraphError } from "../../lib/core/errors";
import { requireInputs } from "../../lib/core/graph/inputs";
import { runs } from "../core/property-runs";

const JSON_ONLY = ["application/json"];

function post(body: BodyInit | null, contentType: string | null = "application/json"): Request {
  const headers: Record<string, string> = contentType === null ? {} : { "content-type": contentType };
  return new Request("http://localhost/api/v1/videos", {
    method: "POST",
    headers,
    body,
    duplex: "half",
  } as RequestInit);
}

async function refusalOf(work: () => unknown): Promise<ReelgraphError> {
  try {
    await work();
  } catch (error) {
    if (isReelgraphError(error)) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

describe("a body", () => {
  it("is read as text of the types a route takes, whatever their spelling and parameters", async () => {
    for (const type of ["application/json", "Application/JSON; charset=utf-8", " application/json ;x=y"]) {
      expect(await readBody(post('{"a":"ä"}', type), JSON_ONLY)).toBe('{"a":"ä"}');
    }
    expect(await readBody(post(null), JSON_ONLY)).toBe("");
  });

  it.each([
    null,
    "",
    "text/plain",
    "text/plain, application/json",
    "application/jsonp",
    "application/x-www-form-urlencoded",
  ])("of the type %s is refused before it is read", async (type) => {
    const request = post("x", type);
    if (type === null) request.headers.delete("content-type");
    const refusal = await refusalOf(() => readBody(request, JSON_ONLY));
    expect(refusal.code).toBe("unsupported-media-type");
    expect(request.bodyUsed).toBe(false);
  });

  it("that is too large is refused, and one without an end is not read to its end", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const refusal = await refusalOf(() => readBody(post(endless), JSON_ONLY));
    expect(refusal.code).toBe("body-too-large");
    expect(sent).toBeLessThan(17 * 1024 * 1024);
    const most = " ".repeat(256 * 1024);
    expect(await readBody(post(most), JSON_ONLY)).toHaveLength(256 * 1024);
    expect((await refusalOf(() => readBody(post(`${most} `), JSON_ONLY))).code).toBe("body-too-large");
  });

  it("that is no UTF-8 is refused, not mended", async () => {
    const bytes = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
    expect((await refusalOf(() => readBody(post(bytes), JSON_ONLY))).code).toBe("invalid-json");
  });
});

describe("JSON", () => {
  it.each([
    "{",
    "[1,]",
    "{'a': 1}",
    "undefined",
    "NaN",
    '{"a":1}{"b":2}',
    "\0",
    "\u2028{}x",
    "// no",
    "<html></html>",
  ])("that is broken (%j) is refused in words, without a stack", async (text) => {
    const refusal = await refusalOf(() => parseJson(text));
    expect(refusal.code).toBe("invalid-json");
    expect(refusal.message).not.toMatch(/\n\s+at /);
  });

  it("may be absent: an empty body says nothing, as an empty object does", () => {
    for (const text of ["", " \n\t"]) expect(parseJson(text)).toEqual({});
  });

  it("nested as deep as a body can hold breaks nothing", async () => {
    const deep = (unit: [string, string], depth: number) => unit[0].repeat(depth) + unit[1].repeat(depth);
    for (const text of [
      deep(["[", "]"], 100_000),
      `{"inputs":${deep(["[", "]"], 100_000)}}`,
      `{"inputs":{"InquiryPrompt":${deep(['{"a":', "}"], 20_000).replace(":}", ":1}")}}}`,
    ]) {
      const refusal = await refusalOf(() => {
        const { inputs } = checkShape(createVideoSchema, parseJson(text));
        requireInputs(inputs);
      });
      expect(["invalid-json", "invalid-input"]).toContain(refusal.code);
    }
  });

  it("of any shape is a video to create, or a refusal that names the fields: never anything else", () => {
    const anything = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc
        .record({
          inputs: fc.dictionary(
            fc.constantFrom(
              "InquiryPrompt",
              "Duration",
              "UseVideo[0]",
              "UseVideo[x]",
              "__proto__",
              "constructor",
            ),
            fc.jsonValue(),
          ),
          maxCostMicros: fc.jsonValue(),
        })
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anything, (text) => {
        try {
          const { inputs } = checkShape(createVideoSchema, parseJson(text));
          requireInputs(inputs);
        } catch (error) {
          if (!isReelgraphError(error)) throw error;
          expect(error.code).toBe("invalid-input");
          expect(error.errors.length).toBeGreaterThan(0);
          for (const { pointer } of error.errors) expect(pointer).toMatch(/^(\/|$)/);
        }
      }),
      runs(300, 20_000),
    );
  });
});

describe("fields at fault", () => {
  const shape = z.strictObject({
    inputs: z.record(z.string(), z.number()),
    list: z.array(z.string()).optional(),
  });
  const refuse = (value: unknown) => refusalOf(() => checkShape(shape, value));

  it("are named by JSON pointer, escaped", async () => {
    expect((await refuse({ inputs: { "a/b~c": "x" } })).errors).toEqual([
      { pointer: "/inputs/a~1b~0c", message: expect.stringContaining("inputs.a/b~c") },
    ]);
    expect((await refuse({ inputs: {}, list: ["a", 1] })).errors[0]?.pointer).toBe("/list/1");
    expect((await refuse({ inputs: {}, "un~known": 1 })).errors).toEqual([
      { pointer: "/un~0known", message: expect.stringContaining("no such field") },
    ]);
    expect((await refuse([])).errors[0]?.pointer).toBe("");
    expect((await refuse(null)).errors[0]?.pointer).toBe("");
  });

  it("that a prototype would have are fields like any other", async () => {
    const hostile = parseJson('{"inputs": {}, "__proto__": {"isAdmin": true}, "constructor": 1}');
    const { errors } = await refuse(hostile);
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(["/__proto__", "/constructor"]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it("make a short answer, however many and however long they are", async () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`unknown ${index}`, 1]));
    const inputs = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, "x"]));
    const long = { inputs: {}, ["x".repeat(100_000)]: 1 };
    for (const value of [{ inputs: {}, ...many }, { inputs }, long]) {
      const answer = JSON.stringify(toProblem(await refuse(value), "/"));
      expect(answer.length).toBeLessThan(10_000);
    }
  });
});

describe("a query", () => {
  it.each([
    { limit: "0" },
    { limit: "201" },
    { limit: "1.5" },
    { limit: "1e400" },
    { limit: "x" },
    { status: "done" },
    { dirty: "1" },
    { cursor: "x".repeat(501) },
  ])("%j is refused", async (query) => {
    expect((await refusalOf(() => checkShape(listVideosQuerySchema, query))).errors[0]?.pointer).toBe(
      `/${Object.keys(query)[0]}`,
    );
  });
});
