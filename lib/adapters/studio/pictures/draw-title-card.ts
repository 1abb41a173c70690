import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import { type Colour, css, mix } from "./colour";
import { encodePng } from "./encode-png";
import { paintPicture } from "./paint-picture";
import { checkPictureSize } from "./picture-size";
import { findStyle } from "./styles/catalogue";
import { DISPLAY_FONT, loadTitleFonts, TEXT_FONT } from "./title-fonts";
import { fitTitle, type TitleLines } from "./wrap-title";

const INK: Colour = [0.16, 0.005, -0.03];
const PAPER: Colour = [0.98, 0.002, 0.008];

/**
 * A title over the scene it names, as PNG bytes. Long titles wrap, then shrink, then end in an ellipsis. Width and
 * height are pixels, 64…2048. Same options, same bytes. Throws RangeError naming a bad field.
 */
export function drawTitleCard(options: {
  title: string;
  subtitle?: string;
  style: string;
  width: number;
  height: number;
  seed: number;
}): Uint8Array {
  const { title, subtitle, style, width, height, seed } = options;
  checkPictureSize(options);
  loadTitleFonts();
  const prompt = `Wide shot of ${title}. ${subtitle ?? ""}`;
  const { canvas, frame } = paintPicture({ prompt, style, width, height, seed });
  const ctx = canvas.getContext("2d");
  const unit = Math.min(width, height);
  const accent = findStyle(style).tone(frame.accent);
  const isTall = height > width * 1.15;
  const margin = unit * 0.085;
  const measure = isTall ? width - margin * 2 : Math.min(width - margin * 2, width * 0.74);
  const heading = fitTitle(ctx, clean(title), {
    family: DISPLAY_FONT,
    largest: unit * 0.15,
    smallest: Math.max(7, unit * 0.052),
    width: measure,
    height: height * 0.5,
  });
  const small = clean(subtitle ?? "");
  const caption = small
    ? fitTitle(ctx, small, {
        family: TEXT_FONT,
        largest: unit * 0.043,
        smallest: Math.max(5, unit * 0.03),
        width: measure,
        height: unit * 0.12,
      })
    : undefined;
  const captionHeight = caption ? caption.height + unit * 0.035 : 0;
  const blockHeight = heading.height + captionHeight + unit * 0.05;
  const top = height - margin - blockHeight;
  paintScrim(ctx, canvas, top - unit * 0.12);
  paintRule(ctx, margin, top, unit, accent);
  paintLines(ctx, heading, margin, top + unit * 0.05, css(PAPER), unit);
  if (caption)
    paintLines(ctx, caption, margin, height - margin - caption.height, css(mix(PAPER, accent, 0.22)), unit);
  return encodePng(canvas);
}

/** More could not be read on a card, and would take long to measure. */
const MOST_LETTERS = 240;

/** One line of plain text: control characters and runs of blanks would leave holes. */
function clean(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  const letters = [...plain.slice(0, MOST_LETTERS * 2)];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join("")}…` : plain;
}

/** Darkens from the foot of the picture upwards, so that white letters read over any scene. */
function paintScrim(ctx: SKRSContext2D, { width, height }: Canvas, top: number): void {
  const from = Math.max(0, Math.min(top, height * 0.7));
  const foot = ctx.createLinearGradient(0, from - height * 0.22, 0, height);
  foot.addColorStop(0, css(INK, 0.004));
  foot.addColorStop(0.3, css(INK, 0.4));
  foot.addColorStop(0.62, css(INK, 0.7));
  foot.addColorStop(1, css(INK, 0.86));
  ctx.fillStyle = foot;
  ctx.fillRect(0, 0, width, height);
}

function paintRule(ctx: SKRSContext2D, x: number, y: number, unit: number, accent: Colour): void {
  ctx.fillStyle = css([Math.max(0.68, accent[0]), accent[1], accent[2]]);
  ctx.fillRect(x, y, unit * 0.11, Math.max(2, unit * 0.008));
}

function paintLines(
  ctx: SKRSContext2D,
  lines: TitleLines,
  x: number,
  top: number,
  colour: string,
  unit: number,
): void {
  ctx.font = lines.font;
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";
  ctx.shadowColor = css(INK, 0.55);
  ctx.shadowBlur = unit * 0.022;
  ctx.fillStyle = colour;
  lines.rows.forEach((row, index) => {
    ctx.fillText(row, x, top + lines.leading * index + lines.ascent);
  });
  ctx.shadowBlur = 0;
  ctx.shadowColor = "transparent";
}
