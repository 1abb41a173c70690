import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import type { ObjectStore } from "../../lib/ports/object-store";
import { type CrashFreeRun, crashAt, crashFreeRun, priced } from "../rigs/crashing-runs";
import { type Fault, shortName } from "../rigs/faults";
import { startRadosgw } from "../rigs/radosgw";
import { SMALL_INPUTS, World } from "../rigs/studio-world";

/**
 * The process dies at each write of a run to a real store: just before it, and when the store has done it and nobody has heard. Together
 * with crashes.test.ts, which dies at every transaction and every write in memory.
 */
const BUCKET = "crashes";
const isDeep = process.env.REELGRAPH_DEEP === "1";
const INPUTS = isDeep ? { ...SMALL_INPUTS, ImagesPerSegment: 1 } : SMALL_INPUTS;
/** In what the writes of a run are the store's. */
const IS_OF_STORE = /^(put|copy|delete) /;

function itEndsTheSame(openStore: (name: string) => ObjectStore): void {
  let opened = 0;
  async function aWorld(): Promise<World> {
    const world = await World.open(createMemoryDatabase(), openStore(`world-${opened++}`));
    priced(world);
    return world;
  }

  let crashFree: CrashFreeRun;
  beforeAll(async () => {
    crashFree = await crashFreeRun(await aWorld(), INPUTS);
  });

  it("ends as if nothing had happened, at whichever write the process dies, and buys nothing again", async () => {
    const { types } = crashFree;
    const writes = [...new Set(crashFree.writes.filter((name) => IS_OF_STORE.test(name)).map(shortName))];
    expect(crashFree.state.run?.status).toBe("succeeded");
    expect(crashFree.state.problems).toEqual([]);
    for (const part of ["plan.json", "assets/", "jobs/", "checkpoints/", "manifest.json", "metadata.json"])
      expect(writes.filter((name) => name.includes(part))).not.toEqual([]);
    const died: string[] = [];
    const queue = writes.flatMap((at) =>
      (["before", "after"] as const).map((when): Fault => ({ at, when, kind: "crash" })),
    );
    const faults = queue.length;
    const worker = async () => {
      for (let fault = queue.shift(); fault; fault = queue.shift()) {
        const outcome = await crashAt(await aWorld(), fault, INPUTS);
        if (!outcome.isStarted)
          throw new Error(`${outcome.point}: no object is written before there is a run.`);
        const { point, state, again, events } = outcome;
        if (point !== "") died.push(point);
        expect([fault, again]).toEqual([fault, []]);
        expect([fault, state]).toEqual([fault, crashFree.state]);
        expect([fault, events.map((event) => event.type).sort()]).toEqual([fault, types]);
        expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      }
    };
    // They mostly wait for the store.
    await Promise.all(Array.from({ length: 4 }, worker));
    // Every one of them was met.
    expect(died).toHaveLength(faults);
  });
}

describe("a disk", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "reelgraph-crashes-"));
  });
  afterAll(async () => await rm(root, { recursive: true, force: true }));
  itEndsTheSame((name) => createDiskObjectStore({ root: join(root, name) }));
});

const radosgw = await startRadosgw();

if ("unavailable" in radosgw) {
  console.warn(`Crashes at writes to S3 are skipped. ${radosgw.unavailable}`);
  it.skip(`S3: ${radosgw.unavailable}`, () => undefined);
} else {
  describe("an S3 server", () => {
    const { endpoint, stop, ...credentials } = radosgw;
    beforeAll(async () => {
      const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
      await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    });
    afterAll(stop);
    itEndsTheSame((prefix) => createS3ObjectStore({ bucket: BUCKET, endpoint, credentials, prefix }));
  });
}
