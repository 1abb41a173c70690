import type { SKRSContext2D } from "@napi-rs/canvas";

/** Text broken into rows at one size; lengths in pixels. */
export interface TitleLines {
  readonly font: string;
  readonly rows: readonly string[];
  readonly leading: number;
  readonly ascent: number;
  readonly height: number;
}

interface Room {
  readonly family: string;
  readonly largest: number;
  readonly smallest: number;
  readonly width: number;
  readonly height: number;
}

const LEADING = 1.04;

/** The largest size at which the text fits its room; at the smallest size what does not fit is cut with an ellipsis. */
export function fitTitle(ctx: SKRSContext2D, text: string, room: Room): TitleLines {
  for (let size = room.largest; size > room.smallest; size *= 0.94) {
    const lines = setAt(ctx, text, room, size);
    const isNarrow = lines.rows.every((row) => ctx.measureText(row).width <= room.width);
    // Short titles may be large, but four rows of the largest letters shout.
    if (isNarrow && lines.height <= room.height && lines.rows.length <= 3) return lines;
  }
  return cut(ctx, setAt(ctx, text, room, room.smallest), room);
}

function setAt(ctx: SKRSContext2D, text: string, { family, width }: Room, size: number): TitleLines {
  const font = `${size.toFixed(1)}px "${family}"`;
  ctx.font = font;
  const leading = size * LEADING;
  const rows = balance(ctx, text.split(" "), width);
  return { font, rows, leading, ascent: size * 0.76, height: leading * (rows.length - 1) + size * 0.8 };
}

/** As few rows as the width allows, then as even as possible: no lonely last word. */
function balance(ctx: SKRSContext2D, words: readonly string[], width: number): string[] {
  const greedy = wrap(ctx, words, width);
  let [low, high] = [width * 0.3, width];
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2;
    if (wrap(ctx, words, middle).length > greedy.length) low = middle;
    else high = middle;
  }
  return wrap(ctx, words, high);
}

function wrap(ctx: SKRSContext2D, words: readonly string[], width: number): string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of words) {
    const longer = row === "" ? word : `${row} ${word}`;
    if (row !== "" && ctx.measureText(longer).width > width) {
      rows.push(row);
      row = word;
    } else {
      row = longer;
    }
  }
  rows.push(row);
  return rows;
}

function cut(ctx: SKRSContext2D, lines: TitleLines, room: Room): TitleLines {
  const most = Math.max(1, Math.floor((room.height - lines.leading * 0.8) / lines.leading) + 1);
  const kept = lines.rows.slice(0, most);
  const last = kept.length - 1;
  const rows = kept.map((row, index) => {
    const isCut = index === last && lines.rows.length > most;
    return trimTo(ctx, row, room.width, isCut);
  });
  return { ...lines, rows, height: lines.leading * (rows.length - 0.25) };
}

/** Takes letters away until the row fits; by halves, for a row may be a page long. */
function trimTo(ctx: SKRSContext2D, row: string, width: number, mustEnd: boolean): string {
  if (!mustEnd && ctx.measureText(row).width <= width) return row;
  const letters = [...row];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ctx.measureText(`${letters.slice(0, middle).join("")}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join("").trimEnd()}…`;
}
