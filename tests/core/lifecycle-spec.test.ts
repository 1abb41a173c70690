import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { JOB_STATES, JOB_TRANSITIONS } from "../../lib/core/run/job-state";
import { RUN_STATES, RUN_TRANSITIONS } from "../../lib/core/run/run-state";

const SPEC = readFileSync(new URL("../../docs/spec/lifecycles.md", import.meta.url), "utf8");

/** The first table of a section, as a record of records. */
function tableOf(section: string): { states: string[]; moves: Record<string, Record<string, string>> } {
  const [, text = ""] = SPEC.split(`\n## ${section}\n`);
  const lines = text.slice(text.indexOf("\n|") + 1).split("\n");
  const rows = lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith("|")),
    )
    .map((line) => line.split("|").slice(1, -1).map(plain));
  const [[, ...events] = [], , ...body] = rows;
  const moves = body.map(([state = "", ...cells]) => [
    state,
    Object.fromEntries(events.map((event, column) => [event, cells[column] ?? ""])),
  ]);
  return { states: body.map(([state = ""]) => state), moves: Object.fromEntries(moves) };
}

function plain(cell: string): string {
  const text = cell.trim().replaceAll("`", "");
  return text === "–" ? "refused" : text;
}

describe("the written lifecycles", () => {
  it("say of a run what the code does", () => {
    const { states, moves } = tableOf("Run");
    expect(states).toEqual(RUN_STATES);
    expect(moves).toEqual(RUN_TRANSITIONS);
  });

  it("say of a job what the code does", () => {
    const { states, moves } = tableOf("Job");
    expect(states).toEqual(JOB_STATES);
    expect(moves).toEqual(JOB_TRANSITIONS);
  });
});
