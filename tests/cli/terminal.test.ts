import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bar } from "../../lib/cli/terminal/bar";
import { fitWidth, formatBytes, formatSeconds, oneLine, visibleLength } from "../../lib/cli/terminal/format";
import { createLiveRegion } from "../../lib/cli/terminal/live-region";
import { createStyle, wantsColour } from "../../lib/cli/terminal/style";
import { formatTable } from "../../lib/cli/terminal/table";
import { type ApiFixture, startApiFixture } from "./rig/api-fixture";
import { BIN, cleanEnvironment, runCli } from "./rig/run-cli";

const ESCAPE = "\u001b";
const COLOUR = new RegExp(`${ESCAPE}\\[\\d+m`);

describe("colours", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { TERM: "dumb" }, false],
  ])("terminal %s with %j: %s", (isTerminal, env, expected) => {
    expect(wantsColour(env, isTerminal)).toBe(expected);
  });
});

describe("words and numbers on a line", () => {
  const style = createStyle(true);

  it("cuts to a width without counting colours, and closes them", () => {
    const text = `${style.good("green")} and plain`;
    expect(visibleLength(text)).toBe(15);
    expect(fitWidth(text, 15)).toBe(text);
    const cut = fitWidth(text, 3);
    expect(visibleLength(cut)).toBe(3);
    expect(cut).toBe(`${ESCAPE}[32mgr…${ESCAPE}[39m`);
  });

  it("aligns columns that hold colours", () => {
    const rows = [
      [style.good("a"), "1"],
      ["bbb", "22"],
    ];
    const lines = formatTable({ columns: [{ header: "n" }, { header: "v", align: "right" }], rows });
    expect(lines.map(visibleLength)).toEqual([7, 7, 7]);
  });

  it("never shows a bar as full before it is, nor beyond its ends", () => {
    const plain = createStyle(false);
    expect(bar(0.999, 4, plain)).toBe("███░");
    expect(bar(1, 4, plain)).toBe("████");
    expect(bar(7, 4, plain)).toBe("████");
    expect(bar(-1, 4, plain)).toBe("░░░░");
  });

  it("lets no escape sequence of a prompt or a provider reach the terminal", () => {
    expect(oneLine(`a${ESCAPE}[2Jb\nc\u009b31m`)).toBe("a [2Jb c 31m");
  });

  it("speaks of sizes and times as people do", () => {
    expect([0, 999, 1000, 999_960, 4_200_000].map(formatBytes)).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "1.0 MB",
      "4.2 MB",
    ]);
    expect([0.04, 9.94, 30.4, 125].map(formatSeconds)).toEqual(["0.0 s", "9.9 s", "30 s", "2 min 5 s"]);
  });
});

describe("the region that is drawn again", () => {
  it("goes up by exactly the lines it drew, keeps each inside the width, and gives the cursor back", () => {
    const written: string[] = [];
    const region = createLiveRegion({ write: (text) => written.push(text), columns: () => 10 });
    region.draw(["a line that is too long", "b"]);
    region.draw(["c", "d"]);
    region.above("kept");
    region.end();
    const all = written.join("");
    expect(all).toContain("a line t…");
    expect(all).not.toContain("too long");
    expect(all.split(`${ESCAPE}[2A`)).toHaveLength(3);
    expect(all).toMatch(/kept\nc.*\nd.*\n/);
    expect(all.indexOf(`${ESCAPE}[?25l`)).toBe(0);
    expect(all.endsWith(`${ESCAPE}[?25h`)).toBe(true);
  });
});

/** The util-linux `script` gives a process a terminal; others take other arguments. */
function hasScript(): boolean {
  try {
    return execFileSync("script", ["--version"], { stdio: ["ignore", "pipe", "ignore"] }).includes(
      "util-linux",
    );
  } catch {
    return false;
  }
}

describe("the command on a terminal and in a pipe", { timeout: 30_000 }, () => {
  let api: ApiFixture;
  let cwd = "";
  beforeAll(async () => {
    api = await startApiFixture();
    cwd = await mkdtemp(join(tmpdir(), "reelgraph-terminal-"));
  });
  afterAll(async () => {
    await api.close();
    await rm(cwd, { recursive: true, force: true });
  });

  async function onTerminal(env: Record<string, string>): Promise<string> {
    const command = [process.execPath, BIN, "generate", "x", "--url", api.url].join(" ");
    const child = spawn("script", ["-qefc", command, "/dev/null"], {
      cwd,
      env: cleanEnvironment({ TERM: "xterm", ...env }),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(code).toBe(0);
    return output;
  }

  it.runIf(hasScript())("draws bars, in colours, and shows the cursor again", async () => {
    const output = await onTerminal({});
    expect(output).toContain("█");
    expect(output).toMatch(COLOUR);
    expect(output.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(output.lastIndexOf(`${ESCAPE}[?25l`));
  });

  it.runIf(hasScript())("draws bars without colours when NO_COLOR says so", async () => {
    const output = await onTerminal({ NO_COLOR: "1" });
    expect(output).toContain("█");
    expect(output).not.toMatch(COLOUR);
  });

  it("prints plain lines in a pipe", async () => {
    const { stdout, stderr } = await runCli(["generate", "x", "--url", api.url], { cwd });
    expect(stdout + stderr).not.toContain(ESCAPE);
    expect(stderr).not.toContain("█");
    expect(stderr).toMatch(/video|done/);
  });
});
