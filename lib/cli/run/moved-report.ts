import type { Moved } from "../../services/sync/moved";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { count, formatBytes } from "../terminal/format";

/** What was moved, or would be; with `--dry-run` object by object. */
export function reportMoved(options: {
  context: CliContext;
  moved: Moved;
  flags: Readonly<Record<string, unknown>>;
}): ExitCode {
  const { context, moved, flags } = options;
  if (flags.json) {
    printJson(context, moved);
    return EXIT.ok;
  }
  const style = context.printStyle;
  const would = moved.dryRun ? "would be " : "";
  if (moved.dryRun) {
    for (const { path, bytes } of moved.objects) context.print(`${path} ${style.dim(formatBytes(bytes))}\n`);
  }
  const pointer = moved.pointer
    ? `, revision ${moved.to.revision} → ${moved.from.revision}`
    : ", the pointer is there already";
  const edits = moved.edits ? ", with edits that no run has taken up" : "";
  context.print(
    `${style.good("✓")} ${count(moved.objects.length, "object")} (${formatBytes(moved.bytes)}) ${would}moved from ${moved.from.place} to ${moved.to.place}${pointer}${edits}\n`,
  );
  return EXIT.ok;
}
