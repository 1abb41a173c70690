import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FilmRig, openFilmRig, timelineOf } from "./film-rig";
import { picture, rms, tone } from "./media";

const image = (artifact: string) => ({ kind: "image" as const, artifact });

const RED = [178, 34, 34];
const GREEN = [34, 139, 34];
const BLUE = [30, 60, 200];
const css = (rgb: number[]) => `rgb(${rgb.join(",")})`;

const media: Record<string, Uint8Array> = {
  Red: picture(css(RED)),
  Green: picture(css(GREEN)),
  Blue: picture(css(BLUE), 200, 600),
  "SegmentNarrationAudio[0]": tone({ seconds: 1.513, hertz: 220 }),
  "SegmentNarrationAudio[1]": tone({ seconds: 1.24, hertz: 330 }),
  "SegmentNarrationAudio[2]": tone({ seconds: 1.8, hertz: 440, silentFrom: 0.4 }),
  Music: tone({ seconds: 2, hertz: 3_000, rate: 44_100 }),
};
const sketches = [
  { seconds: 1.513, visuals: [image("Red"), image("Green")] },
  { seconds: 1.24, visuals: [image("Blue")] },
  { seconds: 1.8, visuals: [image("Green")] },
];
const music = { artifact: "Music", durationSeconds: 2 };

function expectColor(actual: number[], wanted: number[]) {
  actual.forEach((value, channel) => {
    expect(Math.abs(value - (wanted[channel] ?? 0))).toBeLessThanOrEqual(6);
  });
}

/** ffmpeg processes of this one. Linux only; elsewhere it sees none. */
function runningEncoders(): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        return (
          parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("ffmpeg")
        );
      } catch {
        return false;
      }
    });
}

const temporaryFolders = () =>
  readdirSync(os.tmpdir()).filter((name) => name.startsWith("reelgraph-render-"));

let rig: FilmRig;
beforeAll(async () => {
  rig = await openFilmRig();
});
afterAll(async () => {
  await rig.close();
});

describe("a film", () => {
  const timeline = timelineOf(sketches, { music });
  let file: string;
  beforeAll(async () => {
    file = (await rig.render(timeline, media)).path;
  }, 60_000);

  it("is H.264 High in yuv420p with AAC stereo at 48 kHz, 30 frames a second", async () => {
    const { video, audio } = await rig.probe(file);
    expect(video).toMatchObject({
      codec_name: "h264",
      profile: "High",
      pix_fmt: "yuv420p",
      width: 320,
      height: 180,
      avg_frame_rate: "30/1",
      color_space: "bt709",
    });
    expect(audio).toMatchObject({ codec_name: "aac", sample_rate: "48000", channels: 2 });
  });

  it("has exactly the timeline's frames, and its narration's length to within one, in pictures and in sound", async () => {
    const { video, audio } = await rig.probe(file);
    expect(Number(video.nb_frames)).toBe(timeline.durationInFrames);
    for (const stream of [video, audio]) {
      expect(Math.abs(Number(stream.duration) - (1.513 + 1.24 + 1.8))).toBeLessThanOrEqual(1 / 30);
    }
  });

  it("starts at once in a browser: the index comes before the media", async () => {
    const bytes = await readFile(file);
    expect(bytes.indexOf("moov")).toBeGreaterThan(0);
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  });

  it("shows each picture in its colours, in its place", async () => {
    expectColor(await rig.colorAt(file, 5), RED);
    expectColor(await rig.colorAt(file, 40), GREEN);
    expectColor(await rig.colorAt(file, 65), BLUE);
    expectColor(await rig.colorAt(file, timeline.durationInFrames - 1), GREEN);
  });

  it("fades from one picture into the next, also across segments", async () => {
    for (const [segment, before, after] of [
      [1, GREEN, BLUE],
      [2, BLUE, GREEN],
    ] as const) {
      const first = timeline.segments[segment]?.visuals[0];
      const fade = first?.transitionIn?.durationInFrames ?? 0;
      expect(fade).toBeGreaterThan(5);
      const half = await rig.colorAt(file, (first?.startFrame ?? 0) + Math.floor(fade / 2));
      const middle = before.map((value, channel) => (value + (after[channel] ?? 0)) / 2);
      half.forEach((value, channel) => {
        expect(Math.abs(value - (middle[channel] ?? 0))).toBeLessThan(25);
      });
    }
  });

  it("is heard: loud speech, and music coming up where nobody speaks", async () => {
    const sound = await rig.soundOf(file);
    const second = (at: number) => Math.round(at * 48_000);
    const speech = rms(sound, second(0.5), second(2.5));
    const pause = rms(sound, second(3.9), second(4.2));
    expect(speech).toBeGreaterThan(1_500);
    expect(pause).toBeGreaterThan(100);
    expect(pause).toBeLessThan(speech / 2);
    expect(sound.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0)).toBeLessThan(32_000);
  });

  it("has a poster", async () => {
    const png = await rig.renderer.posterFor({ path: file, atSeconds: 0.5, width: 160 });
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe("PNG");
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(160);
  });
});

