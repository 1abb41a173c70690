/*
 * Kills the built product again and again, and shows that it loses nothing and buys nothing twice:
 *
 *   npm run chaos -- --kills 50 [--seed K] [--json]
 *
 * Needs a build that is up to date (`npm run build`). Ends with 1 when anything is not as it should be.
 */
import { parseArgs } from "node:util";
import { runChaos } from "./chaos";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const report = await runChaos({
  kills: Number(values.kills),
  seed: Number(values.seed),
  talk: (line) => console.error(line),
});
console.log(values.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
const { duplicates, notSucceeded, faults, violations } = report;
process.exit(duplicates + notSucceeded + faults.length + violations.length === 0 ? 0 : 1);
