import type { JobSpec, Plan } from "../plan/types";

/** Generators whose windows are shared by pictures, clips and music; everything else counts as text work. */
const MEDIA_ORDER: Record<string, number> = {
  MusicGen: 0,
  StartingImageGen: 1,
  ImageGen: 1,
  TextToVideoGen: 1,
  ImageToVideoGen: 1,
};

/**
 * Who starts first inside a window (runner.md): text work by the longest path that hangs on it, so that nothing long waits for
 * something short; media music first and then by segment, so that the first segment plays early. Returns job id → rank, 0 first.
 */
export function priorities(plan: Plan): Map<string, number> {
  const jobs = plan.layers.flat();
  const tails = tailSeconds(jobs);
  const ranked = jobs
    .map((job) => ({ jobId: job.jobId, key: sortKey(job, tails.get(job.jobId) ?? 0) }))
    .sort((a, b) => compareKeys(a.key, b.key) || (a.jobId < b.jobId ? -1 : 1));
  return new Map(ranked.map(({ jobId }, rank) => [jobId, rank]));
}

function sortKey(job: JobSpec, tail: number): number[] {
  const [segment = 0, item = 0] = job.metadata.cardinalityIndex;
  const media = MEDIA_ORDER[job.genId];
  return media === undefined ? [0, -tail, segment, item] : [1, media, segment, item];
}

function compareKeys(a: number[], b: number[]): number {
  for (let position = 0; position < a.length; position++) {
    const difference = (a[position] ?? 0) - (b[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Seconds from a job's start to the end of the longest chain that needs it. */
function tailSeconds(jobs: readonly JobSpec[]): Map<string, number> {
  const producer = new Map(
    jobs.flatMap((job) => job.produces.map((artifact) => [artifact, job.jobId] as const)),
  );
  const tails = new Map<string, number>();
  // Plans list layers in order, so that every consumer of a job stands behind it.
  for (const job of [...jobs].reverse()) {
    const own = (tails.get(job.jobId) ?? 0) + job.estimate.seconds;
    tails.set(job.jobId, own);
    for (const dependency of job.dependencies) {
      const upstream = producer.get(dependency);
      if (upstream !== undefined) tails.set(upstream, Math.max(tails.get(upstream) ?? 0, own));
    }
  }
  return tails;
}