describe("chunks", () => {
  it("are kept by what they show: a new picture in one segment draws that one and the one it fades into", async () => {
    const kept = new Map<string, Uint8Array>();
    const drawn: number[] = [];
    const keeping = {
      reuseChunk: async ({ key }: { key: string }) => kept.get(key) ?? null,
      storeChunk: async ({ key, segment, bytes }: { key: string; segment: number; bytes: Uint8Array }) => {
        kept.set(key, bytes);
        drawn.push(segment);
      },
    };
    const timeline = timelineOf(sketches);
    await rig.render(timeline, media, keeping);
    expect(drawn.splice(0).sort()).toEqual([0, 1, 2]);

    const again = await rig.render(timeline, media, keeping);
    expect(again.chunks.every((chunk) => chunk.isReused)).toBe(true);

    const edited = await rig.render(timeline, { ...media, Red: picture("rgb(90,90,90)") }, keeping);
    expect(drawn.splice(0)).toEqual([0]);
    expectColor(await rig.colorAt(edited.path, 5), [90, 90, 90]);
    expectColor(await rig.colorAt(edited.path, 65), BLUE);

    await rig.render(timeline, { ...media, Blue: picture("rgb(1,90,90)") }, keeping);
    expect(drawn.splice(0).sort()).toEqual([1, 2]);
  }, 60_000);

  it("that were damaged are drawn again", async () => {
    const reuseChunk = async () => new TextEncoder().encode("not a film");
    const film = await rig.render(timelineOf(sketches.slice(1, 2)), shifted(1), { reuseChunk });
    expect(film.chunks).toMatchObject([{ segment: 0, isReused: false }]);
    expect(Number((await rig.probe(film.path)).video.nb_frames)).toBe(37);
  }, 60_000);
});

describe("video clips", () => {
  it("are shown, cut to the frame, slowed or repeated to fill their segment", async () => {
    const clip = await rig.render(timelineOf(sketches.slice(0, 1)), media);
    const bytes = new Uint8Array(await readFile(clip.path));
    for (const seconds of [1.7, 4]) {
      const visuals = [{ kind: "video" as const, artifact: "SegmentVideo[0]", durationSeconds: 1.5 }];
      const timeline = timelineOf([{ seconds, visuals }]);
      const narration = tone({ seconds, hertz: 220 });
      const film = await rig.render(timeline, {
        "SegmentVideo[0]": bytes,
        "SegmentNarrationAudio[0]": narration,
      });
      expectColor(await rig.colorAt(film.path, 3), RED);
      expectColor(await rig.colorAt(film.path, 40), GREEN);
      const isRepeated = seconds === 4;
      if (isRepeated) expectColor(await rig.colorAt(film.path, 50), RED);
      expectColor(await rig.colorAt(film.path, isRepeated ? 85 : timeline.durationInFrames - 1), GREEN);
    }
  }, 60_000);
});

