import { encodeWav } from "../wav";
import { alignPhones, fillMissingSpans, type TimedPhone, type WordSpan } from "./align-phones";
import { type Delivery, deliveryFor } from "./emotion";
import { levelSpeech, removeRumble, resample } from "./finish";
import { type Flite, loadFlite } from "./flite";
import { type ScriptWord, scriptWords, sentencesOf } from "./spoken-text";
import { resolveStudioVoice, VOICE_SETTINGS } from "./voices";

/** Samples per second of what the studio says: flite's 16 kHz, resampled. */
export const SPEECH_SAMPLE_RATE = 24_000;

const LEAD_SECONDS = 0.15;
const TAIL_SECONDS = 0.25;
const LONGEST_TEXT = 6_000;

export interface SpeakOptions {
  readonly text: string;
  /** An id, label or alias of `STUDIO_VOICES`; empty means the default. */
  readonly voice?: string;
  /** Free text such as "calm" or "excited": changes pace and pitch a little. */
  readonly emotion?: string;
  /** Varies the delivery by at most two per cent, so that another take is another take. */
  readonly seed: number | string;
}

export interface SpokenWord {
  /** The word exactly as the script has it, punctuation included. */
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface Speech {
  /** 16-bit mono PCM. */
  readonly wav: Uint8Array;
  readonly sampleRate: number;
  readonly durationSeconds: number;
  /** One per whitespace-separated word of the text, in order, never overlapping, within the duration. */
  readonly words: readonly SpokenWord[];
}

export interface Speaker {
  /** @throws RangeError naming `text` when it is empty, unpronounceable or too long, or `voice` when unknown. */
  speak(options: SpeakOptions): Speech;
}

interface SentenceTake {
  readonly samples: Float32Array;
  /** Relative to the first sample. */
  readonly spans: WordSpan[];
}

/** A number in −1…1 from a seed (FNV-1a over its text). */
function jitter(seed: number | string, salt: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${salt}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash / 0xffffffff) * 2 - 1;
}

function sayable(words: readonly ScriptWord[]): string {
  return words
    .map((word) => word.spoken)
    .filter((spoken) => spoken !== "")
    .join(" ");
}

/** Says one sentence and cuts it from its first to its last sound. */
function takeSentence(options: {
  flite: Flite;
  words: readonly ScriptWord[];
  wordPhones: readonly (readonly string[])[];
  voice: (typeof VOICE_SETTINGS)[keyof typeof VOICE_SETTINGS];
  stretch: number;
  pitch: number;
}): SentenceTake | undefined {
  const { flite, words, wordPhones, voice, pitch } = options;
  const text = sayable(words);
  if (text === "") return undefined;
  const byResampling = voice.pitchBy === "resampling";
  const raw = flite.say({
    voice: voice.fliteName,
    text,
    stretch: options.stretch * voice.stretch * (byResampling ? pitch : 1),
    pitch: byResampling ? 1 : pitch,
  });
  // Played faster than recorded: higher, and shorter by the same factor, which the stretch above makes up for.
  const rate = raw.sampleRate * (byResampling ? pitch : 1);
  const seconds = (value: number) => (value * raw.sampleRate) / rate;
  const sounded: TimedPhone[] = raw.phones
    .filter((phone) => phone.name !== "pau")
    .map((phone) => ({
      name: phone.name,
      startSeconds: seconds(phone.startSeconds),
      endSeconds: seconds(phone.endSeconds),
    }));
  const begin = sounded[0]?.startSeconds;
  const finish = sounded.at(-1)?.endSeconds;
  if (begin === undefined || finish === undefined) return undefined;
  const spans = fillMissingSpans(alignPhones(sounded, wordPhones), {
    startSeconds: begin,
    endSeconds: finish,
  });
  const resampled = resample(raw.samples, rate, SPEECH_SAMPLE_RATE);
  const from = Math.round(begin * SPEECH_SAMPLE_RATE);
  // A last stop consonant rings a little beyond its label.
  const to = Math.min(resampled.length, Math.round((finish + 0.05) * SPEECH_SAMPLE_RATE));
  const samples = resampled.slice(from, to);
  const fade = Math.round(SPEECH_SAMPLE_RATE * 0.008);
  for (let index = 0; index < Math.min(fade, samples.length); index++) {
    samples[index] = (samples[index] ?? 0) * (index / fade);
    const end = samples.length - 1 - index;
    samples[end] = (samples[end] ?? 0) * (index / fade);
  }
  return {
    samples,
    spans: spans.map((span) => ({
      startSeconds: span.startSeconds - begin,
      endSeconds: span.endSeconds - begin,
    })),
  };
}

