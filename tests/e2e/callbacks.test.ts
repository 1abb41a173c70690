import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Stage, until } from "../rigs/stage";

let stage: Stage;
/** A run with a prediction under way that nobody calls back about. */
let runId: string;
let callback: URL;
let predictionId: string;

beforeAll(async () => {
  stage = await Stage.open();
  await stage.fakes.script({
    match: { method: "POST", kind: "music" },
    do: { prediction: { latencyMs: 8_000 }, webhook: { lost: true } },
  });
  const inputs = {
    InquiryPrompt: "Who calls back",
    Duration: 3,
    SegmentDuration: 3,
    ImagesPerSegment: 1,
    Size: "480p",
  };
  const { body } = await stage.post<{ run: { id: string } }>("videos", { inputs, export: false });
  runId = body.run.id;
  const music = await stage.untilAsked(({ kind, status }) => kind === "music" && status === 201, {
    after: 0,
  });
  callback = new URL(String(music.body.webhook));
  predictionId = music.predictionId ?? "";
  await until("its acknowledgement", undefined, async () =>
    (await stage.events(runId)).find(
      ({ type, data }) => type === "job-submitted" && data.jobId === "MusicGen",
    ),
  );
});

afterAll(async () => {
  await stage?.close();
});

async function deliver(
  change: {
    url?: (url: URL) => void;
    body?: string;
    secret?: string;
    headers?: Record<string, string | null>;
    at?: number;
  } = {},
): Promise<{ status: number; body: { code?: string; isNew?: boolean } }> {
  const url = new URL(callback);
  change.url?.(url);
  const body = change.body ?? JSON.stringify({ id: predictionId, status: "succeeded" });
  const id = `msg_${randomUUID()}`;
  const timestamp = String(change.at ?? Math.floor(Date.now() / 1_000));
  const key = Buffer.from((change.secret ?? stage.fakes.webhookSecret).replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
    ...change.headers,
  };
  const sent = Object.entries(headers).filter((header): header is [string, string] => header[1] !== null);
  const answer = await fetch(url, { method: "POST", body, headers: Object.fromEntries(sent) });
  return { status: answer.status, body: (await answer.json()) as { code?: string; isNew?: boolean } };
}

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

it.each<[string, number, string, Parameters<typeof deliver>[0]]>([
  ["signed with another secret", 401, "unauthorized", { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }],
  ["without a signature", 401, "unauthorized", { headers: { "webhook-signature": null } }],
  ["with a signature of another kind", 401, "unauthorized", { headers: { "webhook-signature": "v2,AAAA" } }],
  ["from six minutes ago", 401, "unauthorized", { at: secondsFromNow(-360) }],
  ["from a time to come", 401, "unauthorized", { at: secondsFromNow(360) }],
  [
    "about a purchase that nobody made",
    404,
    "not-found",
    { url: ({ searchParams }) => searchParams.set("nonce", randomUUID()) },
  ],
  [
    "that names another job",
    404,
    "not-found",
    { url: ({ searchParams }) => searchParams.set("job", "ImageGen[0][0]") },
  ],
  [
    "about another prediction",
    404,
    "not-found",
    { body: JSON.stringify({ id: "anotherprediction", status: "succeeded" }) },
  ],
  ["that is no prediction", 422, "invalid-input", { body: JSON.stringify({ hello: "world" }) }],
])("a callback %s is refused with %i, and nothing changes", async (_name, status, code, change) => {
  const before = await stage.get<{ jobs: { jobId: string; state: string }[] }>(`runs/${runId}`);
  expect(await deliver(change)).toMatchObject({ status, body: { code } });
  const after = await stage.get<{ jobs: { jobId: string; state: string }[] }>(`runs/${runId}`);
  const music = ({ jobs }: typeof before) => jobs.find(({ jobId }) => jobId === "MusicGen");
  expect(music(after)).toEqual(music(before));
});

it("a callback that lies about the end of a prediction is believed in nothing: the provider is asked, and asked again", async () => {
  expect(await deliver()).toMatchObject({ status: 200, body: { isNew: true } });
  const run = await until("the end", 100_000, async () => {
    const now = await stage.get<{ finishedAt: string | null; status: string }>(`runs/${runId}?wait=5`);
    return now.finishedAt === null ? null : now;
  });
  expect(run.status).toBe("succeeded");
  const { duplicateKeys } = await stage.fakes.counts();
  expect(duplicateKeys).toEqual([]);
  const steps = (await stage.events(runId))
    .filter(({ data }) => data.jobId === "MusicGen")
    .map(({ type }) => type);
  expect(steps.filter((type) => type.startsWith("job-"))).toEqual([
    "job-claimed",
    "job-submitted",
    "job-succeeded",
  ]);
});
