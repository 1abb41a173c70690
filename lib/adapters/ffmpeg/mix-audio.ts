import type { TimelineMusic } from "../../core/timeline/types";
import { duckingEnvelope, envelopeAt } from "./ducking";
import { limitPeaks } from "./limiter";
import { gainOf, integratedLoudness, SAMPLE_RATE } from "./loudness";

/** What streaming services ask of spoken programmes. */
const TARGET_LUFS = -16;
/** Leaves room for what AAC adds to peaks. */
const CEILING = gainOf(-1.5);
/** A whisper is not blown up into noise. */
const MOST_GAIN_DB = 30;
const LOOP_CROSSFADE_SECONDS = 1.5;

export interface MixOptions {
  /** Length of the film. */
  samples: number;
  /** Mono at 48 kHz, each at its place in samples. */
  narration: { startSample: number; mono: Float32Array }[];
  music: { channels: [Float32Array, Float32Array]; settings: TimelineMusic; fps: number } | null;
}

export type Stereo = [left: Float32Array, right: Float32Array];

/**
 * The film's sound: every narration at its sample, the music ducked below it, -16 LUFS, no peak above -1.5 dBFS.
 * Clips are placed, not strung together, so that nothing drifts; where two meet within a frame they are summed.
 */
export function mixAudio({ samples, narration, music }: MixOptions): Stereo {
  const voice = new Float32Array(samples);
  for (const { startSample, mono } of narration) addInto(voice, mono, startSample);
  const voiceLoudness = integratedLoudness([voice, voice]);
  scale(voice, gainTo(TARGET_LUFS, voiceLoudness));
  const mix: Stereo = [voice, voice.slice()];
  if (music !== null) {
    const envelope = duckingEnvelope(voice, music.settings.ducking);
    addMusic(mix, music, envelope, Number.isFinite(voiceLoudness));
  }
  const mixLoudness = integratedLoudness(mix);
  for (const channel of mix) scale(channel, gainTo(TARGET_LUFS, mixLoudness));
  limitPeaks(mix, CEILING);
  return mix;
}

/** Interleaved 16-bit samples, as ffmpeg's `s16le`. */
export function toPcm16([left, right]: Stereo): Int16Array {
  const pcm = new Int16Array(left.length * 2);
  for (let at = 0; at < left.length; at++) {
    pcm[at * 2] = Math.round((left[at] as number) * 32_767);
    pcm[at * 2 + 1] = Math.round((right[at] as number) * 32_767);
  }
  return pcm;
}

function addInto(track: Float32Array, clip: Float32Array, startSample: number): void {
  const length = Math.min(clip.length, track.length - startSample);
  for (let at = 0; at < length; at++) {
    track[startSample + at] = (track[startSample + at] as number) + (clip[at] as number);
  }
}

function addMusic(
  mix: Stereo,
  { channels, settings, fps }: NonNullable<MixOptions["music"]>,
  envelope: Float32Array,
  hasVoice: boolean,
): void {
  const perFrame = SAMPLE_RATE / fps;
  const start = Math.round(settings.startFrame * perFrame);
  const end = Math.min(mix[0].length, start + Math.round(settings.durationInFrames * perFrame));
  const fadeIn = settings.fadeInFrames * perFrame;
  const fadeOut = settings.fadeOutFrames * perFrame;
  // Without a voice the music is the programme.
  const wanted = TARGET_LUFS + (hasVoice ? settings.gainDb : 0);
  const gain = gainTo(wanted, integratedLoudness(channels));
  channels.forEach((samples, side) => {
    const read = settings.loop ? looped(samples) : (at: number) => samples[at] ?? 0;
    const into = mix[side] as Float32Array;
    for (let at = start; at < end; at++) {
      const fade = Math.min(1, (at - start) / Math.max(1, fadeIn), (end - at) / Math.max(1, fadeOut));
      into[at] = (into[at] as number) + read(at - start) * gain * fade * envelopeAt(envelope, at);
    }
  });
}

/** Repeats with a crossfade of equal power. */
function looped(samples: Float32Array): (at: number) => number {
  const overlap = Math.min(Math.round(LOOP_CROSSFADE_SECONDS * SAMPLE_RATE), Math.floor(samples.length / 2));
  const period = Math.max(1, samples.length - overlap);
  return (at) => {
    const inside = at % period;
    const value = samples[inside] ?? 0;
    if (at < period || inside >= overlap) return value;
    const part = inside / overlap;
    return value * Math.sqrt(part) + (samples[inside + period] ?? 0) * Math.sqrt(1 - part);
  };
}

function gainTo(wantedLufs: number, measuredLufs: number): number {
  if (!Number.isFinite(measuredLufs)) return 1;
  return gainOf(Math.min(MOST_GAIN_DB, wantedLufs - measuredLufs));
}

function scale(samples: Float32Array, gain: number): void {
  for (let at = 0; at < samples.length; at++) samples[at] = (samples[at] as number) * gain;
}
