import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOpenaiClient } from "../../lib/adapters/openai/client";
import { failureOf } from "../../lib/adapters/openai/failure-of";
import { createOpenaiGenerator } from "../../lib/adapters/openai/generator";
import { createOpenaiModerator } from "../../lib/adapters/openai/moderator";
import { TIMINGS_MODEL } from "../../lib/core/catalogue/model-choices";
import type { Generator } from "../../lib/ports/generator";
import { type Cell, describeGenerator, type GeneratorSubject, modelsOf } from "../conformance/generator";
import type { Behaviour, Match } from "../fakes/behaviour";
import { type FakeProvidersProcess, startFakeProviders } from "../rigs/fake-providers";

let fakes: FakeProvidersProcess;
beforeAll(async () => {
  fakes = await startFakeProviders();
});
afterAll(async () => {
  await fakes?.stop();
});

const KEY = "sk-very-secret-key";

function openaiAt(baseUrl: string, textApi: "responses" | "chat" = "responses"): Generator {
  const client = createOpenaiClient({ apiKey: KEY, baseUrl });
  const failure = (error: unknown) => failureOf(error, { now: Date.now(), hidden: [KEY] });
  return createOpenaiGenerator({
    client,
    textApi,
    moderator: createOpenaiModerator({ client, failure, timeoutMs: 2_000 }),
    failure,
    timingsModel: TIMINGS_MODEL,
    timeoutCapMs: null,
    account: "",
    limit: 5,
    most: 5,
  });
}

const GEN_IDS = [
  "ScriptGen",
  "TextToMusicPromptGen",
  "TextToImagePromptGen",
  "TextToVideoPromptGen",
  "ImageToVideoPromptGen",
  "AudioGen",
];

function tell(match: Match, behaviour: Behaviour, times = 1) {
  return () => fakes.script({ match, times, do: behaviour });
}

const error = (code: string, message = "no") => ({ error: { message, type: "x", param: null, code } });

