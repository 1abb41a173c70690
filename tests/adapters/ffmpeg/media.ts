import { createCanvas } from "@napi-rs/canvas";

/** A PNG in one colour with a white square in the middle. */
export function picture(color: string, width = 480, height = 320): Uint8Array {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = color;
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#ffffff";
  context.fillRect(width / 2 - 20, height / 2 - 20, 40, 40);
  return new Uint8Array(canvas.toBuffer("image/png"));
}

/** A 16-bit mono WAV of a sine, with `silentFrom` seconds on silent. */
export function tone(options: {
  seconds: number;
  hertz: number;
  level?: number;
  rate?: number;
  silentFrom?: number;
}) {
  const { seconds, hertz, level = 0.3, rate = 16_000, silentFrom = seconds } = options;
  const samples = Int16Array.from({ length: Math.round(seconds * rate) }, (_, at) =>
    at / rate >= silentFrom ? 0 : Math.round(Math.sin((2 * Math.PI * hertz * at) / rate) * level * 32_767),
  );
  const wav = Buffer.alloc(44 + samples.byteLength);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + samples.byteLength, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(samples.byteLength, 40);
  Buffer.from(samples.buffer).copy(wav, 44);
  return new Uint8Array(wav);
}

export function rms(samples: ArrayLike<number>, from = 0, to = samples.length): number {
  const [start, end] = [Math.round(from), Math.round(to)];
  let energy = 0;
  for (let at = start; at < end; at++) energy += (samples[at] ?? 0) ** 2;
  return Math.sqrt(energy / Math.max(1, end - start));
}
