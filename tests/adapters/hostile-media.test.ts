import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveBinaries } from "../../lib/adapters/ffmpeg/binaries";
import { createIntake } from "../../lib/adapters/ffmpeg/intake";
import { createFfmpegProbe } from "../../lib/adapters/ffmpeg/probe";
import { sniffMedia } from "../../lib/adapters/http/sniff-media";
import { MEDIA_BOUNDS } from "../../lib/core/media/bounds";
import { closedWav } from "../../lib/core/media/closed-wav";
import type { MediaFamily } from "../../lib/core/media-type";
import type { Intake } from "../../lib/ports/intake";
import { makeClip, makeImage, makeMusic, makeSpeech } from "../fakes/media";
import { type HostileMedia, hostileMedia, largestPicture, wavOf } from "../rigs/hostile-media";

const run = promisify(execFile);
const MB = 1_000_000;
/** What this process may grow by, whatever comes in: windows of files, the heap's own slack. */
const MOST_GROWTH = 64 * MB;
/** What a decoder may hold at its peak; its address space ends at 1.6 GB. */
const MOST_DECODER = 300 * MB;

let directory: string;
let intake: Intake;
let corpus: HostileMedia[];
const binaries = resolveBinaries({ env: process.env, projectRoot: process.cwd() });
const probe = createFfmpegProbe({ binaries: () => binaries });

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "intake-test-"));
  intake = createIntake({ directory, binaries: () => binaries, silenceMs: 500 });
  corpus = await hostileMedia();
}, 120_000);
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function* pieces(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function uploaded(bytes: Uint8Array, family: MediaFamily) {
  const { maxBytes } = MEDIA_BOUNDS[family];
  return await intake.receive({ body: pieces(bytes), maxBytes }, (received) => received.inspect(family));
}

/** Runs work and says by how much this process grew meanwhile, and how large its largest child was. */
async function watched<T>(work: () => Promise<T>): Promise<{ value: T; grown: number; child: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  let child = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
    void peakOfChildren().then((peak) => {
      child = Math.max(child, peak);
    });
  }, 10);
  try {
    const value = await work();
    return { value, grown: most - before, child };
  } finally {
    clearInterval(timer);
  }
}

