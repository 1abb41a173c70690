import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";

export interface Card {
  text: string;
  purpose: "pending" | "title";
  width: number;
  height: number;
}

const MOST_LINES = 5;

/**
 * The picture of a segment without one: its words on a quiet dark gradient. Plain on purpose; whoever has better cards
 * gives the renderer a `drawCard` of their own. Without any font installed the card is the gradient alone.
 */
export function drawCard({ text, purpose, width, height }: Card): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  const hue = hueOf(text);
  paintBackground(context, hue, width, height);
  const family = GlobalFonts.families[0]?.family;
  if (family === undefined) return canvas;
  context.globalAlpha = purpose === "title" ? 1 : 0.45;
  context.fillStyle = "#f4f1ea";
  context.textAlign = "center";
  context.textBaseline = "middle";
  const { lines, size } = fitText(context, firstSentence(text), family, width * 0.74, height * 0.6);
  lines.forEach((line, at) => {
    context.fillText(line, width / 2, height / 2 + (at - (lines.length - 1) / 2) * size * 1.35);
  });
  return canvas;
}

function paintBackground(context: SKRSContext2D, hue: number, width: number, height: number): void {
  const sky = context.createLinearGradient(0, 0, width * 0.3, height);
  sky.addColorStop(0, `hsl(${hue}, 34%, 24%)`);
  sky.addColorStop(1, `hsl(${(hue + 40) % 360}, 42%, 12%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  const glow = context.createRadialGradient(
    width * 0.72,
    height * 0.2,
    0,
    width * 0.72,
    height * 0.2,
    width * 0.6,
  );
  glow.addColorStop(0, `hsla(${(hue + 20) % 360}, 60%, 60%, 0.35)`);
  glow.addColorStop(1, "hsla(0, 0%, 0%, 0)");
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
}

/** The largest size at which the words fit the box. */
function fitText(context: SKRSContext2D, text: string, family: string, width: number, height: number) {
  let size = Math.round(height / 5);
  for (;;) {
    context.font = `${size}px "${family}"`;
    const lines = wrap(context, text, width);
    const fits = lines.length <= MOST_LINES && lines.length * size * 1.35 <= height;
    if (fits || size <= 12) return { lines: lines.slice(0, MOST_LINES), size };
    size = Math.floor(size * 0.92);
  }
}

function wrap(context: SKRSContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function firstSentence(text: string): string {
  return /^.{8,160}?[.!?](?=\s|$)/su.exec(text.trim())?.[0] ?? text.trim().slice(0, 160);
}

/** Cards of different segments differ in colour, and the same text always has the same. */
function hueOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 3_600;
  return hash / 10;
}
