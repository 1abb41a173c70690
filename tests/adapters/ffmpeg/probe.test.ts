import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveBinaries } from "../../../lib/adapters/ffmpeg/binaries";
import { createFfmpegProbe } from "../../../lib/adapters/ffmpeg/probe";
import { type FilmRig, openFilmRig, timelineOf } from "./film-rig";
import { picture, tone } from "./media";

const projectRoot = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "probe-test-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("probing media", () => {
  let rig: FilmRig;
  let film: Uint8Array;
  const probe = createFfmpegProbe({ binaries: () => resolveBinaries({ env: {}, projectRoot }) });
  const refusal = { failureClass: "validation" };

  beforeAll(async () => {
    rig = await openFilmRig();
    const timeline = timelineOf([{ seconds: 1, visuals: [{ kind: "image", artifact: "Picture" }] }]);
    const media = { Picture: picture("teal"), "SegmentNarrationAudio[0]": tone({ seconds: 1, hertz: 300 }) };
    film = new Uint8Array(await readFile((await rig.render(timeline, media)).path));
  }, 60_000);
  afterAll(async () => {
    await rig.close();
  });

  it.each([
    ["is killed by somebody else", "kill -KILL $$"],
    ["is told to end", "kill -TERM $$"],
    ["is told to end, and does in its own way", "exit 255"],
    ["is told to end before it has begun", "echo 'x: Immediate exit requested' >&2; exit 255"],
    ["cannot be started", "exit 127"],
  ])("holds nothing against media when the decoder %s", async (_name, script) => {
    const lost = path.join(folder, "lost-decoder");
    await writeFile(lost, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const robbed = createFfmpegProbe({ binaries: async () => ({ ffmpeg: lost, ffprobe: lost }) });
    const bytes = picture("teal", 200, 120);
    await expect(robbed.probe({ bytes, mediaType: "image/png" })).rejects.toMatchObject({
      code: "decoder-unavailable",
      retryable: true,
    });
  });

  it("measures sound to the sample", async () => {
    const facts = await probe.probe({ bytes: tone({ seconds: 1.234, hertz: 300 }), mediaType: "audio/wav" });
    expect(facts.durationSeconds).toBeCloseTo(1.234, 4);
  });

  it("measures pictures and clips", async () => {
    const bytes = picture("teal", 200, 120);
    expect(await probe.probe({ bytes, mediaType: "image/png" })).toEqual({ width: 200, height: 120 });
    const facts = await probe.probe({ bytes: film, mediaType: "video/mp4" });
    expect(facts).toMatchObject({ width: 320, height: 180 });
    expect(facts.durationSeconds).toBeCloseTo(1, 2);
  });

  it("refuses what is no media, or media of another kind", async () => {
    const text = new TextEncoder().encode("<html>503</html>");
    for (const mediaType of ["image/png", "audio/mpeg", "video/mp4"]) {
      await expect(probe.probe({ bytes: text, mediaType })).rejects.toMatchObject(refusal);
      await expect(probe.probe({ bytes: new Uint8Array(), mediaType })).rejects.toMatchObject(refusal);
    }
    await expect(probe.probe({ bytes: picture("red"), mediaType: "audio/wav" })).rejects.toMatchObject(
      refusal,
    );
    const sound = tone({ seconds: 1, hertz: 300 });
    await expect(probe.probe({ bytes: sound, mediaType: "image/png" })).rejects.toMatchObject(refusal);
  });

  it("refuses pictures and clips that were cut off", async () => {
    const image = picture("teal");
    const half = { bytes: image.subarray(0, image.length / 2), mediaType: "image/png" };
    await expect(probe.probe(half)).rejects.toMatchObject(refusal);
    const clip = { bytes: film.subarray(0, film.length / 2), mediaType: "video/mp4" };
    await expect(probe.probe(clip)).rejects.toMatchObject(refusal);
  });
});

describe("finding ffmpeg", () => {
  it("takes what FFMPEG_PATH and FFPROBE_PATH name", async () => {
    const npm = await resolveBinaries({ env: {}, projectRoot });
    const env = { FFMPEG_PATH: npm.ffmpeg, FFPROBE_PATH: npm.ffprobe };
    expect(await resolveBinaries({ env, projectRoot: folder })).toEqual(npm);
  });

  it("says which variable is wrong and what to do", async () => {
    const missing = resolveBinaries({ env: { FFMPEG_PATH: "/nowhere/ffmpeg" }, projectRoot });
    await expect(missing).rejects.toMatchObject({ code: "configuration" });
    await expect(missing).rejects.toThrow(
      /FFMPEG_PATH names \/nowhere\/ffmpeg, which does not exist.*Set FFMPEG_PATH/,
    );
    await expect(resolveBinaries({ env: {}, projectRoot: folder })).rejects.toThrow(
      /Set (FFMPEG|FFPROBE)_PATH/,
    );
  });

  it.skipIf(process.platform === "win32")(
    "passes over one on the PATH that cannot encode H.264",
    async () => {
      const poor = path.join(folder, "ffmpeg");
      await writeFile(poor, "#!/bin/sh\necho ' V..... mpeg4'\n");
      await chmod(poor, 0o755);
      const { ffmpeg } = await resolveBinaries({ env: { PATH: folder }, projectRoot });
      expect(ffmpeg).not.toBe(poor);
      await writeFile(poor, "#!/bin/sh\necho ' V..... libx264'\necho ' A..... aac '\n");
      expect((await resolveBinaries({ env: { PATH: folder }, projectRoot })).ffmpeg).toBe(poor);
    },
  );
});
