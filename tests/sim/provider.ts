import { createHash } from "node:crypto";
import { type MicroUsd, microUsd } from "../../lib/core/money/micro-usd";
import { type FailureClass, GeneratorFailure } from "../../lib/core/run/failure";
import type {
  CheckResult,
  GeneratedOutput,
  GenerationRequest,
  Generator,
  ProviderCall,
  SubmitResult,
  UnknownOutcomePolicy,
} from "../../lib/ports/generator";
import { ordinaryOutputs } from "../rigs/scripted-generator";
import { EPOCH, type SimProcess } from "./process";
import type { Random } from "./random";
import type { Execution } from "./storage";
import type { Trace } from "./trace";
import type { VirtualTime } from "./virtual-time";

type Range = readonly [least: number, most: number];

export interface Behaviour {
  provider: string;
  policy: UnknownOutcomePolicy;
  /** How many at a time its window begins with. */
  limit: number;
  /** Its window is learnt: as many as it may grow to, and as many as the provider really takes, which nobody is told. */
  learnt: { most: number; takes: number } | null;
  deadlineMs: number;
  /** Long work is accepted and collected later; other work is in the answer. */
  isAsync: boolean;
  workMs: Range;
  transitMs: Range;
  /** How likely a request goes wrong, at most once per call of a job. */
  trouble: number;
  /** How likely asking goes wrong. */
  askingTrouble: number;
  findsBy: "nonce" | "content";
  /** Narration is spoken and timed by two calls. */
  timesSeparately: boolean;
}

/** What becomes of a request. */
type Fate =
  | "good"
  /** Refused for a moment: nothing is done. */
  | "busy"
  | "broken"
  /** Never arrives, and the caller knows. */
  | "unreachable"
  /** Never arrives, and nobody knows. */
  | "cut"
  /** Done, and the answer is lost: said so, or thrown, or never to come. */
  | "answer-lost"
  | "answer-cut"
  /** The connection is cut and the request arrives all the same, a little later. */
  | "arrives-late"
  | "silent"
  /** Done too late. */
  | "slow"
  /** Done, paid, and of no use. */
  | "invalid"
  /** Taken, and failed there. */
  | "fails";

const TROUBLES: readonly Fate[] = [
  "busy",
  "broken",
  "unreachable",
  "cut",
  "answer-lost",
  "answer-cut",
  "arrives-late",
  "silent",
  "slow",
  "invalid",
  "fails",
];

/** How often one call is turned away: far fewer than the runner bears. */
const MOST_TURNED_AWAY = 6;

/** One piece of work the provider took: what it is paid for. */
export interface Work {
  id: string;
  nonce: string;
  jobId: string;
  call: string;
  content: string;
  createdAt: number;
  endsAt: number;
  state: "working" | "done" | "failed" | "cancelled";
  isUsable: boolean;
  outputs: GeneratedOutput[];
  costMicros: MicroUsd;
}

export interface ProviderWorld {
  time: VirtualTime;
  trace: Trace;
  /** An id that no other world has. */
  idOf(kind: string, counter: number): string;
  random: Random;
  /** Jobs that are refused for ever, and why. */
  refusals: ReadonlyMap<string, FailureClass>;
  priceOf(genId: string): number;
  /** Something happened to accepted work: the sender of callbacks hears of it. */
  onEvent(behaviour: Behaviour, work: Work): void;
  /** A request has just been sent; another has just been taken. */
  onPost(post: { provider: string; jobId: string; nonce: string; process: SimProcess }): void;
  onWork(behaviour: Behaviour, work: Work): void;
  /** A server has heard what became of its request: that it was taken, or what came out. */
  onAnswer(work: Work, process: SimProcess): void;
}

/** A provider outside all processes: what it was asked for and has taken is there whatever becomes of them. */
export class SimProvider {
  readonly works: Work[] = [];
  private readonly troubled = new Map<string, number>();
  private ids = 0;

  constructor(
    private readonly world: ProviderWorld,
    readonly behaviour: Behaviour,
  ) {}

  get slotKey(): string {
    return this.world.idOf(this.behaviour.provider, 0);
  }

