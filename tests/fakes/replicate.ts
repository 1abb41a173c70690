import { createHash, createHmac, randomUUID } from "node:crypto";
import type { Behaviour, WebhookBehaviour } from "./behaviour";
import { makeClip, makeImage, makeMusic } from "./media";

interface Prediction {
  id: string;
  model: string;
  input: Record<string, unknown>;
  webhook: string | null;
  createdAt: number;
  doneAt: number;
  cancelledAt: number | null;
  behaviour: Behaviour;
  kind: string;
}

/** What each official model makes, and whether it answers with a list. An unknown one is judged by its name. */
const LIST_OF_ONE = new Set([
  "black-forest-labs/flux-schnell",
  "black-forest-labs/flux-dev",
  "bytedance/seedream-4",
]);
const MUSIC = /music|audio|lyria/;
const VIDEO = /video|wan-|kling|seedance|hailuo|veo|ltx/;

/** The kind of work a prediction is; the names are those of providers.ts. */
export function replicateKind(model: string, input: Record<string, unknown>): string {
  if (MUSIC.test(model)) return "music";
  if (!VIDEO.test(model)) return "image";
  return imageOf(input) === undefined ? "textToVideo" : "imageToVideo";
}

function imageOf(input: Record<string, unknown>): unknown {
  return input.image ?? input.start_image ?? input.first_frame_image;
}

const RATIO: Record<string, number> = {
  "16:9": 16 / 9,
  "9:16": 9 / 16,
  "1:1": 1,
  "4:3": 4 / 3,
  "3:4": 3 / 4,
};
const SHORT: Record<string, number> = { "480p": 480, "720p": 720, "1080p": 1080 };

const even = (value: number, step: number) => Math.max(step, Math.round(value / step) * step);

/** Replicate's predictions, files and callbacks. Time is the machine's own. */
export class FakeReplicate {
  private readonly predictions = new Map<string, Prediction>();
  private readonly files = new Map<string, { bytes: Uint8Array; type: string; createdAt: number }>();
  private readonly timers = new Set<NodeJS.Timeout>();
  readonly webhooks: { url: string; status: number | "refused"; event: string; predictionId: string }[] = [];

  constructor(
    private readonly options: {
      /** With `/v1`. */
      baseUrl: () => string;
      outputUrl: () => string;
      webhookSecret: string;
      pageSize: number;
      /** Whether the list shows a prediction's webhook address. */
      showsWebhooks: boolean;
      /** Clips of a quarter of the size, for benches in which encoding must not count. */
      isSmall: boolean;
    },
  ) {}

  create(options: {
    model: string;
    body: Record<string, unknown>;
    latencyMs: number;
    behaviour: Behaviour;
  }): { prediction: Prediction; beforeAnswer: Promise<void> } {
    const { model, body, behaviour } = options;
    const now = Date.now();
    const input = body.input as Record<string, unknown>;
    const prediction: Prediction = {
      id: createHash("sha256").update(randomUUID()).digest("hex").slice(0, 26),
      model,
      input,
      webhook: typeof body.webhook === "string" ? body.webhook : null,
      createdAt: now,
      doneAt: now + (behaviour.prediction?.latencyMs ?? options.latencyMs),
      cancelledAt: null,
      behaviour,
      kind: replicateKind(model, input),
    };
    this.predictions.set(prediction.id, prediction);
    const early = behaviour.webhook?.beforeAnswer === true;
    if (early) prediction.doneAt = now;
    else this.later(prediction.doneAt - now, () => this.callBack(prediction));
    return { prediction, beforeAnswer: early ? this.callBack(prediction) : Promise.resolve() };
  }

  find(id: string): Prediction | null {
    return this.predictions.get(id) ?? null;
  }

  cancel(prediction: Prediction): void {
    if (statusOf(prediction) === "starting" || statusOf(prediction) === "processing") {
      prediction.cancelledAt = Date.now();
      this.later(0, () => this.callBack(prediction));
    }
  }

