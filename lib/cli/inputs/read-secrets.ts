import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { CliContext } from "../context";
import { usageError } from "../exit";

export interface AskedSecret {
  /** What it is called when it is asked for. */
  label: string;
  isOptional?: boolean;
}

/**
 * Secrets that are no argument, for other people see those: asked for one after the other without showing what is typed, or a line each of
 * stdin. What is optional may be left empty, or its line away: null.
 */
export async function readSecrets(
  context: CliContext,
  asked: readonly AskedSecret[],
): Promise<(string | null)[]> {
  const given = process.stdin.isTTY ? await prompted(context, asked) : await lines(asked);
  return asked.map(({ label, isOptional }, at) => {
    const secret = given[at]?.trim() || null;
    if (secret === null && !isOptional) throw usageError(`${label}: nothing was given.`, HOW);
    return secret;
  });
}

const HOW =
  "Type it where it is asked for, or pipe it in: printenv OPENAI_API_KEY | reelgraph credentials set openai";

async function lines(asked: readonly AskedSecret[]): Promise<string[]> {
  const given = (await text(process.stdin)).split(/\r?\n/);
  while (given.at(-1)?.trim() === "") given.pop();
  if (given.length <= asked.length) return given;
  throw usageError(
    `stdin has ${given.length} lines; it is ${asked.map(({ label }) => label).join(", then ")}.`,
  );
}

async function prompted(context: CliContext, asked: readonly AskedSecret[]): Promise<string[]> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const interrupted = new AbortController();
  reader.once("SIGINT", () => {
    interrupted.abort();
    process.kill(process.pid, "SIGINT");
  });
  const signal = AbortSignal.any([context.signal, interrupted.signal]);
  try {
    const given: string[] = [];
    for (const { label, isOptional } of asked) {
      process.stderr.write(`${label}${isOptional ? " (may be left empty)" : ""}: `);
      given.push(await reader.question("", { signal }));
      process.stderr.write("\n");
    }
    return given;
  } finally {
    reader.close();
  }
}
