import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { runCommand } from "./run-command";

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
  testResults: { name: string; status: string; message: string }[];
}

/** Runs every suite and closes with their sum, alone on its line. A suite that does not load counts as a failure. */
const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-tests-"));
const outputFile = path.join(folder, "report.json");
const args = [
  "--no",
  "vitest",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${outputFile}`,
];
const { status, seconds } = await runCommand({
  command: "npx",
  args: [...args, ...process.argv.slice(2)],
  echo: true,
});
const report = JSON.parse(await readFile(outputFile, "utf8").catch(() => "null")) as Report | null;
await rm(folder, { recursive: true, force: true });

const broken =
  report?.testResults.filter((suite) => suite.status === "failed" && suite.message !== "").length ?? 1;
const passed = report?.numPassedTests ?? 0;
const failed = Math.max((report?.numFailedTests ?? 0) + broken, status === 0 ? 0 : 1);
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
console.log(`tests took ${Math.round(seconds)} s`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