  /** The provider as one execution reaches it. */
  generator({ process }: Execution): Generator {
    const { provider, policy, limit, learnt, deadlineMs, timesSeparately } = this.behaviour;
    const window = { key: this.slotKey, limit, ...(learnt ? { most: learnt.most } : {}) };
    return {
      provider,
      unknownOutcome: policy,
      window: () => window,
      deadlineMs: () => deadlineMs,
      ...(timesSeparately ? { calls: narrationCalls } : {}),
      submit: (request, signal) => this.submit(process, request, signal),
      check: ({ providerRequestId, signal }) => this.check(process, providerRequestId, signal),
      cancel: (providerRequestId) => this.cancel(process, providerRequestId),
      ...(policy === "adopt" ? { find: (options) => this.find(process, options) } : {}),
    };
  }

  private async submit(
    process: SimProcess,
    request: GenerationRequest,
    signal: AbortSignal,
  ): Promise<SubmitResult> {
    const { world, behaviour } = this;
    const { provider } = behaviour;
    const { jobId, nonce, call } = request;
    const outputs = await ordinaryOutputs(request);
    await request.goAhead?.();
    // What was read for it came too late: nothing is sent under a signal that says so.
    if (signal.aborted) throw new Error("aborted");
    world.trace.note(`${process.name} → ${provider} POST ${jobId} ${call} ${nonce}`);
    world.onPost({ provider, jobId, nonce, process });
    return await this.exchange<SubmitResult>(process, signal, (answer) => {
      const refusal = world.refusals.get(jobId);
      if (refusal) {
        return answer.throw(
          new GeneratorFailure({ failureClass: refusal, message: "Never.", providerErrorCode: "no" }),
        );
      }
      if (this.isTooMany(`${jobId} ${call}`)) {
        world.trace.note(`${provider}: too many for ${jobId} ${call}`);
        const retryAfterMs = world.random.between(1_000, 60_000);
        return answer.throw(
          retryable("429", { tooMany: {}, ...(world.random.chance(0.3) ? { retryAfterMs } : {}) }),
        );
      }
      const fate = this.fateOf(`${jobId} ${call}`);
      if (fate !== "good") world.trace.note(`${provider}: ${fate} for ${jobId} ${call}`);
      switch (fate) {
        case "busy": {
          const retryAfterMs = world.random.between(200, behaviour.learnt ? 40_000 : 8_000);
          return answer.throw(
            retryable("429", { retryAfterMs, ...(behaviour.learnt ? { tooMany: {} } : {}) }),
          );
        }
        case "broken":
        case "unreachable":
          return answer.throw(retryable(fate));
        case "cut":
          return answer.throw(new Error("socket hang up"));
        case "arrives-late":
          answer.throw(new Error("socket hang up"));
          world.time.after(world.random.between(1, 6_000), () => this.take(request, outputs, fate, nobody));
          return;
      }
      this.take(request, outputs, fate, answer);
    });
  }

