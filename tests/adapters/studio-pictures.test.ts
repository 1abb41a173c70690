import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { resolveBinaries } from "../../lib/adapters/ffmpeg/binaries";
import { drawPicture } from "../../lib/adapters/studio/pictures/draw-picture";
import { drawTitleCard } from "../../lib/adapters/studio/pictures/draw-title-card";
import { readPrompt } from "../../lib/adapters/studio/pictures/read-prompt";
import { renderClip } from "../../lib/adapters/studio/pictures/render-clip";
import { findStyle, STUDIO_STYLES } from "../../lib/adapters/studio/pictures/styles/catalogue";

const SMALL = { width: 192, height: 108 };
const SEA =
  "Wide establishing shot of the sea with a sailing boat near the coast: The tide comes in; soft morning light.";

/** Pixels of an encoded picture at a common small size, RGB. */
async function pixelsOf(bytes: Uint8Array, width = 64, height = 36): Promise<Uint8Array> {
  const image = await loadImage(Buffer.from(bytes));
  const ctx = createCanvas(width, height).getContext("2d");
  ctx.drawImage(image, 0, 0, width, height);
  const { data } = ctx.getImageData(0, 0, width, height);
  return Uint8Array.from(data.filter((_, index) => index % 4 !== 3));
}

/** Mean difference of two pictures in levels, 0…255. */
async function distance(left: Uint8Array, right: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([pixelsOf(left), pixelsOf(right)]);
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] as number)), 0) / a.length;
}

async function contrast(bytes: Uint8Array): Promise<number> {
  const pixels = await pixelsOf(bytes);
  const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
  return Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length);
}

describe("a drawn picture", () => {
  it("is a PNG of the size asked for, whatever its shape", async () => {
    for (const size of [
      { width: 320, height: 180 },
      { width: 91, height: 163 },
      { width: 64, height: 64 },
      { width: 400, height: 64 },
    ]) {
      const image = await loadImage(
        Buffer.from(drawPicture({ prompt: SEA, style: "flat", ...size, seed: 1 })),
      );
      expect([image.width, image.height]).toEqual([size.width, size.height]);
    }
  });

  it("is the same bytes for the same options, and another picture for another seed", async () => {
    const options = { prompt: SEA, style: "watercolor", ...SMALL, seed: 4 };
    const first = drawPicture(options);
    expect(Buffer.from(first).equals(drawPicture(options))).toBe(true);
    expect(await distance(first, drawPicture({ ...options, seed: 5 }))).toBeGreaterThan(8);
  });

  it("differs between prompts, also between shots of one sight", async () => {
    const prompts = [
      SEA,
      "Close-up of a cat on a window sill: it purrs; golden evening light.",
      "Wide establishing shot of a black disc ringed by glowing gas among stars: nothing leaves it.",
      "Wide establishing shot of a fresh loaf on a wooden table: it has risen; bright midday light.",
      "Low-angle view of a fresh loaf on a wooden table: the crust crackles; cool blue twilight.",
      "View through a foreground frame of a bicycle on a country road: it leans; misty diffused light.",
    ];
    const pictures = prompts.map((prompt) => drawPicture({ prompt, style: "storybook", ...SMALL, seed: 9 }));
    for (const [index, picture] of pictures.entries()) {
      for (const other of pictures.slice(index + 1))
        expect(await distance(picture, other)).toBeGreaterThan(8);
    }
  });

  it.each(STUDIO_STYLES.map(({ id }) => id))(
    "is never flat, and has a manner of its own, in the style %s",
    async (style) => {
      const picture = drawPicture({ prompt: SEA, style, ...SMALL, seed: 2 });
      expect(await contrast(picture)).toBeGreaterThan(10);
      const plain = drawPicture({
        prompt: SEA,
        style: style === "flat" ? "comic" : "flat",
        ...SMALL,
        seed: 2,
      });
      expect(await distance(picture, plain)).toBeGreaterThan(3);
    },
  );

  it("is drawn for prompts that name nothing, in any writing, and for very long ones", async () => {
    for (const prompt of [
      "",
      "…",
      "Квантовая механика 量子",
      "zxcv qwer",
      "a very long tale ".repeat(4000),
    ]) {
      expect(await contrast(drawPicture({ prompt, style: "cinematic", ...SMALL, seed: 3 }))).toBeGreaterThan(
        6,
      );
    }
  });

  it("refuses sizes out of range, naming the field", () => {
    const draw = (size: object) => () =>
      drawPicture({ prompt: "a cat", style: "flat", ...SMALL, seed: 1, ...size });
    expect(draw({ width: 63 })).toThrow(
      new RangeError("width: expected a whole number from 64 to 2048, got 63"),
    );
    expect(draw({ height: 2049 })).toThrow(/^height: /);
    expect(draw({ width: 100.5 })).toThrow(/^width: /);
    expect(draw({ height: Number.NaN })).toThrow(RangeError);
  });
});

