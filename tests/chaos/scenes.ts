import { setTimeout as sleep } from "node:timers/promises";
import type { Behaviour, Match } from "../fakes/behaviour";
import type { FakeRequestLog } from "../rigs/fake-providers";
import { type Stage, until } from "../rigs/stage";
import type { Random } from "../sim/random";
import type { Cast, Part } from "./cast";

export interface Play {
  stage: Stage;
  cast: Cast;
  random: Random;
  /** The film that one scene leaves to the next. */
  lead: Part | null;
  /** The number of the last request when that film began. */
  since: number;
}

/** Sets things going, and resolves at the moment in which the server is to die. */
export interface Scene {
  name: string;
  /** What the server is to die in. */
  states: readonly string[];
  act(play: Play): Promise<void>;
}

const once = (match: Match, behaviour: Behaviour, skip = 0) => ({ match, skip, times: 1, do: behaviour });
/** Done and paid for, and its answer takes so long that the server dies before it is there. */
const SLOWLY: Behaviour = { dripMs: 8_000 };
const PREDICTION = { api: "replicate", method: "POST", kind: "image" } as const;
const upTo = (random: Random, milliseconds: number) => sleep(random.unit() * milliseconds);

/** A new film whose first request of a kind goes as told; resolves with that request when it has come so far. */
async function filmWith(
  { stage, cast }: Play,
  options: {
    match: Match;
    behaviour: Behaviour;
    isThere: (request: FakeRequestLog) => boolean;
    inputs?: Record<string, unknown>;
  },
): Promise<void> {
  const { match, behaviour, isThere, inputs } = options;
  const after = await stage.lastRequest();
  await stage.fakes.script(once(match, behaviour));
  await cast.film(inputs);
  const fits = (request: FakeRequestLog) =>
    (match.kind === undefined || request.kind === match.kind) &&
    (match.api === undefined || request.api === match.api) &&
    (match.method === undefined || request.method === match.method);
  await stage.untilAsked((request) => fits(request) && isThere(request), { after });
}

/** A request to OpenAI is paid for, and its answer never arrives. */
const askedOpenai = (kind: string): Scene => ({
  name: `${kind} asked for, not answered`,
  states: ["claimed", "running"],
  act: async (play) =>
    await filmWith(play, {
      match: { api: "openai", kind },
      behaviour: SLOWLY,
      isThere: ({ status }) => status === 200,
    }),
});

/** The answer has left; whether it was stored is chance. */
const answeredOpenai = (kind: string): Scene => ({
  name: `${kind} answered`,
  states: ["running"],
  async act(play) {
    await filmWith(play, {
      match: { api: "openai", kind },
      behaviour: {},
      isThere: ({ status }) => status === 200,
    });
    await upTo(play.random, 40);
  },
});

export const QUEUED: Scene = {
  name: "a run that has just been accepted",
  states: ["queued"],
  async act(play) {
    play.since = await play.stage.lastRequest();
    play.lead = await play.cast.film({}, { isExported: true });
  },
};

/** Fails one of two segments for good and has the other one's picture put off for so long that the run goes to sleep. */
async function fallAsleep({ stage, cast }: Play, seconds: number): Promise<Part> {
  const after = await stage.lastRequest();
  await stage.fakes.script(
    once({ api: "openai", kind: "imagePrompt" }, { status: 400 }),
    once(PREDICTION, { status: 429, headers: { "retry-after": String(seconds) } }),
  );
  const before = await stage.sleepers();
  const part = await cast.film({ Duration: 6 }, { expected: "partial" });
  await stage.untilAsked(({ kind, status }) => kind === "image" && status === 429, { after });
  await stage.untilAsleep(before);
  return part;
}

/** The first scenes of every play: five kills in which the server dies in every state there is. */
export const OPENING: readonly Scene[] = [
  {
    name: "a run that has just been accepted, beside one asleep",
    states: ["queued", "waiting", "failed", "blocked", "retrying"],
    async act(play) {
      await fallAsleep(play, 40);
      await play.stage.fakes.script(once({ api: "openai", kind: "script" }, SLOWLY));
      await QUEUED.act(play);
    },
  },
  {
    name: "the script asked for, not answered",
    states: ["ready", "claimed", "running"],
    async act({ stage, since }) {
      await stage.untilAsked(({ kind, status }) => kind === "script" && status === 200, { after: since });
      await stage.fakes.script(
        once({ api: "openai", kind: "speech" }, { status: 503, headers: { "retry-after": "6" } }),
        once({ api: "replicate", method: "POST", kind: "music" }, { prediction: { latencyMs: 5_000 } }),
        once(PREDICTION, SLOWLY),
      );
    },
  },
  {
    name: "a picture made and not acknowledged, music under way, narration put off",
    states: ["claimed", "submitted", "succeeded", "retrying"],
    async act({ stage, lead, since }) {
      await stage.untilAsked(({ kind, status }) => kind === "image" && status === 201, { after: since });
      await until("music under way", undefined, async () => {
        const events = await stage.events(lead?.runId ?? "");
        return events.some(({ type, data }) => type === "job-submitted" && data.jobId === "MusicGen");
      });
      await stage.untilAsked(({ kind, status }) => kind === "speech" && status === 503, { after: since });
    },
  },
  {
    name: "an export under way",
    states: ["export"],
    async act({ stage, cast, lead }) {
      const run = await cast.untilEnded(lead ?? { runId: "" });
      await untilExporting(stage, run.exportRunId ?? "");
    },
  },
  {
    name: "a run being cancelled, half of it up to date",
    states: ["skipped", "cancelling", "submitted"],
    act: async (play) => await cancelHalfway(play, play.lead),
  },
];