async function peakOfChildren(): Promise<number> {
  const tasks = await readdir("/proc/self/task").catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/self/task/${task}/children`, "utf8").catch(() => "")),
  );
  const peaks = lists
    .join(" ")
    .split(/\s+/)
    .filter((id) => id !== "")
    .map(async (id) => {
      const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
    });
  return Math.max(0, ...(await Promise.all(peaks)));
}

describe("what must not become a part of a film", () => {
  it("is refused as an upload, all of it, in bounded memory", { timeout: 300_000 }, async () => {
    const { value, grown, child } = await watched(async () => {
      const accepted: string[] = [];
      for (const { what, family, called, bytes } of corpus) {
        const found = await uploaded(bytes, family);
        if ("mediaType" in found && found.mediaType === called) accepted.push(what);
      }
      return accepted;
    });
    expect(corpus.length).toBeGreaterThan(200);
    expect(value).toEqual([]);
    expect(grown).toBeLessThan(MOST_GROWTH);
    expect(child).toBeLessThan(MOST_DECODER);
    expect(await readdir(directory)).toEqual([]);
  });

  it("is refused as what a provider made, all of it, in bounded memory", { timeout: 300_000 }, async () => {
    const { value, grown, child } = await watched(async () => {
      const accepted: string[] = [];
      for (const { what, called, bytes } of corpus) {
        const refusal = await probe.probe({ bytes, mediaType: called }).then(
          () => null,
          (error: unknown) => error,
        );
        if (refusal === null) accepted.push(what);
        else expect(refusal).toMatchObject({ failureClass: "validation" });
      }
      return accepted;
    });
    expect(value).toEqual([]);
    expect(grown).toBeLessThan(MOST_GROWTH);
    expect(child).toBeLessThan(MOST_DECODER);
  });

  it("is mostly refused by what it is, before any decoder sees it", async () => {
    const seen: string[] = [];
    for (const { what, family, called, bytes } of corpus) {
      const found = await sniffMedia(bytes, family);
      if ("mediaType" in found && found.mediaType === called) seen.push(what);
    }
    expect(seen).toEqual(["a WAV without sound", "a WAV of a kind nobody knows"]);
  });
});

describe("what films are made of", () => {
  const image = (format: "png" | "jpg" | "webp") => makeImage({ prompt: "a", width: 64, height: 48, format });

  it("is taken as it is, byte for byte", { timeout: 60_000 }, async () => {
    const good: [MediaFamily, string, Uint8Array, object][] = [
      ["image", "image/png", await image("png"), { width: 64, height: 48 }],
      ["image", "image/jpeg", await image("jpg"), { width: 64, height: 48 }],
      ["image", "image/webp", await image("webp"), { width: 64, height: 48 }],
      ["audio", "audio/wav", makeSpeech("Hello there."), { durationSeconds: expect.closeTo(1.2, 2) }],
      ["audio", "audio/mpeg", await makeMusic("calm", 2), { durationSeconds: expect.any(Number) }],
      [
        "video",
        "video/mp4",
        await makeClip({ prompt: "a", width: 64, height: 48, seconds: 1 }),
        { width: 64, height: 48, durationSeconds: expect.closeTo(1, 1) },
      ],
    ];
    for (const [family, mediaType, bytes, facts] of good) {
      expect(await uploaded(bytes, family)).toEqual({ mediaType, facts: expect.objectContaining(facts) });
      expect(await probe.probe({ bytes, mediaType })).toEqual(expect.objectContaining(facts));
      const kept = await intake.receive({ body: pieces(bytes, 999), maxBytes: MB }, async (received) => {
        const parts: Uint8Array[] = [];
        for await (const part of received.stream()) parts.push(part);
        return { bytes: received.bytes, content: new Uint8Array(Buffer.concat(parts)) };
      });
      expect(kept).toEqual({ bytes: bytes.length, content: bytes });
    }
  });

  it("is taken from whatever encoder people have", { timeout: 120_000 }, async () => {
    const picture = ["-f", "lavfi", "-i", "testsrc=s=128x96:r=10:d=1"];
    const still = [...picture, "-frames:v", "1"];
    const sound = ["-f", "lavfi", "-i", "sine=d=1"];
    const titled = ["-metadata", "title=Mine"];
    const made: [mediaType: string, file: string, args: string[]][] = [
      ["video/webm", "vp8.webm", [...picture, ...sound, "-c:v", "libvpx", "-c:a", "libopus"]],
      ["video/webm", "vp9.webm", [...picture, "-c:v", "libvpx-vp9"]],
      ["video/mp4", "sound.mp4", [...picture, ...sound, "-c:v", "libx264", "-c:a", "aac", ...titled]],
      ["video/mp4", "parts.mp4", [...picture, "-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov"]],
      ["audio/ogg", "opus.ogg", [...sound, "-c:a", "libopus"]],
      [
        "audio/mpeg",
        "vbr.mp3",
        [...sound, "-c:a", "libmp3lame", "-q:a", "4", "-write_id3v1", "1", ...titled],
      ],
      ["audio/mpeg", "low.mp3", [...sound, "-ar", "8000", "-c:a", "libmp3lame", "-b:a", "16k"]],
      ["audio/wav", "titled.wav", [...sound, ...titled]],
      ["audio/wav", "float.wav", [...sound, "-c:a", "pcm_f32le"]],
      ["image/jpeg", "still.jpg", still],
      ["image/png", "deep.png", [...still, "-pix_fmt", "rgb48be"]],
      ["image/png", "palette.png", [...still, "-pix_fmt", "pal8"]],
      ["image/webp", "exact.webp", [...still, "-c:v", "libwebp", "-lossless", "1"]],
    ];
    const { ffmpeg } = await binaries;
    const folder = await mkdtemp(path.join(os.tmpdir(), "encoders-"));
    try {
      for (const [mediaType, name, args] of made) {
        const file = path.join(folder, name);
        await run(ffmpeg, ["-v", "error", "-nostdin", ...args, file]);
        const bytes = new Uint8Array(await readFile(file));
        const family = mediaType.split("/")[0] as MediaFamily;
        expect([name, await uploaded(bytes, family)]).toEqual([
          name,
          { mediaType, facts: expect.any(Object) },
        ]);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("may be as large as it may be: a picture of 39.5 million pixels", { timeout: 60_000 }, async () => {
    const { value, child } = await watched(async () => await uploaded(largestPicture(), "image"));
    expect(value).toMatchObject({ mediaType: "image/png", facts: { width: 7_900, height: 5_000 } });
    expect(child).toBeLessThan(MOST_DECODER);
  });

  it("of a provider may be padded with zeros, or of a length that was open; what a person sends may not", async () => {
    const padded = new Uint8Array(Buffer.concat([await image("png"), Buffer.alloc(100)]));
    const open = wavOf({ riff: 0xffff_ffff, data: 0xffff_ffff });
    expect(await probe.probe({ bytes: padded, mediaType: "image/png" })).toMatchObject({ width: 64 });
    expect(await sniffMedia(open, "audio")).toMatchObject({ mediaType: "audio/wav" });
    // As it is kept, with its true length.
    const facts = await probe.probe({ bytes: closedWav(open), mediaType: "audio/wav" });
    expect(facts.durationSeconds).toBeCloseTo(0.25, 3);
    expect(closedWav(open)).toEqual(wavOf({}));
    expect(closedWav(padded)).toBe(padded);
    expect(await uploaded(padded, "image")).toHaveProperty("reason");
    expect(await uploaded(open, "audio")).toHaveProperty("reason");
  });
});

describe("coming in", () => {
  async function* endless(until: number): AsyncGenerator<Uint8Array> {
    const piece = new Uint8Array(1024 * 1024);
    for (let sent = 0; sent < until; sent += piece.length) yield piece;
  }

  it("ends at its limit, and leaves nothing", async () => {
    let isAsked = false;
    const body = endless(10_000 * MB);
    const work = async () => {
      isAsked = true;
    };
    await expect(intake.receive({ body, maxBytes: 3 * MB }, work)).rejects.toMatchObject({
      code: "body-too-large",
      message: "The body is larger than 3 MB.",
    });
    expect(isAsked).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });

  it("ends when it stalls or breaks off, and leaves nothing", async () => {
    async function* stalling(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      await new Promise(() => {});
    }
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      throw new Error("ECONNRESET");
    }
    for (const body of [stalling(), breaking()]) {
      await expect(intake.receive({ body, maxBytes: MB }, async () => {})).rejects.toMatchObject({
        code: "invalid-input",
        message: expect.stringMatching(/did not come to its end/),
      });
    }
    expect(await readdir(directory)).toEqual([]);
  });

  it("of eight as large as they may be takes no memory; a ninth has to wait", {
    timeout: 240_000,
  }, async () => {
    const { maxBytes } = MEDIA_BOUNDS.audio;
    const samples = (maxBytes - 44) / 2;
    // Eleven minutes: looked at to its end, and then refused for its length.
    const head = wavOf({ samples: 0, riff: 36 + samples * 2, data: samples * 2 });
    async function* sound(): AsyncGenerator<Uint8Array> {
      yield head;
      const piece = new Uint8Array(256 * 1024);
      for (let left = samples * 2; left > 0; left -= piece.length)
        yield piece.subarray(0, Math.min(left, piece.length));
    }
    let ready = 0;
    let release = () => {};
    const all = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { value, grown, child } = await watched(async () => {
      const eight = Array.from({ length: 8 }, () =>
        intake.receive({ body: sound(), maxBytes }, async (received) => {
          if (++ready === 8) release();
          await all;
          return await received.inspect("audio");
        }),
      );
      await all;
      await expect(intake.receive({ body: sound(), maxBytes }, async () => {})).rejects.toMatchObject({
        code: "rate-limited",
        retryAfterSeconds: expect.any(Number),
      });
      return await Promise.all(eight);
    });
    expect(value).toEqual(
      Array.from({ length: 8 }, () => ({ reason: expect.stringMatching(/longer than 600/) })),
    );
    expect(grown).toBeLessThan(MOST_GROWTH);
    expect(child).toBeLessThan(200 * MB);
    expect(await readdir(directory)).toEqual([]);
  });
});