describe("the reading of a prompt", () => {
  const subjectsOf = (prompt: string) =>
    readPrompt(prompt, 1).subjects.map(({ words }) => words.split(", ")[0]);

  it("finds what is to be seen before what is told of it", () => {
    expect(
      subjectsOf("Medium shot at eye level of a cat on a window sill: as light as a feather, like a clock"),
    ).toEqual(["cat"]);
    expect(readPrompt("Close-up of a cat on a window sill: it dreams of the sea", 1).stage).toBe("room");
  });

  it("puts things where they belong, whatever else is named", () => {
    expect(readPrompt("a glowing network of nerve cells", 1)).toMatchObject({ stage: "body" });
    expect(readPrompt("a horseshoe magnet with curved field lines", 1)).toMatchObject({ stage: "energy" });
    expect(subjectsOf("a globe wrapped in glowing network lines")).toEqual(["internet"]);
  });

  it("takes no subject from the camera's way or the composition", () => {
    const prompt =
      "A bicycle on a country road. The camera glides past a lighthouse, deep sense of space. No text.";
    expect(readPrompt(prompt, 1)).toMatchObject({ stage: "meadow" });
    expect(subjectsOf(prompt)).toEqual(["bicycle"]);
  });

  it("reads hour, weather and nearness", () => {
    expect(readPrompt("Close-up of a house: x; thick fog, golden evening light", 1)).toMatchObject({
      weather: "fog",
      time: "sunset",
      closeness: 0.95,
    });
  });

  it("finds styles by other names, and always the same one for an unknown name", () => {
    expect(findStyle("A dreamy Watercolour painting").id).toBe("watercolor");
    expect(findStyle("photorealistic, 35 mm").id).toBe("cinematic");
    expect(findStyle("blorptastic").id).toBe(findStyle("blorptastic").id);
  });
});

describe("a title card", () => {
  it("carries its title, which wraps and shrinks to stay inside", async () => {
    const card = (title: string) => drawTitleCard({ title, style: "flat", ...SMALL, seed: 1 });
    for (const title of [
      "",
      "Tides",
      "How tides work ".repeat(80),
      "Donaudampfschifffahrtsgesellschaft".repeat(9),
    ]) {
      const image = await loadImage(Buffer.from(card(title)));
      expect([image.width, image.height]).toEqual([SMALL.width, SMALL.height]);
    }
    // Letters are nearly white; the foot of the picture behind them is darkened.
    const letters = async (title: string) => {
      const pixels = await pixelsOf(card(title), SMALL.width, SMALL.height);
      return pixels.filter((value, index) => index > pixels.length * 0.8 && value > 225).length;
    };
    expect(await letters("")).toBe(0);
    expect(await letters("Tides")).toBeGreaterThan(100);
  });

  it("is deterministic and refuses sizes out of range", () => {
    const options = { title: "Black holes", subtitle: "A short film", style: "noir", ...SMALL, seed: 2 };
    expect(Buffer.from(drawTitleCard(options)).equals(drawTitleCard(options))).toBe(true);
    expect(() => drawTitleCard({ ...options, width: 10 })).toThrow(/^width: /);
  });
});

