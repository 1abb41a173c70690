import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemSchema } from "../../lib/api/contract/common";
import { credentialListSchema, credentialSchema } from "../../lib/api/contract/credentials";

let dataDir = "";
let list: typeof import("../../app/api/v1/credentials/route");
let one: typeof import("../../app/api/v1/credentials/[provider]/route");
let catalog: typeof import("../../app/api/v1/catalog/route");

const BASE = "https://llm.inside.example/v1";

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "reelgraph-credentials-api-"));
  Object.assign(process.env, {
    REELGRAPH_DATA_DIR: dataDir,
    REELGRAPH_LOG_LEVEL: "silent",
    OPENAI_API_KEY: "",
    OPENAI_BASE_URL: BASE,
    REPLICATE_API_TOKEN: "r8_the-deployments-own-tail",
  });
  list = await import("../../app/api/v1/credentials/route");
  one = await import("../../app/api/v1/credentials/[provider]/route");
  catalog = await import("../../app/api/v1/catalog/route");
});
afterAll(async () => {
  const { getPorts } = await import("../../lib/container");
  await (await getPorts()).database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const headers = { host: "127.0.0.1:3000", "content-type": "application/json" };
const url = (provider = "") => `http://127.0.0.1:3000/api/v1/credentials/${provider}`;
const params = (provider: string) => ({ params: Promise.resolve({ provider }) });

const put = (provider: string, body: unknown, more: Record<string, string> = {}) =>
  one.PUT(
    new Request(url(provider), {
      method: "PUT",
      headers: { ...headers, ...more },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
    params(provider),
  );
const remove = (provider: string) =>
  one.DELETE(new Request(url(provider), { method: "DELETE", headers }), params(provider));
const get = async () => {
  const answer = await list.GET(new Request(url(), { headers }), { params: Promise.resolve({}) });
  return credentialListSchema.parse(await answer.json()).data;
};
const problemOf = async (answer: Response) => {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return problemSchema.parse(await answer.json());
};
const models = async () => {
  const answer = await catalog.GET(new Request("http://127.0.0.1:3000/api/v1/catalog", { headers }), {
    params: Promise.resolve({}),
  });
  const { models: all } = (await answer.json()) as { models: { genId: string; provider: string }[] };
  return new Map(all.map(({ genId, provider }) => [genId, provider]));
};

describe("/api/v1/credentials", () => {
  it("says whose keys are used, sets one, acts by it at once, and takes it away; none is ever answered", async () => {
    expect((await get()).map(({ provider, source }) => [provider, source])).toEqual([
      ["openai", "none"],
      ["replicate", "deployment"],
    ]);
    expect((await models()).get("ScriptGen")).toBe("studio");
    const secret = "sk-a-secret-of-some-length-7788";
    const set = await put("openai", { apiKey: `  ${secret}\n` });
    const text = await set.text();
    expect([set.status, set.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(text).not.toContain("some-length");
    expect(credentialSchema.parse(JSON.parse(text))).toMatchObject({
      provider: "openai",
      source: "workspace",
      hint: "7788",
      baseUrl: null,
      callbacks: false,
      problem: null,
    });
    // This process knows, however recent what it knew before.
    expect((await models()).get("ScriptGen")).toBe("openai");
    const [openai, replicate] = await get();
    expect(openai).toMatchObject({ source: "workspace", hint: "7788" });
    expect(replicate).toMatchObject({ source: "deployment", hint: null });
    expect((await remove("openai")).status).toBe(204);
    expect((await models()).get("ScriptGen")).toBe("studio");
    expect((await get())[0]).toMatchObject({ source: "none", hint: null, setAt: null });
    expect(await problemOf(await remove("openai"))).toMatchObject({ status: 404, code: "not-found" });
  });

  it("replaces what was set, the address and the callbacks' secret with it", async () => {
    const body = { apiToken: "r8_one-of-its-own-0001", webhookSecret: `whsec_${"a".repeat(24)}` };
    expect(await (await put("replicate", body)).json()).toMatchObject({ callbacks: true, hint: "0001" });
    const next = { apiToken: "r8_one-of-its-own-0002" };
    expect(await (await put("replicate", next)).json()).toMatchObject({ callbacks: false, hint: "0002" });
    await remove("replicate");
  });

  it("takes the address that the deployment itself uses, in any spelling", async () => {
    const answer = await put("openai", {
      apiKey: "sk-for-the-inside-01",
      baseUrl: "HTTPS://llm.inside.example:443/v1/",
    });
    expect(await answer.json()).toMatchObject({ baseUrl: BASE });
    await remove("openai");
  });

  it.each([
    ["no address", "llm", "no address"],
    ["plain http", "http://llm.example.com/v1", "only https"],
    ["this machine", "https://127.0.0.1:8443/v1", "open internet"],
    ["this machine by its name", "https://localhost/v1", "open internet"],
    ["this machine, spelt otherwise", "https://0x7f.1/v1", "open internet"],
    ["a network of the inside", "https://10.0.0.8/v1", "open internet"],
    ["the cloud's metadata", "https://169.254.169.254/v1", "open internet"],
    ["this machine as IPv6", "https://[::ffff:127.0.0.1]/v1", "open internet"],
    ["credentials", "https://user:word@llm.example.com/v1", "credentials"],
    ["a query", "https://llm.example.com/v1?key=1", "path"],
    ["another scheme", "ftp://llm.example.com/v1", "only https"],
  ])("refuses an address that is %s, and names the field", async (_, baseUrl, says) => {
    const refused = await problemOf(await put("openai", { apiKey: "sk-refused-address-1", baseUrl }));
    expect(refused).toMatchObject({ status: 422, code: "invalid-input" });
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(["/baseUrl"]);
    expect(refused.detail).toContain(says);
    expect((await get())[0]?.source).toBe("none");
  });

  it.each([
    ["openai", {}, "/apiKey"],
    ["openai", { apiKey: "short" }, "/apiKey"],
    ["openai", { apiKey: "sk-with blanks in it" }, "/apiKey"],
    ["openai", { apiKey: "sk-with-a-line\nbreak" }, "/apiKey"],
    ["openai", { apiKey: `sk-${"x".repeat(600)}` }, "/apiKey"],
    ["openai", { apiKey: 12_345_678 }, "/apiKey"],
    ["openai", { apiKey: "sk-fine-but-not-alone", token: "x" }, "/token"],
    ["replicate", { apiKey: "r8_under-a-wrong-name" }, "/apiToken"],
    ["replicate", { apiToken: "r8_fine-otherwise-01", webhookSecret: "whsec_no" }, "/webhookSecret"],
    ["replicate", { apiToken: "r8_fine-otherwise-01", baseUrl: "https://a.example" }, "/baseUrl"],
  ])("refuses for %s what is none, without repeating it: %j", async (provider, body, pointer) => {
    const answer = await put(provider, body);
    const text = await answer.clone().text();
    const refused = await problemOf(answer);
    expect(refused).toMatchObject({ status: 422, code: "invalid-input" });
    expect(refused.errors?.map((error) => error.pointer)).toContain(pointer);
    for (const value of Object.values(body)) {
      if (String(value).length > 6) expect(text).not.toContain(String(value).slice(0, 12));
    }
  });

  it("refuses broken JSON without repeating any of it", async () => {
    const answer = await put("openai", '{"apiKey": sk-unquoted-secret-1234}');
    const text = await answer.clone().text();
    expect(await problemOf(answer)).toMatchObject({ status: 400, code: "invalid-json" });
    expect(text).not.toContain("unquoted");
    expect(text).not.toContain("sk-");
  });

  it("knows no other provider, and no other media type", async () => {
    for (const answer of [await put("studio", { apiKey: "x" }), await remove("../videos")]) {
      expect(await problemOf(answer)).toMatchObject({ status: 404, code: "not-found" });
    }
    const form = await put("openai", "apiKey=sk-1", { "content-type": "application/x-www-form-urlencoded" });
    expect(await problemOf(form)).toMatchObject({ status: 415 });
  });

  it("is no other page's to call", async () => {
    const foreign = await put(
      "openai",
      { apiKey: "sk-from-another-page" },
      { origin: "https://evil.example" },
    );
    expect(await problemOf(foreign)).toMatchObject({ status: 403, code: "forbidden-origin" });
    expect((await get())[0]?.source).toBe("none");
  });
});