/** What can go wrong with text, by either API. */
const textCells = (kind: Match): Cell[] => [
  {
    fault: "too many requests",
    genId: "ScriptGen",
    ends: "retryable",
    retryAfterMs: 7_000,
    provoke: tell(kind, { status: 429, headers: { "retry-after": "7" } }),
  },
  {
    fault: "too many requests, exactly",
    genId: "ScriptGen",
    ends: "retryable",
    retryAfterMs: 1_500,
    provoke: tell(kind, { status: 429, headers: { "retry-after-ms": "1500" } }),
  },
  { fault: "a server error", genId: "ScriptGen", ends: "retryable", provoke: tell(kind, { status: 500 }) },
  {
    fault: "a gateway error with a page",
    genId: "ScriptGen",
    ends: "retryable",
    provoke: tell(kind, { status: 502, body: "<html>Bad gateway</html>" }),
  },
  {
    fault: "a gateway that gave up",
    genId: "ScriptGen",
    ends: "unknown",
    provoke: tell(kind, { status: 504, body: "<html></html>" }),
  },
  {
    fault: "a network in front of it that heard nothing more",
    genId: "ScriptGen",
    ends: "unknown",
    provoke: tell(kind, { status: 524, body: "<html></html>" }),
  },
  { fault: "a refused request", genId: "ScriptGen", ends: "permanent", provoke: tell(kind, { status: 400 }) },
  { fault: "an unknown model", genId: "ScriptGen", ends: "permanent", provoke: tell(kind, { status: 404 }) },
  {
    fault: "a refused key",
    genId: "ScriptGen",
    ends: "permanent",
    says: /OPENAI_API_KEY/,
    provoke: tell(kind, { status: 401, body: error("invalid_api_key", `Incorrect API key: ${KEY}`) }),
  },
  { fault: "no credit", genId: "ScriptGen", ends: "budget", provoke: tell(kind, { status: 402 }) },
  {
    fault: "a quota that is used up",
    genId: "ScriptGen",
    ends: "budget",
    provoke: tell(kind, { status: 429, body: error("insufficient_quota") }),
  },
  {
    fault: "a policy",
    genId: "ScriptGen",
    ends: "policy",
    provoke: tell(kind, { status: 400, body: error("content_policy_violation") }),
  },
  {
    fault: "a refusal of the model",
    genId: "ScriptGen",
    ends: "policy",
    provoke: tell(kind, { answer: "refusal" }),
  },
  { fault: "a web page", genId: "ScriptGen", ends: "validation", provoke: tell(kind, { answer: "html" }) },
  { fault: "nothing", genId: "ScriptGen", ends: "validation", provoke: tell(kind, { answer: "empty" }) },
  {
    fault: "broken JSON",
    genId: "ScriptGen",
    ends: "validation",
    provoke: tell(kind, { answer: "bad-json" }),
  },
  {
    fault: "too few segments",
    genId: "ScriptGen",
    ends: "validation",
    provoke: tell(kind, { answer: "wrong-count" }),
  },
  {
    fault: "too few prompts",
    genId: "TextToImagePromptGen",
    ends: "validation",
    provoke: tell({ kind: "imagePrompt" }, { answer: "wrong-count" }),
  },
  {
    fault: "blank texts",
    genId: "ScriptGen",
    ends: "validation",
    provoke: tell(kind, { answer: "blank-text" }),
  },
  {
    fault: "tokens that ran out",
    genId: "ScriptGen",
    ends: "validation",
    provoke: tell(kind, { answer: "cut" }),
  },
  {
    fault: "an answer that breaks off",
    genId: "ScriptGen",
    ends: "unknown",
    provoke: tell(kind, { answer: "truncated" }),
  },
  {
    fault: "a connection cut before the work",
    genId: "ScriptGen",
    ends: "unknown",
    provoke: tell(kind, { reset: "before" }),
  },
  {
    fault: "a connection cut after the work",
    genId: "ScriptGen",
    ends: "unknown",
    provoke: tell(kind, { reset: "after" }),
  },
  {
    fault: "no answer",
    genId: "ScriptGen",
    ends: "unknown",
    patienceMs: 500,
    provoke: tell(kind, { hang: true }),
  },
  {
    fault: "an answer that drips",
    genId: "ScriptGen",
    ends: "unknown",
    patienceMs: 500,
    provoke: tell(kind, { dripMs: 20_000 }),
  },
];

