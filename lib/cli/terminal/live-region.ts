import { fitWidth } from "./format";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const ERASE_BELOW = "\u001b[0J";

export interface LiveRegion {
  /** Draws these lines in the place of the last ones. */
  draw(lines: readonly string[]): void;
  /** Leaves a line for good above the region. */
  above(line: string): void;
  /** Ends the region; its last lines stay unless `erase`. */
  end(options?: { erase: boolean }): void;
}

/** Lines at the bottom of a terminal that are drawn again and again. Lines are cut to the width: a wrapped line would break the count. */
export function createLiveRegion(options: { write(text: string): void; columns(): number }): LiveRegion {
  let drawn: readonly string[] = [];
  let isHidden = false;
  const showCursor = (): void => {
    if (isHidden) options.write(SHOW_CURSOR);
    isHidden = false;
  };
  const toTop = (): string => (drawn.length === 0 ? "\r" : `\u001b[${drawn.length}A\r`);
  const body = (lines: readonly string[]): string =>
    lines.map((line) => `${fitWidth(line, options.columns() - 1)}\u001b[K\n`).join("");
  return {
    draw(lines) {
      if (!isHidden) {
        options.write(HIDE_CURSOR);
        process.once("exit", showCursor);
        isHidden = true;
      }
      options.write(toTop() + body(lines) + ERASE_BELOW);
      drawn = [...lines];
    },
    above(line) {
      options.write(`${toTop() + ERASE_BELOW + line}\n${body(drawn)}`);
    },
    end({ erase } = { erase: false }) {
      if (erase) options.write(toTop() + ERASE_BELOW);
      drawn = [];
      showCursor();
      process.removeListener("exit", showCursor);
    },
  };
}