describe("a clip", () => {
  afterEach(() => vi.unstubAllEnvs());
  let binaries: { ffmpeg: string; ffprobe: string };
  beforeAll(async () => {
    binaries = await resolveBinaries({ env: { ...process.env, PATH: "" }, projectRoot: process.cwd() });
  });
  const clip = (options: Partial<Parameters<typeof renderClip>[0]> = {}) =>
    renderClip({
      scene: { prompt: SEA },
      direction: "The camera pans gently from left to right.",
      style: "storybook",
      width: 192,
      height: 108,
      seconds: 1.5,
      fps: 12,
      seed: 1,
      ffmpegPath: binaries.ffmpeg,
      ...options,
    });

  async function withFile<T>(bytes: Uint8Array, use: (file: string) => Promise<T>): Promise<T> {
    const file = path.join(os.tmpdir(), `reelgraph-test-${randomUUID()}.mp4`);
    await writeFile(file, bytes);
    return await use(file).finally(() => rm(file, { force: true }));
  }

  const probe = (bytes: Uint8Array) =>
    withFile(bytes, async (file) => {
      const args = ["-v", "error", "-count_frames", "-show_streams", "-print_format", "json", file];
      const { stdout } = await promisify(execFile)(binaries.ffprobe, args);
      return (JSON.parse(stdout) as { streams: Record<string, unknown>[] }).streams;
    });

  const frameAt = (bytes: Uint8Array, seconds: number) =>
    withFile(bytes, async (file) => {
      const args = [
        "-v",
        "error",
        "-ss",
        String(seconds),
        "-i",
        file,
        "-frames:v",
        "1",
        "-f",
        "image2pipe",
        "-c:v",
        "png",
        "-",
      ];
      const { stdout } = await promisify(execFile)(binaries.ffmpeg, args, {
        encoding: "buffer",
        maxBuffer: 2 ** 24,
      });
      return new Uint8Array(stdout);
    });

  it("is H.264 in yuv420p of the size, rate and length asked for, its index in front", async () => {
    const bytes = await clip();
    const [stream, ...others] = await probe(bytes);
    expect(others).toEqual([]);
    expect(stream).toMatchObject({
      codec_name: "h264",
      pix_fmt: "yuv420p",
      width: 192,
      height: 108,
      avg_frame_rate: "12/1",
      nb_read_frames: "18",
    });
    expect(Number(stream?.duration)).toBeCloseTo(1.5, 2);
    const text = Buffer.from(bytes).toString("latin1");
    expect(text.indexOf("moov")).toBeLessThan(text.indexOf("mdat"));
  });

  it("is the same bytes for the same options", async () => {
    const [first, second] = [await clip({ seconds: 0.5 }), await clip({ seconds: 0.5 })];
    expect(Buffer.from(first).equals(second)).toBe(true);
  });

  it("moves as the direction says", async () => {
    const [near, far] = [
      await clip({ direction: "The camera pans from left to right." }),
      await clip({ direction: "The camera pans from right to left." }),
    ];
    const [start, end] = [await frameAt(near, 0), await frameAt(near, 1.4)];
    expect(await distance(start, end)).toBeGreaterThan(3);
    // The other way round, the end is where this one began.
    expect(await distance(start, await frameAt(far, 1.4))).toBeLessThan((await distance(start, end)) / 2);
  });

  it("shows a given picture in its own colours", async () => {
    const picture = drawPicture({ prompt: "a cat", style: "flat", width: 320, height: 180, seed: 3 });
    const bytes = await clip({ scene: { picture }, direction: "static", seconds: 0.5 });
    expect(await distance(picture, await frameAt(bytes, 0.2))).toBeLessThan(25);
  });

  it("refuses what cannot be a clip, naming the field", async () => {
    await expect(clip({ width: 191 })).rejects.toThrow(/^width: expected an even number/);
    await expect(clip({ seconds: 0 })).rejects.toThrow(/^seconds: /);
    await expect(clip({ fps: 12.5 })).rejects.toThrow(/^fps: /);
    await expect(clip({ scene: { picture: new Uint8Array([1, 2, 3]) } })).rejects.toThrow(/^scene.picture: /);
  });

  it("gives the encoder's reason when it fails, and stops when asked to", async () => {
    await expect(clip({ ffmpegPath: "/nowhere/ffmpeg" })).rejects.toThrow(/ffmpeg could not be started/);
    // Any program that ends at once is no encoder.
    await expect(clip({ ffmpegPath: process.execPath })).rejects.toThrow("ffmpeg ended before the clip did");
    vi.stubEnv("TMPDIR", "/nowhere");
    await expect(clip()).rejects.toThrow(/ffmpeg could not encode the clip: .*No such file or directory/s);
    vi.unstubAllEnvs();
    const controller = new AbortController();
    const running = clip({ seconds: 60, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("no longer wanted")), 300);
    await expect(running).rejects.toThrow("no longer wanted");
    await expect(clip({ signal: AbortSignal.abort(new Error("too late")) })).rejects.toThrow("too late");
  });
});
