import { whySchema } from "../../api/contract/explanations";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { createApiClient } from "../http/api-client";
import { withServer } from "../server";
import { oneLine } from "../terminal/format";

/** `why`: why an artifact is as it is, in words. */
export async function why(options: {
  context: CliContext;
  videoId: string;
  artifact: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, artifact, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const explained = await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    const path = `/api/v1/videos/${encodeURIComponent(videoId)}/artifacts/${encodeURIComponent(artifact)}/why`;
    return await api.get(path, whySchema);
  });
  if (flags.json) {
    printJson(context, explained);
    return EXIT.ok;
  }
  const style = context.printStyle;
  const paint = { "up-to-date": style.good, failed: style.bad }[explained.state as string] ?? style.warn;
  const lines = explained.steps.map(({ text }) => `  ${oneLine(text)}`);
  context.print(
    `\n  ${style.bold(explained.artifact)}  ${paint(explained.state)}\n\n${lines.join("\n")}\n\n`,
  );
  return EXIT.ok;
}
