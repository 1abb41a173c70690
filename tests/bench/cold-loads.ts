/**
 * A process that has read nothing yet loads videos, one after the other, as a first look at each does: `cold-loads.ts` with the videos' ids as
 * arguments and the stores in the environment (POSTGRES_URL, S3_BUCKET, S3_ENDPOINT, AWS_*). Prints the milliseconds of each,
 * and those of the processor. bench:storage starts it.
 */
import { localContext } from "../../lib/container";
import { getTimeline } from "../../lib/services/artifacts/get-timeline";
import { listArtifacts } from "../../lib/services/artifacts/list-artifacts";
import { getPlanning } from "../../lib/services/plans/get-planning";
import { getGraph } from "../../lib/services/videos/get-graph";
import { getVideo } from "../../lib/services/videos/get-video";

const ctx = await localContext();
const loads: { milliseconds: number; processorMs: number }[] = [];
for (const id of process.argv.slice(2)) {
  const started = performance.now();
  const before = process.cpuUsage();
  await getVideo({ ctx, input: { id } });
  await getTimeline({ ctx, input: { id } });
  await listArtifacts({ ctx, input: { id, limit: 1_000 } });
  await getGraph({ ctx, input: { id } });
  await getPlanning({ ctx, input: { id } });
  const { user, system } = process.cpuUsage(before);
  loads.push({ milliseconds: performance.now() - started, processorMs: (user + system) / 1_000 });
}
process.stdout.write(`${JSON.stringify(loads)}\n`);
process.exit(0);