  /** The newest first, a page at a time. */
  list(query: URLSearchParams): unknown {
    const after = query.get("created_after");
    const before = query.get("created_before");
    const all = [...this.predictions.values()]
      .filter(({ createdAt }) => after === null || createdAt >= Date.parse(after))
      .filter(({ createdAt }) => before === null || createdAt < Date.parse(before))
      .sort((a, b) => b.createdAt - a.createdAt);
    const start = Number(query.get("cursor") ?? 0);
    const end = start + this.options.pageSize;
    const rest = new URLSearchParams(query);
    rest.set("cursor", String(end));
    const next = end < all.length ? `${this.options.baseUrl()}/predictions?${rest}` : null;
    return { previous: null, next, results: all.slice(start, end).map((found) => this.view(found, true)) };
  }

  running(): number {
    return [...this.predictions.values()].filter(
      ({ doneAt, cancelledAt }) => cancelledAt === null && doneAt > Date.now(),
    ).length;
  }

  view(prediction: Prediction, isListed = false): unknown {
    const { id, model, input, createdAt, doneAt, cancelledAt, behaviour } = prediction;
    const status = statusOf(prediction);
    const wanted = behaviour.prediction;
    const hasOutput = status === "succeeded" && !wanted?.noOutput && !wanted?.dataRemoved;
    const base = this.options.baseUrl();
    const ended = cancelledAt ?? doneAt;
    const isEnded = status !== "starting" && status !== "processing";
    return {
      id,
      model,
      version: "hidden",
      input: wanted?.dataRemoved ? {} : input,
      output: hasOutput ? this.outputOf(prediction) : null,
      data_removed: wanted?.dataRemoved === true,
      error: status === "failed" ? (wanted?.error ?? "The model crashed.") : null,
      status,
      source: "api",
      logs: "",
      created_at: new Date(createdAt).toISOString(),
      ...(status === "starting" ? {} : { started_at: new Date(createdAt).toISOString() }),
      ...(isEnded
        ? { completed_at: new Date(ended).toISOString(), metrics: { total_time: (ended - createdAt) / 1000 } }
        : {}),
      urls: {
        web: `https://replicate.com/p/${id}`,
        get: `${base}/predictions/${id}`,
        cancel: `${base}/predictions/${id}/cancel`,
      },
      ...(isListed && this.options.showsWebhooks && prediction.webhook
        ? { webhook: prediction.webhook }
        : {}),
    };
  }

  private outputOf(prediction: Prediction): unknown {
    const { id, model, kind, input } = prediction;
    const name = kind === "image" ? `out.${imageFormat(input)}` : kind === "music" ? "out.mp3" : "out.mp4";
    const url = prediction.behaviour.prediction?.outputUrl ?? `${this.options.outputUrl()}/${id}/${name}`;
    return LIST_OF_ONE.has(model) ? [url] : url;
  }

  /** The bytes behind an output's address. */
  async output(prediction: Prediction): Promise<{ bytes: Uint8Array; contentType: string }> {
    const { kind, input } = prediction;
    const prompt = JSON.stringify([prediction.model, input.prompt, input.seed, imageDigest(input)]);
    const scale = this.options.isSmall ? 4 : 1;
    if (kind === "music") {
      const asked = Number(input.duration ?? Number(input.music_length_ms ?? 30_000) / 1000);
      return { bytes: await makeMusic(prompt, asked), contentType: "audio/mpeg" };
    }
    const ratio = RATIO[String(input.aspect_ratio ?? "16:9")] ?? 16 / 9;
    if (kind === "image") {
      const format = imageFormat(input);
      const pixels = 1_048_576 * Number(input.megapixels ?? 1);
      const width = Number(input.width ?? even(Math.sqrt(pixels * ratio), 16));
      const height = Number(input.height ?? even(Math.sqrt(pixels / ratio), 16));
      const bytes = await makeImage({
        prompt,
        width: even(width / scale, 2),
        height: even(height / scale, 2),
        format,
      });
      return { bytes, contentType: `image/${format === "jpg" ? "jpeg" : format}` };
    }
    const short = (SHORT[String(input.resolution ?? "720p")] ?? 720) / scale;
    const width = even(ratio >= 1 ? short * ratio : short, 2);
    const height = even(ratio >= 1 ? short : short / ratio, 2);
    const bytes = await makeClip({ prompt, width, height, seconds: Number(input.duration ?? 5) });
    return { bytes, contentType: "video/mp4" };
  }

