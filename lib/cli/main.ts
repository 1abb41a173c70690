import { CommanderError } from "commander";
import { isReelgraphError } from "../core/errors";
import { type CliContext, createContext } from "./context";
import { CliFailure, EXIT, type ExitCode, exitCodeOf } from "./exit";
import { createProgram } from "./program";

/** How long something that still listens may keep a finished command from ending. */
const LINGER_MS = 500;

/** Runs the command line of this process and sets its exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => {
    // The second time means now.
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, onSignal);
  process.stdout.on("error", onBrokenPipe);
  process.stderr.on("error", onBrokenPipe);
  const context = createContext(stop.signal);
  process.exitCode = await run(context, argv);
  for (const name of signals) process.removeListener(name, onSignal);
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

async function run(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const setExitCode = (code: ExitCode): void => {
    exitCode = code;
  };
  try {
    const program = await createProgram({ context, argv, setExitCode });
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (context.signal.aborted) return EXIT.interrupted;
    explain(context, error);
    return exitCodeOf(error);
  }
}

/** `reelgraph … | head` closes the pipe when it has enough: no failure of ours. */
function onBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
}

function explain(context: CliContext, error: unknown): void {
  const style = context.talkStyle;
  const isExpected = error instanceof CliFailure || isReelgraphError(error);
  const message = error instanceof Error ? error.message : String(error);
  const [first = "", ...rest] = message.split("\n");
  context.talk(`${style.bad("error:")} ${first}`);
  for (const line of rest) context.talk(line);
  if (isReelgraphError(error)) {
    for (const field of error.errors) {
      if (field.message !== error.message) context.talk(`  ${field.message}`);
    }
  }
  if (error instanceof CliFailure && error.hint) context.talk(style.dim(error.hint));
  const shown = isExpected ? error.cause : error;
  if (context.env.REELGRAPH_DEBUG && shown instanceof Error) context.talk(style.dim(shown.stack ?? ""));
  else if (!isExpected) context.talk(style.dim("Set REELGRAPH_DEBUG=1 to see where this comes from."));
}