function checkText(text: string): ScriptWord[] {
  if (text.length > LONGEST_TEXT) {
    throw new RangeError(`text: at most ${LONGEST_TEXT} characters can be said at once, got ${text.length}`);
  }
  const words = scriptWords(text);
  if (sayable(words) === "") throw new RangeError("text: there is nothing to say in it");
  return words;
}

function pauseAfter(word: ScriptWord | undefined, delivery: Delivery): number {
  return /[.!?\u2026]["'\u2019\u201d)]*$/u.test(word?.text ?? "") ? delivery.sentencePauseSeconds : 0.12;
}

/**
 * Opens the offline voice (flite, compiled to WebAssembly once per speaker). Word times are measured: flite reports
 * when every sound ends, and the sounds are aligned with those of each word.
 */
export async function createSpeaker(): Promise<Speaker> {
  const flite = await loadFlite();

  return {
    speak({ text, voice, emotion, seed }) {
      const words = checkText(text);
      const voiceId = resolveStudioVoice(voice);
      if (!voiceId)
        throw new RangeError(`voice: the offline studio has no voice named ${JSON.stringify(voice)}`);
      const delivery = deliveryFor(emotion);
      const stretch = delivery.stretch * (1 + 0.02 * jitter(seed, "pace"));
      const pitch = delivery.pitch * (1 + 0.015 * jitter(seed, "pitch"));

      const pronounced = words.flatMap((word, index) => (word.spoken === "" ? [] : [{ index, word }]));
      const phones = flite.phonesAlone(pronounced.map(({ word }) => word.spoken));
      const phonesOf = new Map(pronounced.map(({ index }, order) => [index, phones[order] ?? []]));

      const pieces: Float32Array[] = [new Float32Array(Math.round(LEAD_SECONDS * SPEECH_SAMPLE_RATE))];
      let cursor = pieces[0]?.length ?? 0;
      const spans: (WordSpan | undefined)[] = new Array(words.length).fill(undefined);
      let lastVoiced: ScriptWord | undefined;
      for (const sentence of sentencesOf(words)) {
        const take = takeSentence({
          flite,
          words: sentence.flatMap((index) => words[index] ?? []),
          wordPhones: sentence.map((index) => phonesOf.get(index) ?? []),
          voice: VOICE_SETTINGS[voiceId],
          stretch,
          pitch,
        });
        if (!take) continue;
        if (lastVoiced) {
          const pause = new Float32Array(Math.round(pauseAfter(lastVoiced, delivery) * SPEECH_SAMPLE_RATE));
          pieces.push(pause);
          cursor += pause.length;
        }
        const offset = cursor / SPEECH_SAMPLE_RATE;
        take.spans.forEach((span, order) => {
          spans[sentence[order] ?? 0] = {
            startSeconds: offset + span.startSeconds,
            endSeconds: offset + span.endSeconds,
          };
        });
        pieces.push(take.samples);
        cursor += take.samples.length;
        lastVoiced = words[sentence.at(-1) ?? 0];
      }
      if (!lastVoiced) throw new RangeError("text: there is nothing to say in it");
      const spokenUntil = cursor / SPEECH_SAMPLE_RATE;
      const samples = new Float32Array(cursor + Math.round(TAIL_SECONDS * SPEECH_SAMPLE_RATE));
      let position = 0;
      for (const piece of pieces) {
        samples.set(piece, position);
        position += piece.length;
      }
      removeRumble(samples, SPEECH_SAMPLE_RATE);
      levelSpeech(samples, SPEECH_SAMPLE_RATE);
      const durationSeconds = samples.length / SPEECH_SAMPLE_RATE;
      const filled = fillMissingSpans(spans, { startSeconds: LEAD_SECONDS, endSeconds: spokenUntil });
      return {
        wav: encodeWav({ channels: [samples], sampleRate: SPEECH_SAMPLE_RATE }),
        sampleRate: SPEECH_SAMPLE_RATE,
        durationSeconds,
        words: words.map((word, index) => ({
          text: word.text,
          startSeconds: filled[index]?.startSeconds ?? spokenUntil,
          endSeconds: Math.min(durationSeconds, filled[index]?.endSeconds ?? spokenUntil),
        })),
      };
    },
  };
}
