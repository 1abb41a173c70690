import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Speaker } from "./speech/speaker";

/** Entry of the studio's worker threads: everything that would hold up a server's event loop. */
export type StudioTask =
  | { kind: "picture"; prompt: string; style: string; width: number; height: number; seed: number }
  | {
      kind: "card";
      title: string;
      subtitle?: string;
      style: string;
      width: number;
      height: number;
      seed: number;
    }
  | { kind: "speech"; text: string; voice: string; emotion: string; seed: number }
  | { kind: "music"; prompt: string; seconds: number; seed: number; ffmpegPath: string }
  | {
      kind: "clip";
      scene: { prompt: string } | { picture: Uint8Array };
      direction: string;
      style: string;
      width: number;
      height: number;
      seconds: number;
      fps: number;
      seed: number;
      ffmpegPath: string;
    };

export interface StudioResult {
  bytes: Uint8Array;
  /** Of speech: measured while it was spoken. */
  words?: { text: string; startSeconds: number; endSeconds: number }[];
}

let speaker: Promise<Speaker> | undefined;

/** Each craft is loaded when it is first asked for: a thread that speaks need not know how to draw. */
export default async function runTask(task: StudioTask): Promise<StudioResult> {
  switch (task.kind) {
    case "picture": {
      const { drawPicture } = await import("./pictures/draw-picture");
      return { bytes: drawPicture(task) };
    }
    case "card": {
      const { drawTitleCard } = await import("./pictures/draw-title-card");
      return { bytes: drawTitleCard(task) };
    }
    case "speech": {
      speaker ??= import("./speech/speaker").then(({ createSpeaker }) => createSpeaker());
      const { wav, words } = (await speaker).speak(task);
      return {
        bytes: wav,
        words: words.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds, endSeconds })),
      };
    }
    case "music": {
      const { composeMusic } = await import("./music/compose-music");
      return { bytes: await toMp3(composeMusic(task).wav, task.ffmpegPath) };
    }
    case "clip": {
      const { renderClip } = await import("./pictures/render-clip");
      return { bytes: await renderClip(task) };
    }
  }
}

/** Through files: the encoder writes its gapless header at the end, which a pipe does not allow. */
async function toMp3(wav: Uint8Array, ffmpegPath: string): Promise<Uint8Array> {
  const base = path.join(os.tmpdir(), `reelgraph-music-${randomUUID()}`);
  try {
    await writeFile(`${base}.wav`, wav);
    const args = ["-v", "error", "-i", `${base}.wav`, "-codec:a", "libmp3lame", "-q:a", "2"];
    // No encoder names and dates: the same music is the same bytes.
    await promisify(execFile)(ffmpegPath, [
      ...args,
      "-map_metadata",
      "-1",
      "-fflags",
      "+bitexact",
      `${base}.mp3`,
    ]);
    return new Uint8Array(await readFile(`${base}.mp3`));
  } finally {
    await Promise.all([rm(`${base}.wav`, { force: true }), rm(`${base}.mp3`, { force: true })]);
  }
}
