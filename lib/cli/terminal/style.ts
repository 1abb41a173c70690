/** A few restrained emphases; every one leaves the text readable without it. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  accent(text: string): string;
}

function paint(open: number, close: number): (text: string) => string {
  return (text) => (text === "" ? "" : `\u001b[${open}m${text}\u001b[${close}m`);
}

const plain = (text: string): string => text;

const PLAIN: Style = { bold: plain, dim: plain, good: plain, bad: plain, warn: plain, accent: plain };

const COLOURED: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  good: paint(32, 39),
  bad: paint(31, 39),
  warn: paint(33, 39),
  accent: paint(36, 39),
};

export function createStyle(coloured: boolean): Style {
  return coloured ? COLOURED : PLAIN;
}

/** NO_COLOR (any value) says no, FORCE_COLOR yes; otherwise a terminal that isn't dumb. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return isTerminal && env.TERM !== "dumb";
}
