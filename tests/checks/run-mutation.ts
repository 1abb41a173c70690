import { parseArgs } from "node:util";
import { isEnough, mutationScore } from "./mutation-score";

/** Prints the mutation score as one line of JSON; fails below the threshold. Arguments: what to mutate instead of everything. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: "string" }, reuse: { type: "boolean" } },
});
const score = await mutationScore({
  mutate: positionals.length > 0 ? positionals : undefined,
  concurrency: values.concurrency === undefined ? undefined : Number(values.concurrency),
  reuse: values.reuse,
});
console.log(JSON.stringify(score));
process.exit(isEnough(score) ? 0 : 1);
