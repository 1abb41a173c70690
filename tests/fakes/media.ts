import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createCanvas } from "@napi-rs/canvas";
import { resolveBinaries } from "../../lib/adapters/ffmpeg/binaries";
import { encodeWav } from "../../lib/adapters/studio/wav";

/*
 * Small, real media: decodable by anything, of the size and length that was asked for, and with other bytes for another prompt.
 * Encoding is done once per size and length; what tells two of them apart is a tag inside the file.
 */

const run = promisify(execFile);
const SPEECH_RATE = 24_000;
const CHARACTERS_A_SECOND = 15;

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** How long the fakes take to say a text. */
export function spokenSeconds(text: string): number {
  return Math.round((0.4 + text.length / CHARACTERS_A_SECOND) * 100) / 100;
}

/** Speech as OpenAI's is: 24 kHz, one channel. A hum whose pitch is the text's own. */
export function makeSpeech(text: string): Uint8Array {
  const digest = digestOf(text);
  const pitch = 140 + (digest.readUInt16BE(0) % 400) / 4;
  const samples = new Float32Array(Math.round(spokenSeconds(text) * SPEECH_RATE));
  for (let at = 0; at < samples.length; at++) {
    const syllable = 0.5 + 0.5 * Math.sin((2 * Math.PI * 4 * at) / SPEECH_RATE);
    samples[at] = 0.3 * syllable * Math.sin((2 * Math.PI * pitch * at) / SPEECH_RATE);
  }
  return encodeWav({ channels: [samples], sampleRate: SPEECH_RATE });
}

/** A picture of two colours that are the prompt's own. */
export async function makeImage(options: {
  prompt: string;
  width: number;
  height: number;
  format: "png" | "jpg" | "webp";
}): Promise<Uint8Array> {
  const { prompt, width, height, format } = options;
  const digest = digestOf(prompt);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  const colour = (at: number) => `rgb(${digest[at]}, ${digest[at + 1]}, ${digest[at + 2]})`;
  context.fillStyle = colour(0);
  context.fillRect(0, 0, width, height);
  context.fillStyle = colour(3);
  context.fillRect(width * 0.3, height * 0.3, width * 0.4, height * 0.4);
  const encoded =
    format === "png"
      ? await canvas.encode("png")
      : await canvas.encode(format === "jpg" ? "jpeg" : "webp", 80);
  return new Uint8Array(encoded);
}

const encoded = new Map<string, Promise<Buffer>>();

async function encodeOnce(name: string, args: readonly string[], extension: string): Promise<Buffer> {
  const known = encoded.get(name);
  if (known) return await known;
  const making = encode(args, extension);
  encoded.set(name, making);
  return await making;
}

async function encode(args: readonly string[], extension: string): Promise<Buffer> {
  const { ffmpeg } = await resolveBinaries({ env: process.env, projectRoot: process.cwd() });
  const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-fake-"));
  try {
    const file = path.join(folder, `media.${extension}`);
    await run(ffmpeg, ["-v", "error", "-nostdin", ...args, file]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Music: a tone of the asked length as MP3; the prompt's digest is in its ID3 tag. */
export async function makeMusic(prompt: string, seconds: number): Promise<Uint8Array> {
  const source = `sine=frequency=220:sample_rate=44100:duration=${seconds}`;
  const args = ["-f", "lavfi", "-i", source, "-codec:a", "libmp3lame", "-b:a", "96k", "-write_xing", "0"];
  const sound = await encodeOnce(`mp3 ${seconds}`, [...args, "-id3v2_version", "0"], "mp3");
  return new Uint8Array(Buffer.concat([id3(digestOf(prompt).toString("hex")), sound]));
}

function id3(comment: string): Buffer {
  const text = Buffer.from(`\0fake\0${comment}`, "latin1");
  const frame = Buffer.concat([Buffer.from("TXXX\0\0\0\0\0\0", "latin1"), text]);
  frame.writeUInt32BE(text.length, 4);
  // The tag's length counts seven bits a byte.
  const header = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, frame.length >> 7, frame.length & 0x7f]);
  return Buffer.concat([header, frame]);
}

/** A clip of the asked size and length as MP4; the prompt's digest is in a box that players skip. */
export async function makeClip(options: {
  prompt: string;
  width: number;
  height: number;
  seconds: number;
}): Promise<Uint8Array> {
  const { prompt, width, height, seconds } = options;
  const source = `color=c=0x336699:s=${width}x${height}:r=24:d=${seconds}`;
  const args = [
    "-f",
    "lavfi",
    "-i",
    source,
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
  ];
  const name = `mp4 ${width}x${height} ${seconds}`;
  const film = await encodeOnce(name, [...args, "-movflags", "+faststart"], "mp4");
  const payload = digestOf(prompt);
  const box = Buffer.alloc(8 + payload.length);
  box.writeUInt32BE(box.length, 0);
  box.write("free", 4, "latin1");
  payload.copy(box, 8);
  return new Uint8Array(Buffer.concat([film, box]));
}
