import { setTimeout as sleep } from "node:timers/promises";
import { type RunView, runSchema } from "../../api/contract/runs";
import type { CliContext } from "../context";
import type { ApiClient } from "../http/api-client";
import { bar } from "../terminal/bar";
import { formatBytes, formatSeconds, padEnd, padStart } from "../terminal/format";
import { createLiveRegion } from "../terminal/live-region";
import { BAR_WIDTH, LABEL_WIDTH } from "./board-view";
import { runPath } from "./follow-run";
import { isRunOver } from "./run-board";

const WAIT_SECONDS = 20;
/** Between two answers, should the server not wait at all. */
const PAUSE_MS = 200;

/** Follows an export to its end, showing how far it is. */
export async function followExport(options: {
  context: CliContext;
  api: ApiClient;
  runId: string;
}): Promise<RunView> {
  const { context, api, runId } = options;
  const style = context.talkStyle;
  const beganAt = Date.now();
  const region = context.isLive
    ? createLiveRegion({ write: (text) => process.stderr.write(text), columns: context.columns })
    : null;
  let fraction = 0;
  const draw = (paint = style.accent, note = ""): void => {
    const percent = padStart(`${Math.floor(fraction * 100)} %`, 7);
    const seconds = padStart(formatSeconds((Date.now() - beganAt) / 1000), 8);
    const label = padEnd("film", LABEL_WIDTH);
    region?.draw([
      `     ${label} ${bar(fraction, BAR_WIDTH, style, paint)} ${percent} ${seconds} ${style.dim(note)}`,
    ]);
  };
  if (region === null) context.talk("rendering the MP4");
  const timer = region === null ? null : setInterval(draw, 100);
  try {
    let run = await api.get(runPath(runId), runSchema);
    while (!isRunOver(run.status)) {
      fraction = Math.max(fraction, run.progress ?? 0);
      await sleep(PAUSE_MS, undefined, { signal: context.signal });
      run = await api.get(runPath(runId, WAIT_SECONDS), runSchema);
    }
    const isGood = run.status === "succeeded";
    if (isGood) fraction = 1;
    const note = run.result ? formatBytes(run.result.bytes) : run.status;
    draw(isGood ? style.good : style.bad, note);
    if (region === null) {
      context.talk(`  ${isGood ? style.good("done") : style.bad(run.status)}     MP4, ${note}`);
    }
    return run;
  } finally {
    if (timer !== null) clearInterval(timer);
    region?.end();
  }
}
