import { createHash } from "node:crypto";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JobRow, RunRow } from "../../lib/ports/database";
import { inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { everyFile } from "../rigs/credentials";
import { driveInRealTime, objectBytes, openProviderWorld, type ProviderWorld } from "../rigs/provider-world";
import { createRun } from "../rigs/studio-world";

let world: ProviderWorld;

beforeAll(async () => {
  world = await openProviderWorld({ flags: ["--latency-ms", "20", "--small"] });
});
beforeEach(async () => {
  await world.fakes.reset();
});
afterAll(async () => {
  await world?.close();
});

interface Made {
  run: RunRow;
  ended: RunRow | null;
  jobs: Map<string, JobRow>;
}

async function make(inputs: Record<string, unknown>): Promise<Made> {
  const { ctx } = world;
  const run = await createRun(ctx, {
    Duration: 20,
    InquiryPrompt: "How tides work – Ebbe & Flut",
    ...inputs,
  });
  await driveInRealTime(ctx, run.id);
  return await inTenant(ctx, async ({ runs, jobs }) => ({
    run,
    ended: await runs.find(run.id),
    jobs: new Map((await jobs.ofRun(run.id)).map((job) => [job.jobId, job] as const)),
  }));
}

/** The stored bytes of an artifact. */
async function bytesOf({ run, jobs }: Made, artifact: string): Promise<Uint8Array> {
  const outputs = [...jobs.values()].flatMap((job) => job.outputs ?? []);
  const key = outputs.find(({ id }) => id === artifact)?.key;
  if (!key) throw new Error(`${artifact} was not made.`);
  return await objectBytes(world.ctx, keyIn(run.videoId, key));
}

async function textOf(made: Made, artifact: string): Promise<string> {
  return new TextDecoder().decode(await bytesOf(made, artifact));
}

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What the fakes gave out for a job's purchase, asked for once more. */
async function deliveredBy(job: JobRow): Promise<Uint8Array> {
  const headers = { authorization: "Bearer any" };
  const asked = await fetch(`${world.fakes.replicateBaseUrl}/predictions/${job.providerRequestId}`, {
    headers,
  });
  const { output } = (await asked.json()) as { output: string | string[] };
  const url = [output].flat()[0];
  if (!url) throw new Error(`${job.jobId} has no output.`);
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

describe("a generation by OpenAI and Replicate", () => {
  it.each([
    ["images", {}, ["ImageGen[0][0]", "ImageGen[0][1]", "ImageGen[1][0]", "ImageGen[1][1]"]],
    ["text-to-video", { UseVideo: true }, ["TextToVideoGen[0]", "TextToVideoGen[1]"]],
    [
      "image-to-video",
      { UseVideo: true, IsImageToVideo: true },
      ["StartingImageGen[0]", "StartingImageGen[1]", "ImageToVideoGen[0]", "ImageToVideoGen[1]"],
    ],
  ])(
    "of the branch %s satisfies the public descriptions, buys once, and keeps what came byte for byte",
    async (_name, inputs, visuals) => {
      const made = await make(inputs);
      expect(
        Object.fromEntries([...made.jobs.values()].map((job) => [job.jobId, job.failure?.message])),
      ).toEqual(Object.fromEntries([...made.jobs.keys()].map((jobId) => [jobId, undefined])));
      expect(made.ended).toMatchObject({ status: "succeeded", reservedMicros: 0 });

      const counts = await world.fakes.counts();
      expect(counts.violations).toEqual([]);
      expect(counts.duplicates).toEqual([]);
      expect(counts.duplicateKeys).toEqual([]);
      // A narration is two purchases: it is spoken, and then listened to.
      const paidJobs = [...made.jobs.values()].filter(({ provider }) => provider !== "local");
      const spoken = paidJobs.filter(({ genId }) => genId === "AudioGen");
      expect(counts.paid).toBe(paidJobs.length + spoken.length);

      for (const jobId of [...visuals, "MusicGen"]) {
        const job = made.jobs.get(jobId);
        const [output] = job?.outputs ?? [];
        if (!job || !output) throw new Error(`${jobId} made nothing.`);
        expect([jobId, digest(await bytesOf(made, output.id))]).toEqual([
          jobId,
          digest(await deliveredBy(job)),
        ]);
      }
      const { jobs, ended } = made;
      expect(ended?.costMicros).toBe([...jobs.values()].reduce((sum, job) => sum + job.costMicros, 0));
      for (const job of jobs.values())
        expect(job.costMicros).toBeLessThanOrEqual(job.spec.estimate.costMicros);
      expect(ended?.costMicros).toBeGreaterThan(0);
    },
  );

  it("passes on what was written word for word", async () => {
    const own = "A person's own picture: “Ebbe” – with {braces} & \\backslashes";
    const made = await make({ "SegmentImagePromptInput[1][0]": own, Language: "de", Emotion: "warm" });
    const requests = await world.fakes.requests();
    const bodies = (part: string) =>
      requests.filter(({ path }) => path.includes(part)).map(({ body }) => body);
    const prompts = bodies("/predictions").map(
      ({ input }) => (input as { prompt: string } | undefined)?.prompt,
    );

    for (const segment of [0, 1]) {
      const narration = await textOf(made, `NarrationSegmentScript[${segment}]`);
      expect(bodies("/audio/speech").map(({ input }) => input)).toContain(narration);
      const written = bodies("/responses").map(({ input }) => String(input));
      expect(written.some((input) => input.includes(narration))).toBe(true);
    }
    expect(prompts).toContain(own);
    expect(prompts).toContain(await textOf(made, "SegmentImagePrompt[0][0]"));
    expect(prompts).toContain(await textOf(made, "MusicPrompt"));
    const [script] = bodies("/responses");
    expect(String(script?.input)).toBe("How tides work – Ebbe & Flut");
    expect(String(script?.instructions)).toContain("Schreibe alles auf Deutsch");
    expect(bodies("/audio/speech")[0]).toMatchObject({
      response_format: "wav",
      instructions: expect.stringMatching(/German.*warm/),
    });
  });

  it("times every word of the text itself, and says so when it could only estimate", async () => {
    const made = await make({});
    const timings = JSON.parse(await textOf(made, "WordTimings[0]")) as {
      words: { text: string; startSeconds: number; endSeconds: number }[];
      estimated?: boolean;
    };
    const narration = await textOf(made, "NarrationSegmentScript[0]");
    expect(timings.words.map(({ text }) => text).join(" ")).toBe(narration.split(/\s+/).join(" "));
    expect(timings.estimated).toBeUndefined();
    expect(
      timings.words.every((word, at) => word.startSeconds >= (timings.words[at - 1]?.startSeconds ?? 0)),
    ).toBe(true);

    await world.fakes.reset();
    await world.fakes.script({ match: { kind: "timings" }, do: { status: 500 } });
    const estimated = await make({ InquiryPrompt: "Why is the sky blue?" });
    expect(estimated.ended?.status).toBe("succeeded");
    expect(JSON.parse(await textOf(estimated, "WordTimings[1]"))).toMatchObject({ estimated: true });
    expect((await world.fakes.counts()).byKind).toMatchObject({ speech: 2 });
  });

  it("never shows a key, a token or a secret in anything it keeps or says", async () => {
    await world.fakes.script(
      { match: { kind: "script" }, times: 1, do: { status: 500, body: leaky() } },
      { match: { kind: "music" }, do: { status: 422, body: { detail: `Bad input ${secrets()[1]}` } } },
    );
    const made = await make({ InquiryPrompt: "What is a secret?" });
    expect(made.ended?.status).toBe("partial");
    expect(made.jobs.get("MusicGen")?.failure?.message).toMatch(/422/);
    const rows = await inTenant(world.ctx, async ({ runs, jobs, events, purchases, videos }) => ({
      run: await runs.find(made.run.id),
      video: await videos.find(made.run.videoId),
      jobs: await jobs.ofRun(made.run.id),
      purchases: await purchases.live(made.run.id),
      events: await events.ofRun({ runId: made.run.id, after: 0, limit: 10_000 }),
    }));
    const files = await everyFile(path.join(world.dataDir, "objects"));
    expect(files.length).toBeGreaterThan(20);
    const kept = [JSON.stringify(rows), ...world.logged, ...files.map((file) => file.content)].join("\n");
    for (const secret of secrets()) expect(kept).not.toContain(secret);
    // The search is no empty one: what may be known is found.
    expect(kept).toContain("What is a secret?");
    expect(world.logged.join("\n")).toContain("Trouble with … here");
  });
});

function secrets(): string[] {
  const { OPENAI_API_KEY = "", REPLICATE_API_TOKEN = "", REPLICATE_WEBHOOK_SECRET = "" } = world.fakes.env;
  return [OPENAI_API_KEY, REPLICATE_API_TOKEN, REPLICATE_WEBHOOK_SECRET];
}

/** An error of a provider that repeats the key. */
function leaky(): unknown {
  return {
    error: { message: `Trouble with ${secrets()[0]} here`, type: "server_error", param: null, code: null },
  };
}