async function untilExporting(stage: Stage, runId: string): Promise<void> {
  await until("an export under way", undefined, async () => {
    const events = await stage.events(runId);
    return events.some(({ type }) => type === "job-progress");
  });
}

/** Music and script once more: the script comes out the same, so that all that hangs on it is up to date; the music is called off. */
async function cancelHalfway({ stage, cast }: Play, of: Part | null): Promise<void> {
  if (!of) throw new Error("There is no film to make again.");
  await stage.fakes.script(
    once({ api: "replicate", method: "POST", kind: "music" }, { prediction: { latencyMs: 60_000 } }),
    once({ api: "replicate", kind: "cancel" }, SLOWLY),
  );
  const after = await stage.lastRequest();
  const takes = ["generator=ScriptGen", "generator=MusicGen"];
  const part = await cast.nextRun(of, { mode: "dirty", takes }, "cancelled");
  await until("a run half up to date", undefined, async () => {
    const { jobs } = await cast.run(part);
    const isMusicUnderWay = jobs.some((job) => job.jobId === "MusicGen" && job.state === "submitted");
    return isMusicUnderWay && jobs.some(({ state }) => state === "skipped");
  });
  await stage.post(`runs/${part.runId}/cancel`);
  await stage.untilAsked(({ kind }) => kind === "cancel", { after });
}

/** Whatever else a server may die in. */
export const SCENES: readonly Scene[] = [
  askedOpenai("script"),
  askedOpenai("musicPrompt"),
  askedOpenai("speech"),
  askedOpenai("timings"),
  askedOpenai("imagePrompt"),
  answeredOpenai("script"),
  answeredOpenai("speech"),
  answeredOpenai("timings"),
  answeredOpenai("imagePrompt"),
  QUEUED,
  {
    name: "a run being planned",
    states: [],
    async act(play) {
      await QUEUED.act(play);
      await upTo(play.random, 400);
    },
  },
  {
    name: "a prediction asked for, not yet made",
    states: ["claimed"],
    act: async (play) =>
      await filmWith(play, { match: PREDICTION, behaviour: { delayMs: 1_500 }, isThere: () => true }),
  },
  {
    name: "a prediction made, not acknowledged",
    states: ["claimed"],
    act: async (play) =>
      await filmWith(play, {
        match: PREDICTION,
        behaviour: SLOWLY,
        isThere: ({ status }) => status === 201,
      }),
  },
  {
    name: "a prediction made and acknowledged",
    states: [],
    async act(play) {
      await filmWith(play, { match: PREDICTION, behaviour: {}, isThere: ({ status }) => status === 201 });
      await upTo(play.random, 40);
    },
  },
  {
    name: "a prediction intended, never asked for",
    states: ["claimed"],
    act: async (play) =>
      await filmWith(play, {
        match: { api: "openai", kind: "moderation" },
        behaviour: SLOWLY,
        isThere: ({ status }) => status === 200,
        inputs: { "SegmentImagePromptInput[0][0]": `A lighthouse ${play.random.uint32()}` },
      }),
  },
  {
    name: "a prediction under way",
    states: ["submitted"],
    async act(play) {
      const behaviour = { prediction: { latencyMs: 4_000 } };
      await filmWith(play, { match: PREDICTION, behaviour, isThere: ({ status }) => status === 201 });
      await sleep(100);
      await upTo(play.random, 3_000);
    },
  },
  {
    name: "a picture being downloaded",
    states: ["submitted"],
    async act(play) {
      const match = { api: "output", kind: "image" } as const;
      await filmWith(play, { match, behaviour: { dripMs: 2_000 }, isThere: ({ status }) => status === 200 });
      await upTo(play.random, 1_500);
    },
  },
  {
    name: "a callback just delivered",
    states: [],
    async act(play) {
      const { stage, cast } = play;
      const before = (await stage.fakes.webhooks()).length;
      await cast.film();
      await until("a callback", undefined, async () => (await stage.fakes.webhooks()).length > before);
      await upTo(play.random, 60);
    },
  },
  {
    name: "narration put off",
    states: ["retrying"],
    async act(play) {
      const behaviour = { status: 503, headers: { "retry-after": "5" } };
      const match = { api: "openai", kind: "speech" } as const;
      await filmWith(play, { match, behaviour, isThere: ({ status }) => status === 503 });
      await sleep(150);
    },
  },
  {
    name: "a run asleep",
    states: ["waiting", "blocked", "failed"],
    act: async (play) => void (await fallAsleep(play, 30)),
  },
  {
    name: "a run being cancelled",
    states: ["cancelling"],
    async act(play) {
      const part = await play.cast.film();
      await play.cast.untilEnded(part);
      await cancelHalfway(play, part);
    },
  },
  {
    name: "an export under way",
    states: ["export"],
    async act({ stage, cast, random }) {
      const run = await cast.untilEnded(await cast.film({ Duration: 6 }, { isExported: true }));
      await untilExporting(stage, run.exportRunId ?? "");
      await upTo(random, 500);
    },
  },
  {
    name: "any moment of a larger film",
    states: [],
    async act({ cast, random }) {
      await cast.film({ Duration: 9, ImagesPerSegment: 2 }, { isExported: true });
      await upTo(random, 5_000);
    },
  },
  {
    name: "any moment of a film with clips",
    states: [],
    async act({ cast, random }) {
      await cast.film({ Duration: 6, UseVideo: true, "IsImageToVideo[1]": true });
      await upTo(random, 5_000);
    },
  },
];