  private take(
    request: GenerationRequest,
    outputs: GeneratedOutput[],
    fate: Fate,
    answer: Answer<SubmitResult>,
  ): void {
    const { world, behaviour } = this;
    const { time, random } = world;
    const isSlow = fate === "slow" && !behaviour.isAsync;
    const lasts = isSlow
      ? behaviour.deadlineMs + random.between(1, 20_000)
      : random.spread(...behaviour.workMs);
    const isRepeatable = behaviour.policy === "repeatable";
    const work: Work = {
      id: world.idOf(behaviour.provider, ++this.ids),
      nonce: request.nonce,
      jobId: request.jobId,
      call: request.call,
      content: contentOf(request, outputs),
      createdAt: time.now,
      endsAt: time.now + lasts,
      state: "working",
      isUsable: fate !== "invalid" && fate !== "fails",
      outputs: fate === "invalid" ? spoilt(outputs, random) : outputs,
      costMicros: microUsd(isRepeatable || fate === "fails" ? 0 : world.priceOf(request.genId)),
    };
    this.works.push(work);
    world.onWork(behaviour, work);
    time.at(work.endsAt, () => {
      if (work.state !== "working") return;
      work.state = fate === "fails" ? "failed" : "done";
      world.trace.note(`${behaviour.provider}: ${work.id} ${work.state}`);
      if (behaviour.isAsync) world.onEvent(behaviour, work);
    });
    const tell = () => {
      if (fate === "silent") return;
      if (fate === "answer-lost") return answer.give({ kind: "unknown", message: "The answer was cut off." });
      if (fate === "answer-cut") return answer.throw(new Error("socket hang up"));
      if (behaviour.isAsync) {
        const checkAfterMs = this.checkAfter(work);
        return answer.give({ kind: "accepted", providerRequestId: work.id, checkAfterMs }, work);
      }
      if (work.state !== "done") return answer.throw(retryable("failed"));
      answer.give({ kind: "finished", outputs: work.outputs, costMicros: work.costMicros }, work);
    };
    if (!behaviour.isAsync) return void time.at(work.endsAt, tell);
    world.onEvent(behaviour, work);
    if (fate === "slow") time.after(behaviour.deadlineMs + random.between(1, 20_000), tell);
    else tell();
  }

  private async check(process: SimProcess, id: string, signal: AbortSignal): Promise<CheckResult> {
    const { world, behaviour } = this;
    return await this.exchange(process, signal, (answer) => {
      if (this.isAskingInVain(`check ${id}`)) return answer.throw(new Error("503"));
      const work = this.works.find((candidate) => candidate.id === id);
      if (!work) return answer.throw(retryable("unknown id"));
      world.trace.note(`${behaviour.provider}: ${id} is ${work.state}`);
      if (work.state === "working")
        return answer.give({ kind: "pending", checkAfterMs: this.checkAfter(work) });
      if (work.state === "done") {
        return answer.give({ kind: "finished", outputs: work.outputs, costMicros: work.costMicros });
      }
      answer.throw(retryable(work.state));
    });
  }

  private async find(
    process: SimProcess,
    options: Parameters<NonNullable<Generator["find"]>>[0],
  ): Promise<{ providerRequestId: string } | null> {
    const { request, submittedAfter, isClaimed, signal } = options;
    const { behaviour, world } = this;
    const outputs = await ordinaryOutputs(request);
    const content = contentOf(request, outputs);
    // Two clocks never agree to the second.
    const since = submittedAfter.getTime() - EPOCH - 60_000;
    const candidates = await this.exchange<Work[]>(process, signal, (answer) => {
      if (this.isAskingInVain(`find ${request.nonce}`)) return answer.throw(new Error("503"));
      const isIt = (work: Work) =>
        behaviour.findsBy === "nonce"
          ? work.nonce === request.nonce
          : work.content === content && work.createdAt >= since;
      answer.give(this.works.filter(isIt));
    });
    for (const { id } of candidates) {
      if (await isClaimed(id)) continue;
      world.trace.note(`${process.name} finds ${id} for ${request.jobId}`);
      return { providerRequestId: id };
    }
    world.trace.note(`${process.name} finds nothing for ${request.jobId}`);
    return null;
  }

  private async cancel(process: SimProcess, id: string): Promise<void> {
    await this.exchange<void>(process, null, (answer) => {
      if (this.isAskingInVain(`cancel ${id}`)) return answer.throw(new Error("503"));
      const work = this.works.find((candidate) => candidate.id === id);
      if (work?.state === "working") {
        work.state = "cancelled";
        work.costMicros = microUsd(0);
        work.isUsable = false;
      }
      this.world.trace.note(`${this.behaviour.provider}: ${id} is called off, ${work?.state}`);
      answer.give();
    });
  }

