import { resolve } from "node:path";
import { sniffMedia } from "../../adapters/http/sniff-media";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { withInstallation } from "../installation";
import { openTree } from "../run/open-tree";
import { withActivity } from "../terminal/activity";
import { count, formatBytes } from "../terminal/format";

/** `import`: a friendly tree becomes a video of this installation; exit code 3, and nothing left behind, when the tree is not whole. */
export async function importTreeFrom(options: {
  context: CliContext;
  directory: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, directory, flags } = options;
  const files = await openTree(resolve(context.cwd, directory));
  const { importTree } = await import("../../services/imports/import-tree");
  const done = await withActivity(context, "Checking and taking in the tree", () =>
    withInstallation({ context, role: "import" }, (ctx) =>
      importTree({ ctx, input: { files, sniff: sniffMedia } }),
    ),
  );
  if (flags.json) {
    printJson(context, done);
    return EXIT.ok;
  }
  const { videoId, originalId, revision } = done;
  if (done.outcome === "known") {
    context.talk(`  It is here already, with revision ${revision} as its head. Nothing was done.`);
  } else {
    context.talk(`  Revision ${revision}, ${count(done.objects, "object")}, ${formatBytes(done.bytes)}`);
  }
  if (videoId !== originalId) {
    context.talk(`  ${originalId} is another video here, or has gone on: this one is ${videoId}.`);
  }
  context.print(`${videoId}\n`);
  return EXIT.ok;
}
