import type { CliContext } from "../context";
import { createLiveRegion } from "../terminal/live-region";
import { boardLines, jobLine, layersOfBoard } from "./board-view";
import { type Board, isJobOver } from "./run-board";

const FRAME_MS = 80;

/** Shows a board while it changes: bars on a terminal, a line per finished job elsewhere. */
export interface Progress {
  show(board: Board): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

export function createProgress(context: CliContext): Progress {
  return context.isLive ? liveProgress(context) : plainProgress(context);
}

function liveProgress(context: CliContext): Progress {
  const region = createLiveRegion({ write: (text) => process.stderr.write(text), columns: context.columns });
  const beganAt = Date.now();
  let board: Board | null = null;
  const draw = (): void => {
    if (board !== null) region.draw(["", ...boardLines(board, context.talkStyle, Date.now(), beganAt)]);
  };
  const timer = setInterval(draw, FRAME_MS);
  return {
    show(next) {
      board = next;
    },
    say: (line) => region.above(line),
    end() {
      clearInterval(timer);
      draw();
      region.end();
    },
  };
}

function plainProgress(context: CliContext): Progress {
  const told = new Set<string>();
  const begun = new Set<number>();
  const style = context.talkStyle;
  return {
    show(board) {
      const layers = layersOfBoard(board);
      for (const [position, { layer, label, jobs }] of layers.entries()) {
        if (!begun.has(layer) && jobs.some((job) => job.state !== "ready" && job.state !== "blocked")) {
          begun.add(layer);
          context.talk(`layer ${position + 1} of ${layers.length}: ${label} (${jobs.length})`);
        }
        for (const job of jobs) {
          const line = isJobOver(job) && !told.has(job.jobId) ? jobLine(job, style) : null;
          if (line === null) continue;
          told.add(job.jobId);
          context.talk(line);
        }
      }
    },
    say: (line) => context.talk(line),
    end() {},
  };
}