  addFile(bytes: Uint8Array, type: string): unknown {
    const id = createHash("sha256").update(randomUUID()).digest("hex").slice(0, 26);
    this.files.set(id, { bytes, type, createdAt: Date.now() });
    return this.fileView(id);
  }

  fileView(id: string): unknown {
    const file = this.files.get(id);
    if (!file) return null;
    return {
      id,
      content_type: file.type,
      size: file.bytes.length,
      checksums: { sha256: createHash("sha256").update(file.bytes).digest("hex") },
      metadata: {},
      created_at: new Date(file.createdAt).toISOString(),
      expires_at: new Date(file.createdAt + 24 * 3_600_000).toISOString(),
      urls: { get: `${this.options.baseUrl()}/files/${id}` },
    };
  }

  /** Why the image of a clip cannot be used; null when it can. */
  faultOfImage(input: Record<string, unknown>): string | null {
    const image = imageOf(input);
    if (image === undefined) return null;
    if (typeof image !== "string") return "The image is no text.";
    const known = [...this.files.keys()].some((id) => image === `${this.options.baseUrl()}/files/${id}`);
    if (known) return null;
    const data = /^data:(image\/(?:png|jpeg|webp));base64,([A-Za-z0-9+/]+=*)$/.exec(image);
    if (!data) return "The image is neither an uploaded file nor a data URI of an image.";
    return Buffer.from(data[2] ?? "", "base64").length > 1_048_576
      ? "A data URI holds at most a megabyte: upload the file."
      : null;
  }

  private async callBack(prediction: Prediction): Promise<void> {
    const { webhook, behaviour } = prediction;
    const how: WebhookBehaviour = behaviour.webhook ?? {};
    if (webhook === null || how.lost) return;
    if (how.delayMs)
      await new Promise((resolve) => this.later(how.delayMs ?? 0, async () => resolve(undefined)));
    const times = how.times ?? 1;
    for (let nth = 0; nth < times; nth++) await this.deliver(prediction, webhook, how, statusOf(prediction));
    if (how.reordered) await this.deliver(prediction, webhook, how, "processing");
  }

  private async deliver(
    prediction: Prediction,
    url: string,
    how: WebhookBehaviour,
    event: string,
  ): Promise<void> {
    const body = JSON.stringify({ ...(this.view(prediction) as object), status: event });
    const id = `msg_${randomUUID().replaceAll("-", "")}`;
    const timestamp = Math.floor(Date.now() / 1000) + (how.skewSeconds ?? 0);
    const key = Buffer.from(this.options.webhookSecret.replace(/^whsec_/, ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": `v1,${how.badSignature ? `AAAA${signature.slice(4)}` : signature}`,
    };
    const status = await fetch(url, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(60_000),
    }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => "refused" as const,
    );
    this.webhooks.push({ url, status, event, predictionId: prediction.id });
  }

  private later(milliseconds: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void work();
    }, milliseconds);
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}

function statusOf(prediction: Prediction): string {
  const { createdAt, doneAt, cancelledAt, behaviour } = prediction;
  if (cancelledAt !== null) return "canceled";
  const now = Date.now();
  if (now >= doneAt) return behaviour.prediction?.status ?? "succeeded";
  return now < createdAt + (doneAt - createdAt) / 4 ? "starting" : "processing";
}

function imageFormat(input: Record<string, unknown>): "png" | "jpg" | "webp" {
  const wanted = input.output_format;
  return wanted === "jpg" || wanted === "webp" ? wanted : "png";
}

/** A clip from another image is another clip. */
function imageDigest(input: Record<string, unknown>): string {
  const image = imageOf(input);
  return typeof image === "string" && image.startsWith("data:")
    ? createHash("sha256").update(image).digest("hex")
    : image === undefined
      ? ""
      : "uploaded";
}
