/*
 * OpenAI and Replicate on this machine, as a process of their own, so that they outlive the server under test as real ones do.
 *
 *   node --import tsx tests/fakes/providers.ts --port 0 --json
 *
 * prints one line when it is ready (under two seconds) and serves until it is ended:
 *   {"port", "pid", "openaiBaseUrl", "replicateBaseUrl", "controlUrl", "webhookSecret", "checksSpecs"}
 * Give the two base URLs to the product as OPENAI_BASE_URL and REPLICATE_BASE_URL, any key and token, and `webhookSecret` as
 * REPLICATE_WEBHOOK_SECRET. `startFakeProviders` in tests/rigs/fake-providers.ts does all this.
 *
 * Work comes in KINDS: script, musicPrompt, imagePrompt, videoPrompt, text, speech, timings, moderation, embedding (OpenAI); image,
 * music, textToVideo, imageToVideo (Replicate). Answers are made from the request alone: the same wish gives the same bytes.
 *
 * Flags
 *   --port N                 0: any free one (default)
 *   --json                   the ready line as JSON (otherwise for people)
 *   --latency-ms N           what every kind of work takes (default 0)
 *   --latency KIND=MS,…      what one kind takes
 *   --time-scale X           the golden medians of the planner's simulations times X: script 50 s, image 30 s, …
 *   --openai-rpm N, --openai-concurrency N, --replicate-rpm N, --replicate-concurrency N
 *                            beyond it: 429 with Retry-After, and x-ratelimit-* headers on every answer
 *   --page-size N            of the list of predictions (default 100)
 *   --show-webhooks          the list shows each prediction's webhook address
 *   --small                  pictures and clips of a quarter of the size: encoding must not count in a bench
 *   --webhook-secret S, --openai-key S, --replicate-token S
 *
 * Control, JSON in and out
 *   GET  /_control/counts    {requests, paid, byPath, byKind, byBody, byKey, duplicates, duplicateKeys, refused429, violations,
 *                            mostAtOnce: {openai, replicate, predictions}, checksSpecs}
 *                            `paid` counts what a provider would charge for, also when the answer was lost on the way. `byBody` is by
 *                            path and hash of the wish, `byKey` by Idempotency-Key or the nonce of the webhook; `duplicates` and
 *                            `duplicateKeys` are those paid more than once. `violations` are sentences: requests that the public
 *                            descriptions do not allow (also answers of the fakes that they do not).
 *   GET  /_control/requests?after=SEQ
 *                            {requests: [{seq, at, api, method, path, kind, status, paid, bodyHash, key, violations, body, …}]}
 *   GET  /_control/webhooks  {webhooks: [{url, status, event, predictionId}]}: callbacks as they were delivered
 *   POST /_control/script    {rules: [{match, skip?, times?, do}], clear?}: see behaviour.ts for all that can be matched and done, e.g.
 *                            {"match": {"kind": "image"}, "times": 1, "do": {"reset": "after"}}       an acknowledgement is lost
 *                            {"match": {"kind": "speech"}, "skip": 2, "times": 1, "do": {"status": 429, "headers": {"retry-after": "1"}}}
 *                            {"match": {"kind": "script"}, "times": 1, "do": {"answer": "wrong-count"}}
 *                            {"match": {"kind": "image"}, "do": {"prediction": {"status": "failed", "error": "NSFW content detected"}}}
 *                            {"match": {"api": "output"}, "times": 1, "do": {"status": 404}}          an output has expired
 *                            {"match": {"kind": "music"}, "do": {"webhook": {"times": 5}}}            a callback comes five times
 *   POST /_control/config    any of {latencyMs, latency, limits, openaiKey, replicateToken} of FakeOptions in server.ts
 *   POST /_control/reset     forgets requests and rules; predictions stay
 *
 * Requests are judged by the descriptions in REELGRAPH_PROVIDER_SPECS, or ../shared/specs; without them nothing is checked, and
 * `checksSpecs` is false.
 */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { FakeProviders } from "./server";

/** Typical seconds by kind: what the planner's own simulations use. */
const GOLDEN_SECONDS: Record<string, number> = {
  script: 50,
  musicPrompt: 5,
  music: 10,
  speech: 10,
  timings: 0,
  imagePrompt: 5,
  image: 30,
  videoPrompt: 5,
  textToVideo: 90,
  imageToVideo: 120,
};

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
    "latency-ms": { type: "string", default: "0" },
    latency: { type: "string", default: "" },
    "time-scale": { type: "string" },
    "openai-rpm": { type: "string" },
    "openai-concurrency": { type: "string" },
    "replicate-rpm": { type: "string" },
    "replicate-concurrency": { type: "string" },
    "page-size": { type: "string", default: "100" },
    "show-webhooks": { type: "boolean", default: false },
    small: { type: "boolean", default: false },
    "webhook-secret": { type: "string" },
    "openai-key": { type: "string" },
    "replicate-token": { type: "string" },
  },
});

const numberOr = (text: string | undefined) => (text === undefined ? null : Number(text));
const scale = numberOr(values["time-scale"]);
const golden =
  scale === null
    ? []
    : Object.entries(GOLDEN_SECONDS).map(([kind, seconds]): [string, number] => [
        kind,
        seconds * 1000 * scale,
      ]);
const named = values.latency
  .split(",")
  .filter(Boolean)
  .map((pair): [string, number] => {
    const [kind = "", milliseconds] = pair.split("=");
    return [kind, Number(milliseconds)];
  });

const fakes = new FakeProviders({
  port: Number(values.port),
  webhookSecret: values["webhook-secret"] ?? `whsec_${randomBytes(24).toString("base64")}`,
  latency: Object.fromEntries([...golden, ...named]),
  latencyMs: Number(values["latency-ms"]),
  limits: {
    openai: { rpm: numberOr(values["openai-rpm"]), concurrency: numberOr(values["openai-concurrency"]) },
    replicate: {
      rpm: numberOr(values["replicate-rpm"]),
      concurrency: numberOr(values["replicate-concurrency"]),
    },
  },
  pageSize: Number(values["page-size"]),
  showsWebhooks: values["show-webhooks"],
  isSmall: values.small,
  openaiKey: values["openai-key"] ?? null,
  replicateToken: values["replicate-token"] ?? null,
});

await fakes.start();
const ready = fakes.ready();
console.log(
  values.json
    ? JSON.stringify(ready)
    : `OpenAI at ${ready.openaiBaseUrl}\nReplicate at ${ready.replicateBaseUrl}\nControl at ${ready.controlUrl}`,
);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void fakes.close().then(() => process.exit(0)));
}
