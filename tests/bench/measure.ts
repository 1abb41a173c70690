import { performance } from "node:perf_hooks";

/** Milliseconds of each of `runs` calls, ascending, after `warmUp` calls that don't count. */
export function timed(
  work: () => unknown,
  { runs, warmUp = 1 }: { runs: number; warmUp?: number },
): number[] {
  for (let run = 0; run < warmUp; run++) work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right);
}

/** Like `timed`, in milliseconds of processor time: what a call takes where nothing else wants the machine. */
export function processorTimes(work: () => unknown, runs: number): number[] {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1_000);
  }
  return times.sort((left, right) => left - right);
}

/** The value below which `share` (0…1) of an ascending list lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

/** A peer to compare with, or null where it isn't installed. */
export async function peer<Module>(name: string): Promise<Module | null> {
  try {
    const loaded = (await import(name)) as { default?: unknown };
    return (loaded.default ?? loaded) as Module;
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}

/** Prints one JSON document with `--json`, else a line per figure. */
export function report(title: string, figures: Record<string, unknown>): void {
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify(figures));
    return;
  }
  console.log(title);
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name}: ${JSON.stringify(value)}`);
}
