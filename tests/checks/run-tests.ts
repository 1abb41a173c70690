import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { isEnough, mutationScore } from "./mutation-score";
import { runCommand } from "./run-command";

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
  testResults: { name: string; status: string; message: string }[];
}

/**
 * Runs every suite and closes with their sum, alone on its line. A suite that does not load counts as a failure. With
 * REELGRAPH_DEEP=1 and no arguments, which would choose among suites, the mutation score is one more test.
 */
const chosen = process.argv.slice(2);
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
  args: [...args, ...chosen],
  echo: true,
});
const report = JSON.parse(await readFile(outputFile, "utf8").catch(() => "null")) as Report | null;
await rm(folder, { recursive: true, force: true });

const broken =
  report?.testResults.filter((suite) => suite.status === "failed" && suite.message !== "").length ?? 1;
let passed = report?.numPassedTests ?? 0;
let failed = Math.max((report?.numFailedTests ?? 0) + broken, status === 0 ? 0 : 1);
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
console.log(`tests took ${Math.round(seconds)} s`);
if (process.env.REELGRAPH_DEEP === "1" && chosen.length === 0) {
  if (await hasGoodScore()) passed++;
  else failed++;
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function hasGoodScore(): Promise<boolean> {
  try {
    const score = await mutationScore({});
    console.log(JSON.stringify(score));
    console.log(
      `mutation score ${score.score} % of ${score.mutants} mutants in ${score.seconds} s, at least ${score.threshold} % wanted`,
    );
    return isEnough(score);
  } catch (error) {
    console.log("The mutation score could not be measured:", error);
    return false;
  }
}