  /** There and back again; the caller gives up when its signal says so, and a dead one hears nothing. */
  private exchange<T>(
    process: SimProcess,
    signal: AbortSignal | null,
    atProvider: (answer: Answer<T>) => void,
  ): Promise<T> {
    const { time, random } = this.world;
    const transit = () => random.spread(...this.behaviour.transitMs);
    if (signal?.aborted) return Promise.reject(new Error("aborted"));
    return new Promise<T>((resolve, reject) => {
      let isGivenUp = false;
      const giveUp = () => {
        isGivenUp = true;
        reject(new Error("aborted"));
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      const back = (settle: () => void) => {
        time.after(transit(), () => void process.hold().then(settle));
      };
      const answer: Answer<T> = {
        give: (value, work) =>
          back(() => {
            resolve(value);
            if (work && !isGivenUp) this.world.onAnswer(work, process);
          }),
        throw: (error) => back(() => reject(error)),
      };
      time.after(transit(), () => atProvider(answer));
    });
  }

  /** More than it takes at a time; of work that nobody waits for any more it has its own, so that it relents in the end. */
  private isTooMany(call: string): boolean {
    const { learnt } = this.behaviour;
    if (!learnt) return false;
    const working = this.works.filter(({ state }) => state === "working").length;
    return working >= learnt.takes && !this.hadEnough(`${call} at once`, MOST_TURNED_AWAY);
  }

  private fateOf(call: string): Fate {
    const { random } = this.world;
    if (!random.chance(this.behaviour.trouble) || this.hadEnough(call, 1)) return "good";
    return random.pick(TROUBLES);
  }

  private isAskingInVain(what: string): boolean {
    return this.world.random.chance(this.behaviour.askingTrouble) && !this.hadEnough(what, 2);
  }

  private hadEnough(what: string, most: number): boolean {
    const had = this.troubled.get(what) ?? 0;
    this.troubled.set(what, had + 1);
    return had >= most;
  }

  /** Polling that knows nothing of when the work will be done. */
  private checkAfter(work: Work): number {
    const age = this.world.time.now - work.createdAt;
    return Math.min(60_000, 1_000 + Math.round(age * (0.5 + this.world.random.unit())));
  }
}

interface Answer<T> {
  /** `work`: what the caller learns of by it. */
  give(value: T, work?: Work): void;
  throw(error: Error): void;
}

/** Who takes the answer to a request that nobody waits for any more. */
const nobody: Answer<SubmitResult> = { give() {}, throw() {} };

function retryable(
  message: string,
  more: { retryAfterMs?: number; tooMany?: Record<string, never> } = {},
): GeneratorFailure {
  return new GeneratorFailure({ failureClass: "retryable", message, ...more });
}

function contentOf({ jobId, call }: GenerationRequest, outputs: readonly GeneratedOutput[]): string {
  const hash = createHash("sha256").update(`${jobId} ${call}`);
  for (const { bytes } of outputs) hash.update(bytes);
  return hash.digest("hex").slice(0, 16);
}

/** Marks media that a probe refuses. */
export const SPOILT = "spoilt";

function spoilt(outputs: readonly GeneratedOutput[], random: Random): GeneratedOutput[] {
  const victim = random.between(0, outputs.length - 1);
  const isMissing = random.chance(0.3);
  return outputs.flatMap((output, index) => {
    if (index !== victim) return [output];
    if (isMissing) return [];
    const isMedia = !output.mediaType.startsWith("text/") && output.mediaType !== "application/json";
    const bytes = new TextEncoder().encode(
      isMedia ? SPOILT : output.mediaType === "application/json" ? "{" : " ",
    );
    return [{ ...output, bytes }];
  });
}

/** Speech first, then its timings: each bought by itself. */
function narrationCalls(job: {
  genId: string;
  produces: readonly string[];
  maximumMicros: MicroUsd;
}): readonly ProviderCall[] {
  const { genId, produces, maximumMicros } = job;
  const timings = produces.filter((name) => name.startsWith("WordTimings"));
  if (genId !== "AudioGen" || timings.length === 0 || timings.length === produces.length) {
    return [{ call: "main", produces, maximumMicros }];
  }
  const half = Math.floor(maximumMicros / 2);
  return [
    {
      call: "main",
      produces: produces.filter((name) => !timings.includes(name)),
      maximumMicros: microUsd(maximumMicros - half),
    },
    { call: "timings", produces: timings, maximumMicros: microUsd(half) },
  ];
}
