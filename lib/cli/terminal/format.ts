// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins every colour sequence
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above, kept with the text around it
const ESCAPES_KEPT = /(\u001b\[[0-9;?]*[A-Za-z])/;

/** Characters a terminal shows, colour sequences apart. */
export function visibleLength(text: string): number {
  return [...text.replace(ESCAPES, "")].length;
}

/** Cuts to `width` visible characters, with `…` for the rest; colours opened before the cut are still closed. */
export function fitWidth(text: string, width: number): string {
  if (visibleLength(text) <= width) return text;
  let room = Math.max(0, width - 1);
  let cut = "";
  let isCut = false;
  for (const part of text.split(ESCAPES_KEPT)) {
    if (part.startsWith("\u001b[")) {
      cut += part;
      continue;
    }
    if (isCut) continue;
    const characters = [...part];
    cut += characters.slice(0, room).join("");
    isCut = characters.length > room;
    if (isCut) cut += "…";
    room -= characters.length;
  }
  return cut;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - visibleLength(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - visibleLength(text))) + text;
}

/** `8.4 s`, `2 min 5 s` */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `812 B`, `3.4 MB`: decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** `1 job`, `3 jobs` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Text from outside, safe to show on one line: control characters (and with them escape sequences) become spaces. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach the terminal
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
}
