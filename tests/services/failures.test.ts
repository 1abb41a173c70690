import { afterAll, describe, expect, it } from "vitest";
import { createProcessSignals } from "../../lib/adapters/node/process-signals";
import { ReelgraphError } from "../../lib/core/errors";
import { requireInputs } from "../../lib/core/graph/inputs";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { JobRow, RunRow } from "../../lib/ports/database";
import type { GenerationRequest } from "../../lib/ports/generator";
import { inTenant } from "../../lib/services/context";
import { planFor } from "../../lib/services/plans/plan-for";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { failRun } from "../../lib/services/runs/fail-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { loadHead } from "../../lib/services/videos/load-head";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import {
  createRun,
  driveRun,
  SMALL_INPUTS,
  sharedDatabase,
  WORKED_EXAMPLE,
  World,
} from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const refusal = new GeneratorFailure({
  failureClass: "policy",
  providerErrorCode: "nsfw",
  message: "The picture was refused.",
});
const busy = (retryAfterMs?: number) =>
  new GeneratorFailure({
    failureClass: "retryable",
    providerErrorCode: "http-429",
    message: "Too many requests.",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

async function outcome(world: World, run: RunRow) {
  const { ctx } = world.start();
  return await inTenant(ctx, async (repositories) => {
    const jobs = await repositories.jobs.ofRun(run.id);
    return {
      ctx,
      ended: await repositories.runs.find(run.id),
      video: await repositories.videos.find(run.videoId),
      jobs: new Map(jobs.map((job) => [job.jobId, job] as const)),
      events: await repositories.events.ofRun({ runId: run.id, after: 0, limit: 10_000 }),
    };
  });
}

const states = (jobs: Map<string, JobRow>) =>
  Object.fromEntries([...jobs.values()].map((job) => [job.jobId, job.state] as const));

async function make(inputs: Record<string, unknown>, prepare: (world: World) => void) {
  const world = await World.open();
  prepare(world);
  const process = world.start();
  const run = await createRun(process.ctx, inputs);
  const final = await driveRun(process, run.id);
  return { world, run, final, ...(await outcome(world, run)) };
}

describe("a job that fails for good", () => {
  it("blocks its descendants and nothing else, and the run is partial", async () => {
    const { final, jobs, ended, video, events, ctx } = await make(WORKED_EXAMPLE, (world) => {
      world.media.script.onSubmit = ({ jobId }) => {
        if (jobId === "ImageGen[1][0]") throw refusal;
      };
    });
    expect(final).toEqual({ status: "partial", exportRunId: null });
    const { "ImageGen[1][0]": failed, TimelineAssembler: blocked, ...others } = states(jobs);
    expect([failed, blocked]).toEqual(["failed", "blocked"]);
    expect(new Set(Object.values(others))).toEqual(new Set(["succeeded"]));
    expect(jobs.get("ImageGen[1][0]")?.failure).toEqual({
      code: "policy",
      retryable: false,
      providerErrorCode: "nsfw",
      message: "The picture was refused.",
      dependencyChain: ["ImageGen[1][0]"],
    });
    expect(jobs.get("TimelineAssembler")?.failure).toMatchObject({
      retryable: true,
      dependencyChain: ["ImageGen[1][0]", "TimelineAssembler"],
    });
    expect(video).toMatchObject({ status: "partial", headRevision: 1 });
    expect(events.at(-1)).toMatchObject({ type: "run-finished", data: { status: "partial" } });

    // The next dirty plan is just what is missing.
    if (!video) throw new Error("The video is gone.");
    const head = await loadHead({ ctx, video });
    const inputs = requireInputs(ended?.inputs);
    const { plan } = planFor({ ctx, inputs, seed: video.seed, head, planOptions: { mode: "dirty" } });
    expect(plan.layers.flat().map((job) => [job.jobId, job.reason])).toEqual([
      ["ImageGen[1][0]", "failed"],
      ["TimelineAssembler", "missing"],
    ]);
    expect(video.numDirtyArtifacts).toBe(plan.artifacts.length);
  });

  it("at the root fails the run, with every other job blocked by a chain that begins there", async () => {
    const { final, jobs, video } = await make(WORKED_EXAMPLE, (world) => {
      world.text.script.onSubmit = () => {
        throw new GeneratorFailure({ failureClass: "permanent", message: "401: no such key." });
      };
    });
    expect(final.status).toBe("failed");
    expect(video?.status).toBe("failed");
    const { ScriptGen, ...others } = states(jobs);
    expect(ScriptGen).toBe("failed");
    expect(new Set(Object.values(others))).toEqual(new Set(["blocked"]));
    expect(jobs.get("ImageGen[2][1]")?.failure?.dependencyChain).toEqual([
      "ScriptGen",
      "TextToImagePromptGen[2]",
      "ImageGen[2][1]",
    ]);
  });

  it("blocks what hangs on it in one slice, however deep", async () => {
    const world = await World.open();
    world.text.script.onSubmit = () => {
      throw refusal;
    };
    const { ctx } = world.start();
    const run = await createRun(ctx, WORKED_EXAMPLE);
    await planRun({ ctx, input: { runId: run.id } });
    expect(await executeBatch({ ctx, input: { runId: run.id } })).toMatchObject({
      done: true,
      counts: { failed: 1, blocked: 15, open: 0 },
    });
  });

  it("says so in words a database can hold", async () => {
    const { jobs, final } = await make(SMALL_INPUTS, (world) => {
      world.text.script.onSubmit = ({ jobId }) => {
        if (jobId !== "ScriptGen") return;
        throw new GeneratorFailure({
          failureClass: "permanent",
          providerErrorCode: "\0code",
          message: `binary \0 rubbish \ud800 and ${"long ".repeat(10_000)}`,
        });
      };
    });
    expect(final.status).toBe("failed");
    const failure = jobs.get("ScriptGen")?.failure;
    expect(failure?.message).toMatch(/^binary \ufffd rubbish \ufffd and long/);
    expect(failure?.message.length).toBeLessThan(2_100);
    expect(failure?.providerErrorCode).toBe("\ufffdcode");
  });
});

describe("a job that fails for the moment", () => {
  it("is tried again, counts its attempts and succeeds", async () => {
    const { final, jobs, world, events } = await make(SMALL_INPUTS, (w) => {
      w.text.script.onSubmit = ({ jobId }, nth) => {
        if (jobId === "AudioGen[0]" && nth <= 2) throw busy();
      };
    });
    expect(final.status).toBe("succeeded");
    expect(jobs.get("AudioGen[0]")).toMatchObject({ state: "succeeded", attempts: 3, failure: null });
    expect(world.text.submitsOf("AudioGen[0]")).toBe(3);
    expect(events.filter((event) => event.data.retrying === true)).toHaveLength(2);
  });

  it("fails after three purchases, and has three again in the next run", async () => {
    const { final, jobs, world, run } = await make(SMALL_INPUTS, (w) => {
      w.text.script.onSubmit = ({ jobId }) => {
        if (jobId === "AudioGen[0]") throw busy();
      };
    });
    expect(final.status).toBe("partial");
    expect(jobs.get("AudioGen[0]")).toMatchObject({
      state: "failed",
      attempts: 3,
      failure: { code: "retryable", retryable: true, providerErrorCode: "http-429" },
    });
    const process = world.start();
    const next = await again(process.ctx, run);
    // Nothing was made in it; the video keeps what the run before it made.
    expect((await driveRun(process, next.id)).status).toBe("failed");
    expect((await outcome(world, next)).video?.status).toBe("partial");
    expect(world.text.submitsOf("AudioGen[0]")).toBe(6);
    expect(world.text.submitsOf("ScriptGen")).toBe(1);
  });

  it("is not asked again before its Retry-After, also when the slice ends in between", async () => {
    const asked: number[] = [];
    const { final } = await make(SMALL_INPUTS, (world) => {
      world.settings = { ...world.settings, sliceBudgetMs: 5_000 };
      world.text.script.onSubmit = ({ jobId }) => {
        if (jobId !== "AudioGen[0]") return;
        asked.push(world.clock.now().getTime());
        if (asked.length === 1) throw busy(40_000);
        if (asked.length === 2) throw busy(4_000);
      };
    });
    expect(final.status).toBe("succeeded");
    const [first = 0, second = 0, third = 0] = asked;
    expect(second - first).toBeGreaterThanOrEqual(40_000);
    expect(second - first).toBeLessThan(47_000);
    expect(third - second).toBeGreaterThanOrEqual(4_000);
  });

  it("holds no slot while it waits for its next try", async () => {
    const { world, events } = await make({ ...WORKED_EXAMPLE, ImagesPerSegment: 4 }, (w) => {
      w.media.script = {
        latencyMs: () => 1_000,
        onSubmit: ({ genId, jobId }, nth) => {
          if (genId === "ImageGen" && jobId.startsWith("ImageGen[0]") && nth === 1) throw busy(12_000);
        },
      };
    });
    expect(world.media.mostInFlight).toBe(2);
    const at = (jobId: string, type: string) =>
      events.find((event) => event.type === type && event.data.jobId === jobId)?.at.getTime() ?? 0;
    // The other eight pictures, two at a time, are done before the first four are asked for again.
    expect(at("ImageGen[2][3]", "job-succeeded")).toBeLessThan(at("ImageGen[0][0]", "job-succeeded"));
    expect(at("ImageGen[2][3]", "job-succeeded") - at("ImageGen[1][0]", "job-claimed")).toBeLessThan(6_000);
  });

  it("costs what its failures cost, and the run gives back the rest", async () => {
    const { jobs, ended, video, final } = await make(SMALL_INPUTS, (world) => {
      world.text.script = {
        costMicros: ({ genId }) => (genId === "ScriptGen" ? 9_000 : 0),
        outputs: ({ genId }, nth) => (genId === "ScriptGen" && nth === 1 ? [] : null),
      };
    });
    expect(final.status).toBe("succeeded");
    expect(jobs.get("ScriptGen")).toMatchObject({ state: "succeeded", attempts: 2, costMicros: 18_000 });
    expect(ended).toMatchObject({ costMicros: 18_000, reservedMicros: 0 });
    expect(video?.totalCostMicros).toBe(18_000);
  });
});

describe("a delivery that is not valid", () => {
  const spoiled = (spoil: (request: GenerationRequest, nth: number) => boolean) => (world: World) => {
    world.text.script.outputs = (request, nth) =>
      spoil(request, nth)
        ? request.produces.map((artifact) => ({
            artifact,
            mediaType: "text/plain",
            bytes: new TextEncoder().encode(" \n"),
          }))
        : null;
  };

  it("is repaired with one more purchase", async () => {
    const { final, jobs } = await make(
      SMALL_INPUTS,
      spoiled(({ genId }, nth) => genId === "ScriptGen" && nth === 1),
    );
    expect(final.status).toBe("succeeded");
    expect(jobs.get("ScriptGen")?.attempts).toBe(2);
  });

  it("fails the job when the second is no better, and the next plan says why", async () => {
    const { final, jobs, ended, video, ctx, world } = await make(
      SMALL_INPUTS,
      spoiled(({ genId }) => genId === "TextToMusicPromptGen"),
    );
    expect(final.status).toBe("partial");
    expect(jobs.get("TextToMusicPromptGen")).toMatchObject({
      attempts: 2,
      failure: { code: "validation", message: "MusicPrompt came out empty." },
    });
    expect(world.text.submitsOf("TextToMusicPromptGen")).toBe(2);
    expect(jobs.get("MusicGen")?.state).toBe("blocked");
    if (!video) throw new Error("The video is gone.");
    const head = await loadHead({ ctx, video });
    const inputs = requireInputs(ended?.inputs);
    const { plan } = planFor({ ctx, inputs, seed: video.seed, head, planOptions: { mode: "dirty" } });
    expect(plan.layers.flat().map((job) => [job.jobId, job.reason])).toEqual([
      ["TextToMusicPromptGen", "validation"],
      ["MusicGen", "missing"],
      ["TimelineAssembler", "missing"],
    ]);
  });

  it.each([
    ["broken JSON", "{"],
    ["JSON with half a character", '{"a": "\\ud800"}'],
  ])("is %s where JSON is due", async (_name, body) => {
    const { jobs } = await make(SMALL_INPUTS, (world) => {
      world.text.script.outputs = ({ genId, produces }) =>
        genId === "AudioGen"
          ? produces.map((artifact) => ({
              artifact,
              mediaType: artifact.startsWith("WordTimings") ? "application/json" : "audio/wav",
              bytes: new TextEncoder().encode(body),
            }))
          : null;
    });
    expect(jobs.get("AudioGen[0]")).toMatchObject({ state: "failed", failure: { code: "validation" } });
  });
});

describe("asking for accepted work", () => {
  it("is repeated when only the asking fails: nothing is bought again", async () => {
    const { final, world } = await make(SMALL_INPUTS, (w) => {
      w.media.script.onCheck = (_request, nth) => {
        if (nth <= 3) throw new Error("503 from a proxy");
      };
    });
    expect(final.status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
  });

  it("buys again when the provider says that the work has failed", async () => {
    const { final, world, jobs } = await make(SMALL_INPUTS, (w) => {
      w.media.script.onCheck = (_request, nth) => {
        if (nth === 1) throw busy();
      };
    });
    expect(final.status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen", "MusicGen"]);
    expect(jobs.get("MusicGen")?.providerRequestId).toBe("media-MusicGen-2");
  });

  it("ends when asking fails for ever", async () => {
    const { final, jobs } = await make(SMALL_INPUTS, (w) => {
      w.media.script.onCheck = () => {
        throw new Error("no route to host");
      };
    });
    expect(final.status).toBe("partial");
    expect(jobs.get("MusicGen")).toMatchObject({
      state: "failed",
      attempts: 3,
      failure: { message: "no route to host" },
    });
  });
});

describe("a provider that does not answer", () => {
  it.each([
    ["listens when it is told to stop", false],
    ["does not even listen", true],
  ])("and %s costs a try, not the run", async (_name, ignoresSignals) => {
    const { final, jobs, world } = await make(SMALL_INPUTS, (w) => {
      w.text.script = {
        ignoresSignals,
        latencyMs: ({ jobId }) => (jobId === "ScriptGen" && w.text.submitsOf(jobId) === 1 ? 1_000_000 : 0),
      };
    });
    expect(final.status).toBe("succeeded");
    expect(jobs.get("ScriptGen")?.attempts).toBe(2);
    expect(world.text.submitsOf("ScriptGen")).toBe(2);
  });

  it("leaves an unknown outcome where it may have charged: it is paid for, and bought once more at most", async () => {
    const policy = "resubmit-once" as const;
    const { final, jobs, ended, world } = await make(SMALL_INPUTS, (w) => {
      const text = new ScriptedGenerator({
        provider: "text",
        clock: w.clock,
        unknownOutcome: policy,
        script: { latencyMs: ({ genId }) => (genId === "ScriptGen" ? 1_000_000 : 0) },
      });
      Object.assign(w, { text });
      w.generators = [text, w.media];
    });
    expect(final.status).toBe("failed");
    expect(world.text.submitsOf("ScriptGen")).toBe(2);
    expect(jobs.get("ScriptGen")).toMatchObject({
      state: "failed",
      costMicros: 18_000,
      failure: { providerErrorCode: "unknown-outcome" },
    });
    expect(ended).toMatchObject({ costMicros: 18_000, reservedMicros: 0 });
  });

  it("does not keep a slice beyond its hard stop", async () => {
    const world = await World.open();
    world.settings = { ...world.settings, sliceBudgetMs: 10_000, sliceHardStopMs: 20_000 };
    world.text.script = { ignoresSignals: true, latencyMs: () => 1_000_000 };
    const { ctx } = world.start();
    const run = await createRun(ctx, SMALL_INPUTS);
    await planRun({ ctx, input: { runId: run.id } });
    const began = world.clock.now().getTime();
    const batch = await executeBatch({ ctx, input: { runId: run.id } });
    expect(world.clock.now().getTime() - began).toBeLessThanOrEqual(23_000);
    expect(batch).toMatchObject({ done: false, counts: { open: 5 } });
  });
});

/** A provider that is paid with the asking, and can be asked nothing afterwards. */
function paidWithTheAsking(world: World, script: ScriptedGenerator["script"] = {}): ScriptedGenerator {
  const text = new ScriptedGenerator({
    provider: "text",
    clock: world.clock,
    unknownOutcome: "resubmit-once",
    script: { costMicros: () => 500, ...script },
  });
  Object.assign(world, { text, generators: [text, ...world.generators.slice(1)] });
  return text;
}

describe("an answer that this machine cannot write down", () => {
  const troubles: [string, () => unknown][] = [
    [
      "because its decoders are gone",
      () => new ReelgraphError({ code: "decoder-unavailable", message: "SIGKILL", retryable: true }),
    ],
    ["for a reason that nobody has thought of", () => new Error("EMFILE: too many open files")],
  ];
  it.each(troubles)("%s is kept, and bought once", async (_name, trouble) => {
    const world = await World.open();
    const text = paidWithTheAsking(world);
    const process = world.start();
    const { mediaProbe } = process.ctx;
    const back = world.clock.now().getTime() + 15_000;
    process.ctx.mediaProbe = {
      probe: async (options) => {
        if (world.clock.now().getTime() < back) throw trouble();
        return await mediaProbe.probe(options);
      },
    };
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(text.submitsOf("AudioGen[0]")).toBe(1);
    expect((await outcome(world, run)).jobs.get("AudioGen[0]")).toMatchObject({
      attempts: 1,
      costMicros: 500,
      failure: null,
    });
  });
});

describe("an answer that can never be kept here", () => {
  it("ends its job after a while, at what it cost, and nothing else", async () => {
    const world = await World.open();
    const text = paidWithTheAsking(world);
    const process = world.start();
    const { mediaProbe } = process.ctx;
    process.ctx.mediaProbe = {
      probe: async (options) => {
        if (options.mediaType !== "audio/wav") return await mediaProbe.probe(options);
        throw new ReelgraphError({ code: "decoder-unavailable", message: "SIGKILL", retryable: true });
      },
    };
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    await planRun({ ctx, input: { runId: run.id } });
    const began = world.clock.now().getTime();
    // Each slice that cannot keep it fails, and its step is run again.
    for (let slice = 0; slice < 200; slice++) {
      const batch = await executeBatch({ ctx, input: { runId: run.id } }).catch(() => null);
      if (batch?.done) break;
      await world.clock.sleep(10_000);
    }
    expect(world.clock.now().getTime() - began).toBeGreaterThan(10 * 60_000);
    expect((await driveRun(process, run.id)).status).toBe("partial");
    expect(text.submitsOf("AudioGen[0]")).toBe(1);
    const { jobs } = await outcome(world, run);
    expect(jobs.get("AudioGen[0]")).toMatchObject({
      state: "failed",
      costMicros: 500,
      failure: { code: "permanent", providerErrorCode: "not-kept" },
    });
    expect(jobs.get("TextToMusicPromptGen")?.state).toBe("succeeded");
  });
});

describe("an unknown outcome", () => {
  it("is made up for although the request had been turned away before", async () => {
    const world = await World.open();
    const text = paidWithTheAsking(world, {
      onSubmit: ({ genId }, nth) => {
        if (genId !== "ScriptGen" || nth > 2) return;
        throw new GeneratorFailure({ failureClass: "retryable", tooEarly: true, message: "429" });
      },
      losesAnswer: ({ genId }, nth) => genId === "ScriptGen" && nth === 3,
    });
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(text.submitsOf("ScriptGen")).toBe(4);
  });
});

describe("a refusal that cannot be written down", () => {
  it.each([
    ["for a moment", 1],
    ["for longer than a write is tried", 9],
  ])("%s costs what it cost, and is no answer that was lost", async (_name, times) => {
    const world = await World.open();
    const text = paidWithTheAsking(world, {
      onSubmit: ({ genId }, nth) => {
        if (genId === "ScriptGen" && nth === 1) throw busy();
      },
    });
    const process = world.start();
    const { database } = process.ctx;
    let left = times;
    process.ctx.database = {
      ...database,
      tenant: (workspaceId, work) =>
        database.tenant(workspaceId, (repositories) =>
          work({
            ...repositories,
            purchases: {
              ...repositories.purchases,
              finish: async (options) => {
                if (options.state === "failed" && left-- > 0) throw new Error("ECONNRESET");
                return await repositories.purchases.finish(options);
              },
            },
          }),
        ),
    };
    const run = await createRun(process.ctx, SMALL_INPUTS);
    const began = world.clock.now().getTime();
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(left).toBeLessThanOrEqual(0);
    expect(text.submitsOf("ScriptGen")).toBe(2);
    expect((await outcome(world, run)).jobs.get("ScriptGen")).toMatchObject({ costMicros: 500 });
    // Nobody waits for the deadline of a request that was answered.
    expect(world.clock.now().getTime() - began).toBeLessThan(60_000);
  });
});

describe("a refusal that was none", () => {
  it("gives way to what was accepted meanwhile: it is collected, not bought again", async () => {
    const world = await World.open();
    const process = world.start();
    const { ctx } = process;
    const make = world.media.submit.bind(world.media);
    // An error page, and the prediction was made all the same.
    world.media.submit = async (request, signal) => {
      await make(request, signal);
      throw busy();
    };
    let isAway = true;
    ctx.database = {
      ...ctx.database,
      tenant: (workspaceId, work) =>
        world.database.tenant(workspaceId, (repositories) =>
          work({
            ...repositories,
            purchases: {
              ...repositories.purchases,
              finish: async (options) => {
                if (isAway && options.state === "failed") throw new Error("ECONNRESET");
                return await repositories.purchases.finish(options);
              },
            },
          }),
        ),
    };
    const run = await createRun(ctx, SMALL_INPUTS);
    await planRun({ ctx, input: { runId: run.id } });
    await expect(executeBatch({ ctx, input: { runId: run.id } })).rejects.toThrow("ECONNRESET");
    // Its webhook says so.
    const at = world.clock.now();
    await inTenant(ctx, async ({ purchases }) => {
      const [live] = (await purchases.live(run.id)).filter(({ jobId }) => jobId === "MusicGen");
      if (!live) throw new Error("Nothing is open.");
      const providerRequestId = `${live.provider}-MusicGen-1`;
      await purchases.accepted({ id: live.id, providerRequestId, nextCheckAt: at, at });
    });
    isAway = false;
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
  });
});

describe("what has to be asked before the provider is asked", () => {
  it("and has too many requests is asked again, and counts as no try", async () => {
    const early = new GeneratorFailure({ failureClass: "retryable", tooEarly: true, message: "429" });
    const { final, jobs } = await make(SMALL_INPUTS, (w) => {
      w.text.script.onSubmit = ({ genId }, nth) => {
        if (genId === "ScriptGen" && nth <= 6) throw early;
      };
    });
    expect(final.status).toBe("succeeded");
    expect(jobs.get("ScriptGen")).toMatchObject({ attempts: 7, failure: null });
  });
});

describe("a run that is cancelled between an intent and its request", () => {
  it.each([
    ["by this process", false],
    ["by another, of which this one hears nothing", true],
  ])("%s buys nothing more", async (_name, isDeaf) => {
    const world = await World.open();
    const process = world.start();
    const text = paidWithTheAsking(world, {
      prepare: async ({ genId }) => {
        if (genId !== "ScriptGen") return;
        await world.clock.sleep(1_200);
        const cancelling = inTenant(process.ctx, ({ runs }) => runs.move({ id: run.id, event: "cancel" }));
        await cancelling;
        if (!isDeaf) world.signals.tell(run.id);
        await world.clock.sleep(isDeaf ? 0 : 300);
      },
    });
    process.ctx.generators = new Map(world.generators.map((one) => [one.provider, one]));
    const run: RunRow = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(text.submits).toEqual([]);
    const { ended, jobs } = await outcome(world, run);
    expect(ended).toMatchObject({ status: "cancelled", costMicros: 0, reservedMicros: 0 });
    expect([...jobs.values()].every(({ state }) => state === "cancelled")).toBe(true);
  });

  it("is gone on with by nobody who has lost it", async () => {
    const world = await World.open();
    const process = world.start();
    const text = paidWithTheAsking(world, {
      prepare: async ({ genId }) => {
        if (genId !== "ScriptGen" || text.submits.length > 0 || world.clock.now() > late) return;
        // The process stands still; meanwhile somebody else ends the run.
        await failRun({ ctx: process.ctx, input: { runId: run.id, message: "gone" } });
        await world.clock.sleep(5_000);
      },
    });
    process.ctx.generators = new Map(world.generators.map((one) => [one.provider, one]));
    const run: RunRow = await createRun(process.ctx, SMALL_INPUTS);
    const late = new Date(world.clock.now().getTime() + 60_000);
    await planRun({ ctx: process.ctx, input: { runId: run.id } });
    await executeBatch({ ctx: process.ctx, input: { runId: run.id } }).catch(() => {});
    expect(text.submits).toEqual([]);
    expect((await outcome(world, run)).ended).toMatchObject({ status: "failed", costMicros: 0 });
  });
});

describe("a process that is asked to end", () => {
  it("hears what it has asked for, begins nothing more, and leaves the rest to the next one", async () => {
    const world = await World.open();
    const process = world.start();
    process.ctx.signals = createProcessSignals();
    const text = paidWithTheAsking(world, {
      latencyMs: () => 3_000,
      onSubmit: ({ genId }) => {
        if (genId === "ScriptGen") process.ctx.signals.close();
      },
    });
    process.ctx.generators = new Map(world.generators.map((one) => [one.provider, one]));
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    await planRun({ ctx, input: { runId: run.id } });
    expect(await executeBatch({ ctx, input: { runId: run.id } })).toMatchObject({
      done: false,
      counts: { succeeded: 1 },
    });
    // Asked again, it does nothing, and soon somebody else is asked.
    const again = await executeBatch({ ctx, input: { runId: run.id } });
    expect(Date.parse(again.wakeAt ?? "") - world.clock.now().getTime()).toBe(15_000);
    expect([...text.submits, ...world.media.submits]).toEqual(["ScriptGen"]);
    expect((await driveRun(world.start(), run.id)).status).toBe("succeeded");
    expect(text.submitsOf("ScriptGen")).toBe(1);
  });
});

describe("a store that is away", () => {
  it("for longer than a write is tried costs time, not a purchase", async () => {
    const world = await World.open();
    const process = world.start();
    const { objects } = process.ctx;
    const back = world.clock.now().getTime() + 15_000;
    process.ctx.objects = {
      ...objects,
      put: async (options) => {
        const isAway = options.key.includes("/assets/music") && world.clock.now().getTime() < back;
        if (isAway) throw new Error("ECONNRESET");
        return await objects.put(options);
      },
    };
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
    expect((await outcome(world, run)).jobs.get("MusicGen")).toMatchObject({ attempts: 1, failure: null });
  });
});

describe("money", () => {
  it("is refused before anything is written when the plan does not fit the ceiling", async () => {
    const world = await World.open();
    world.settings = { ...world.settings, defaultCeilingMicros: 10_000 as never };
    const { ctx } = world.start();
    await expect(createRun(ctx, SMALL_INPUTS)).rejects.toMatchObject({ code: "ceiling-reached" });
    await expect(createRun(ctx, SMALL_INPUTS, { maxCostMicros: 1 })).rejects.toMatchObject({
      code: "ceiling-reached",
    });
    expect(await inTenant(ctx, ({ videos }) => videos.list({ limit: 10 }))).toEqual([]);
    expect(world.text.submits).toEqual([]);
  });

  it("that is not there for another try fails the job with `budget` and never exceeds the run's maximum", async () => {
    const world = await World.open();
    // The writer charges its whole price and delivers nothing, each time.
    world.text.script = {
      costMicros: ({ genId }) => (genId === "ScriptGen" ? 9_000 : 0),
      outputs: ({ genId }) => (genId === "ScriptGen" ? [] : null),
    };
    const process = world.start();
    const maximum = 9_000 + 500 + 20_000 + 3_000;
    const run = await createRun(process.ctx, SMALL_INPUTS, { maxCostMicros: maximum });
    expect((await driveRun(process, run.id)).status).toBe("failed");
    const { jobs, ended } = await outcome(world, run);
    expect(jobs.get("ScriptGen")).toMatchObject({
      state: "failed",
      attempts: 1,
      costMicros: 9_000,
      failure: { code: "budget" },
    });
    expect(ended).toMatchObject({ costMicros: 9_000, reservedMicros: 0 });
  });
});

/** A next dirty run of the same video, as a regeneration starts it. */
async function again(ctx: ReturnType<World["start"]>["ctx"], run: RunRow): Promise<RunRow> {
  const next: RunRow = {
    ...run,
    id: ctx.ids.runId(),
    type: "regeneration",
    revision: run.revision + 1,
  };
  await inTenant(ctx, ({ runs }) => runs.insert(next));
  return next;
}
