import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readEnvironment } from "./environment";
import { createStyle, type Style, wantsColour } from "./terminal/style";

/** What every command gets: where it is, how it speaks, and when to stop. */
export interface CliContext {
  /** The checkout this command belongs to. */
  root: string;
  cwd: string;
  /** The process environment, completed by the checkout's `.env` files. */
  env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C. */
  signal: AbortSignal;
  /** Data: one chunk of stdout. */
  print(text: string): void;
  /** Talk: one line on stderr. */
  talk(line: string): void;
  /** Colours for stdout and stderr, each by its own terminal. */
  printStyle: Style;
  talkStyle: Style;
  /** stderr is a terminal whose lines can be drawn again: progress bars instead of plain lines. */
  isLive: boolean;
  /** Width of stderr in characters. */
  columns(): number;
}

/** The context of this process. `signal` is aborted when the user wants out. */
export function createContext(signal: AbortSignal): CliContext {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
  const env = readEnvironment(root, process.env);
  return {
    root,
    cwd: process.cwd(),
    env,
    signal,
    print: (text) => void process.stdout.write(text),
    talk: (line) => void process.stderr.write(`${line}\n`),
    printStyle: createStyle(wantsColour(env, process.stdout.isTTY === true)),
    talkStyle: createStyle(wantsColour(env, process.stderr.isTTY === true)),
    isLive: process.stderr.isTTY === true && env.TERM !== "dumb",
    columns: () => process.stderr.columns || 80,
  };
}

/** Prints one JSON document, for programs. */
export function printJson(context: CliContext, value: unknown): void {
  context.print(`${JSON.stringify(value, null, 2)}\n`);
}

/** The directory that holds the embedded database and objects; `.data` in the checkout unless set. */
export function dataDirOf(context: CliContext): string {
  const set = context.env.REELGRAPH_DATA_DIR;
  return set ? resolve(context.cwd, set) : resolve(context.root, ".data");
}