describe("a segment without pictures", () => {
  it("gets a card, drawn by whoever is asked to", async () => {
    const asked: object[] = [];
    const withCards = await openFilmRig({
      drawCard: async (card) => {
        asked.push(card);
        return picture("rgb(120,40,140)", card.width, card.height);
      },
    });
    try {
      const film = await withCards.render(timelineOf([{ seconds: 1.513, visuals: [] }]), media);
      expect(asked).toEqual([
        { text: "Segment 0 has words of its own.", purpose: "title", width: 320, height: 180 },
      ]);
      expectColor(await withCards.colorAt(film.path, 10), [120, 40, 140]);
    } finally {
      await withCards.close();
    }
  }, 60_000);

  it("gets a plain one otherwise, which is not black", async () => {
    const film = await rig.render(timelineOf([{ seconds: 1.513, visuals: [null] }]), media);
    expect(Math.max(...(await rig.colorAt(film.path, 10)))).toBeGreaterThan(30);
  }, 60_000);
});

describe("a render that cannot go on", () => {
  it("names the picture that is broken, and leaves no film, process or folder", async () => {
    const broken = new TextEncoder().encode("<html>503 Service Unavailable</html>");
    const foldersBefore = temporaryFolders();
    const film = rig.render(timelineOf(sketches), { ...media, Blue: broken });
    await expect(film).rejects.toMatchObject({ code: "render-failed", details: { artifact: "Blue" } });
    expect(runningEncoders()).toEqual([]);
    expect(temporaryFolders()).toEqual(foldersBefore);
  }, 60_000);

  it("names sound that is none, clips that are none, and what cannot be read at all", async () => {
    const text = new TextEncoder().encode("not media");
    const noSound = rig.render(timelineOf(sketches), { ...media, "SegmentNarrationAudio[2]": text });
    await expect(noSound).rejects.toMatchObject({ details: { artifact: "SegmentNarrationAudio[2]" } });
    const clips = [{ kind: "video" as const, artifact: "SegmentVideo[0]", durationSeconds: 2 }];
    const noClip = rig.render(timelineOf([{ seconds: 1.513, visuals: clips }]), {
      ...media,
      "SegmentVideo[0]": text,
    });
    await expect(noClip).rejects.toMatchObject({
      code: "render-failed",
      details: { artifact: "SegmentVideo[0]" },
    });
    const { Red: _, ...withoutRed } = media;
    await expect(rig.render(timelineOf(sketches), withoutRed)).rejects.toMatchObject({
      details: { artifact: "Red" },
    });
  }, 60_000);

  it("stops its processes when aborted, with the reason given", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const outputPath = path.join(rig.folder, "stopped.mp4");
    const progress: number[] = [];
    const long = timelineOf([
      { seconds: 60, visuals: [image("Red")] },
      { seconds: 60, visuals: [image("Green")] },
    ]);
    const film = rig.render(long, media, {
      outputPath,
      signal: abort.signal,
      onProgress: ({ framesDone }) => {
        progress.push(framesDone);
        if (process.platform === "linux") expect(runningEncoders()).not.toEqual([]);
        abort.abort(reason);
      },
    });
    await expect(film).rejects.toBe(reason);
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.at(-1)).toBeLessThan(long.durationInFrames);
    expect(runningEncoders()).toEqual([]);
    expect(existsSync(outputPath)).toBe(false);
  }, 60_000);
});

describe("progress", () => {
  it("never goes back and ends at the film's frames", async () => {
    const timeline = timelineOf(sketches);
    const seen: number[] = [];
    await rig.render(timeline, media, { onProgress: ({ framesDone }) => seen.push(framesDone) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(timeline.durationInFrames);
  }, 60_000);
});

/** The media with the narration of segment `from` as the first. */
function shifted(from: number): Record<string, Uint8Array> {
  return { ...media, "SegmentNarrationAudio[0]": media[`SegmentNarrationAudio[${from}]`] as Uint8Array };
}