const speech = { kind: "speech" };
const timings = { kind: "timings" };
const cells: Cell[] = [
  ...textCells({ kind: "script" }),
  {
    fault: "a flagged prompt",
    genId: "ScriptGen",
    ends: "policy",
    says: /violence/,
    provoke: tell({ kind: "moderation" }, { flagged: true }),
  },
  {
    fault: "a moderation in trouble",
    genId: "ScriptGen",
    ends: "retryable",
    provoke: tell({ kind: "moderation" }, { status: 503 }),
  },
  {
    fault: "a moderation whose answer is lost",
    genId: "ScriptGen",
    ends: "retryable",
    provoke: tell({ kind: "moderation" }, { reset: "after" }),
  },
  {
    fault: "a moderation with a page",
    genId: "ScriptGen",
    ends: "retryable",
    provoke: tell({ kind: "moderation" }, { answer: "html" }),
  },
  {
    fault: "speech: too many requests",
    genId: "AudioGen",
    ends: "retryable",
    retryAfterMs: 2_000,
    provoke: tell(speech, { status: 429, headers: { "retry-after": "2" } }),
  },
  {
    fault: "speech: a refused request",
    genId: "AudioGen",
    ends: "permanent",
    provoke: tell(speech, { status: 400 }),
  },
  { fault: "speech: no credit", genId: "AudioGen", ends: "budget", provoke: tell(speech, { status: 402 }) },
  {
    fault: "speech: another format",
    genId: "AudioGen",
    ends: "validation",
    provoke: tell(speech, { answer: "wrong-mime" }),
  },
  {
    fault: "speech: a page",
    genId: "AudioGen",
    ends: "validation",
    provoke: tell(speech, { answer: "html" }),
  },
  {
    fault: "speech: nothing",
    genId: "AudioGen",
    ends: "validation",
    provoke: tell(speech, { answer: "empty" }),
  },
  {
    fault: "speech: noise",
    genId: "AudioGen",
    ends: "validation",
    provoke: tell(speech, { answer: "garbage" }),
  },
  {
    fault: "speech: broken off",
    genId: "AudioGen",
    ends: "unknown",
    provoke: tell(speech, { answer: "truncated" }),
  },
  {
    fault: "speech: dripping",
    genId: "AudioGen",
    ends: "unknown",
    patienceMs: 500,
    provoke: tell(speech, { dripMs: 20_000 }),
  },
  {
    fault: "timings: a server error",
    genId: "AudioGen",
    call: "timings",
    ends: "retryable",
    provoke: tell(timings, { status: 500 }),
  },
  {
    fault: "timings: no words",
    genId: "AudioGen",
    call: "timings",
    ends: "validation",
    provoke: tell(timings, { answer: "wrong-count" }),
  },
  {
    fault: "timings: lost",
    genId: "AudioGen",
    call: "timings",
    ends: "unknown",
    provoke: tell(timings, { reset: "after" }),
  },
  // What will never work is estimated: nobody loses a narration over it.
  {
    fault: "timings: not offered",
    genId: "AudioGen",
    call: "timings",
    ends: "finished",
    provoke: tell(timings, { status: 404 }),
  },
  {
    fault: "timings: no credit",
    genId: "AudioGen",
    call: "timings",
    ends: "finished",
    provoke: tell(timings, { status: 402 }),
  },
];

async function open(textApi: "responses" | "chat"): Promise<GeneratorSubject> {
  return {
    generator: openaiAt(fakes.openaiBaseUrl, textApi),
    restarted: () => openaiAt(fakes.openaiBaseUrl, textApi),
    models: modelsOf("providers"),
    reset: () => fakes.reset(),
  };
}

describeGenerator("openai", { open: () => open("responses"), genIds: GEN_IDS, cells: () => cells });
describeGenerator("openai through chat completions", {
  open: () => open("chat"),
  genIds: GEN_IDS.filter((genId) => genId !== "AudioGen"),
  cells: () => textCells({ kind: "script" }),
});

describe("a server compatible with OpenAI's", () => {
  it("that is not there is a failure that passes: nothing was sent", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const client = createOpenaiClient({ apiKey: KEY, baseUrl: `http://127.0.0.1:${port}/v1` });
    const asked = client.responses.create({ model: "m", input: "x" });
    const failure = await asked.then(
      () => null,
      (reason: unknown) => failureOf(reason, { now: 0, hidden: [KEY] }),
    );
    expect(failure).toMatchObject({ failureClass: "retryable", providerErrorCode: "not-reached" });
  });

  it("without moderation is asked for it once, and does its work all the same", async () => {
    await fakes.reset();
    await fakes.script({ match: { kind: "moderation" }, do: { status: 404 } });
    const client = createOpenaiClient({ apiKey: KEY, baseUrl: fakes.openaiBaseUrl });
    const failure = (reason: unknown) => failureOf(reason, { now: Date.now(), hidden: [KEY] });
    const moderator = createOpenaiModerator({ client, failure, timeoutMs: 2_000 });
    const signal = AbortSignal.timeout(5_000);
    await moderator.check(["a"], signal);
    await moderator.check(["b"], signal);
    await moderator.check([" "], signal);
    expect((await fakes.requests()).filter(({ kind }) => kind === "moderation")).toHaveLength(1);
  });
});
