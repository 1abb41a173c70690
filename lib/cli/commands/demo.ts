import { type CliContext, printJson } from "../context";
import type { ExitCode } from "../exit";
import { modelsOf } from "../models";
import { isOffline } from "../run/generator-words";
import { withServer } from "../server";
import { isPortFree } from "../server/ports";
import { exitCodeOfRun, prepareGeneration, printSummary, runGeneration } from "./generate";

const PROMPT = "How tides work";
const DASHBOARD_PORT = 3000;

/** `demo`: one video from a prompt with nothing configured, and the way to the dashboard. */
export async function demo(options: {
  context: CliContext;
  prompt?: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const prompt = options.prompt ?? PROMPT;
  const prepared = await prepareGeneration({ context, prompt, flags: { duration: "30" } });
  banner(context, prompt);
  const port = flags.serve && (await isPortFree(DASHBOARD_PORT, "127.0.0.1")) ? DASHBOARD_PORT : undefined;
  return await withServer({ context, port }, async (server) => {
    const generated = await runGeneration({ context, server, ...prepared });
    if (flags.json) printJson(context, generated);
    else if (generated.mp4 !== null) printSummary(context, generated);
    const style = context.talkStyle;
    if (!flags.serve || server.origin !== "started") {
      const dashboard = server.origin === "started" ? "npx reelgraph serve" : server.url;
      context.talk(`  ${style.dim("The dashboard, with this video in it:")}  ${style.bold(dashboard)}\n`);
      return exitCodeOfRun(generated);
    }
    context.talk(
      `  ${style.dim("The dashboard:")}  ${style.bold(server.url)}  ${style.dim("Ctrl-C stops it")}\n`,
    );
    await server.untilStopped();
    return exitCodeOfRun(generated);
  });
}

function banner(context: CliContext, prompt: string): void {
  const style = context.talkStyle;
  const providers = Object.values(modelsOf(context)).map(({ provider }) => provider);
  const who = isOffline(providers)
    ? "by the offline studio: written, spoken, drawn and composed on this machine, for nothing"
    : "by the providers whose keys are set, which costs money";
  context.talk("");
  context.talk(`  ${style.bold("Reelgraph")}  ${style.dim("a prompt becomes a narrated video")}`);
  context.talk("");
  context.talk(`  ${style.accent("▸")} ${style.bold(prompt)}, 30 s`);
  context.talk(`    ${style.dim(who)}`);
  context.talk("");
}
