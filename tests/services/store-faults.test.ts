import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import { isReelgraphError, ReelgraphError } from "../../lib/core/errors";
import type { ObjectStore } from "../../lib/ports/object-store";
import { type Fault, startFaultProxy } from "../rigs/fault-proxy";
import { type Act, type Operation, operationOf, PHASES, type Phase, Scene } from "../rigs/fault-scenes";
import { startRadosgw } from "../rigs/radosgw";

const isDeep = process.env.REELGRAPH_DEEP === "1";

/** What each act leaves behind on a store that never fails. */
const faultless = new Map<Act, Awaited<ReturnType<typeof play>>>();

async function play(objects: ObjectStore, act: Act) {
  const scene = await Scene.open(objects, act);
  await scene.play();
  return { state: await scene.state(objects), purchases: scene.purchases() };
}

beforeAll(async () => {
  for (const act of new Set(PHASES.map((phase) => phase.act))) {
    const done = await play(createMemoryObjectStore({ now: () => new Date() }), act);
    expect([act, done.state.problems]).toEqual([act, []]);
    faultless.set(act, done);
  }
});

/** A store that fails as told, and the same one without its faults. */
interface Stage {
  faulty: ObjectStore;
  sound: ObjectStore;
  /** From now on the phase's requests fail, `times` of them. */
  arm(phase: Phase, times: number): void;
  lift(): Promise<void>;
  /** How many requests have failed. */
  failed(): number;
  close(): Promise<void>;
}

/** What is done although the store fails: a projection that the next edit writes. */
const CARRIES_ON = new Set(["the draft of an edit"]);

async function expectSameEnd(stage: Stage, scene: Scene, phase: Phase): Promise<void> {
  const expected = faultless.get(phase.act);
  if (!expected) throw new Error(`Nothing is known of ${phase.act}.`);
  const state = await scene.state(stage.sound);
  // An edit is saved before its projection is written, which may be missing then.
  const isMissable = (key: string) => CARRIES_ON.has(phase.name) && key.endsWith("draft/inputs.json");
  const without = (left: typeof state) => ({ ...left, keys: left.keys.filter((key) => !isMissable(key)) });
  expect(without(state)).toEqual(without(expected.state));
  expect(scene.purchases()).toEqual(expected.purchases);
}

/** One or a few failures in a row: nothing is to be seen of them. */
async function brief(stage: Stage, phase: Phase): Promise<void> {
  const scene = await Scene.open(stage.faulty, phase.act);
  stage.arm(phase, 1);
  for (let attempt = 1; ; attempt++) {
    try {
      const report = await scene.play();
      if (report !== null && report.left.failed > 0) continue;
      break;
    } catch (error) {
      // Outside of what is insisted on, a step is tried again by the workflow, and a call by whoever made it.
      expect(error).toMatchObject({ code: "store-unavailable" });
      if (attempt >= 4) throw error;
    }
  }
  expect(stage.failed()).toBeGreaterThan(0);
  await stage.lift();
  await expectSameEnd(stage, scene, phase);
}

/** It fails until nobody tries any more; when it works again, everything goes on from there. */
async function long(stage: Stage, phase: Phase, says: RegExp): Promise<void> {
  const scene = await Scene.open(stage.faulty, phase.act);
  stage.arm(phase, Number.POSITIVE_INFINITY);
  // Twice, as a step that is delivered again.
  for (let delivery = 0; delivery < 2; delivery++) {
    const outcome = await scene.play().catch((error: unknown) => error);
    if (isReelgraphError(outcome)) {
      expect(outcome).toMatchObject({ code: "store-unavailable", message: expect.stringMatching(says) });
      expect(outcome.message).toMatch(/\/|list trash|list videos/);
    } else if (phase.act === "clean") {
      expect(outcome).toMatchObject({ left: { failed: 1 } });
    } else if (!CARRIES_ON.has(phase.name)) {
      throw outcome instanceof Error ? outcome : new Error(`Nothing failed: ${JSON.stringify(outcome)}`);
    }
  }
  expect(stage.failed()).toBeGreaterThan(0);
  await stage.lift();
  // In between there is nothing but a run that has not ended: what is there is whole, and what is named is there.
  const problems = await scene.problems(stage.sound);
  const isExpected = ({ kind }: { kind: string }) => phase.act === "clean" && kind === "orphan";
  if (!AFTER_THE_COMMIT.has(phase.name)) expect(problems.filter((one) => !isExpected(one))).toEqual([]);
  await scene.play();
  await expectSameEnd(stage, scene, phase);
}

/** Projections of what is committed: they are behind until the step that writes them comes through. */
const AFTER_THE_COMMIT = new Set(["the run's log", "metadata", "metadata, before it is replaced"]);

describe("a disk that refuses", () => {
  const { seteuid, getuid } = process;
  const isRoot = getuid?.call(process) === 0 && seteuid !== undefined;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "reelgraph-faults-"));
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  const kinds = {
    "the disk is full": {
      says: /the disk is full/,
      reads: false,
      async apply(root: string) {
        const filling = spawnSync("dd", ["if=/dev/zero", `of=${join(root, ".ballast")}`, "bs=64k"], {
          encoding: "utf8",
        });
        if (!filling.stderr.includes("No space left")) throw new Error(`It is not full: ${filling.stderr}`);
      },
      async lift(root: string) {
        await rm(join(root, ".ballast"), { force: true });
      },
    },
    "the file system is read-only": {
      says: /the file system is read-only/,
      reads: false,
      async apply(root: string) {
        remount(root, "ro");
      },
      async lift(root: string) {
        remount(root, "rw");
      },
    },
    "permission is denied": {
      says: /permission denied/,
      reads: true,
      async apply() {
        process.seteuid?.(65_534);
      },
      async lift() {
        process.seteuid?.(0);
      },
    },
  };

  function remount(root: string, how: "ro" | "rw"): void {
    const { status, stderr } = spawnSync("mount", ["-o", `remount,${how}`, root], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }

  let mounts = 0;
  async function openStage(kind: (typeof kinds)[keyof typeof kinds]): Promise<Stage> {
    const root = await mkdtemp(join(folder, `disk-${mounts++}-`));
    const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", root], { encoding: "utf8" });
    if (mount.status !== 0) throw new Error(mount.stderr);
    // The server's own: nobody else may so much as look into it.
    await chmod(root, 0o700);
    const sound = createDiskObjectStore({ root });
    let armed: { phase: Phase; left: number } | null = null;
    let isOn = false;
    let failures = 0;
    const lift = async () => {
      armed = null;
      if (isOn) await kind.lift(root);
      isOn = false;
    };
    /** The fault begins with the first request of its phase, and is the whole disk's from there on. */
    const suffer = async <T>(operation: Operation, key: string, work: () => Promise<T>): Promise<T> => {
      if (armed && armed.phase.operation === operation && armed.phase.key.test(key) && !isOn) {
        isOn = true;
        await kind.apply(root);
      }
      try {
        return await work();
      } catch (error) {
        if (isOn) failures++;
        if (isOn && armed && --armed.left <= 0) await lift();
        throw error;
      }
    };
    const faulty: ObjectStore = {
      ...sound,
      put: (put) => suffer("put", put.key, () => sound.put(put)),
      get: (key, range) => suffer("get", key, () => sound.get(key, range)),
      head: (key) => suffer("head", key, () => sound.head(key)),
      list: (listing) => suffer("list", listing.prefix, () => sound.list(listing)),
      copy: (copy) => suffer("copy", copy.from, () => sound.copy(copy)),
      delete: (keys) => suffer("delete", keys.join(" "), () => sound.delete(keys)),
    };
    return {
      faulty,
      sound,
      arm: (phase, times) => {
        armed = { phase, left: times };
      },
      lift,
      failed: () => failures,
      async close() {
        await lift();
        // What was half written is nowhere.
        const left = (await readdir(root, { recursive: true })).filter((path) => path.includes(".~tmp-"));
        spawnSync("umount", [root]);
        expect(left).toEqual([]);
      },
    };
  }

  for (const [name, kind] of Object.entries(kinds)) {
    const writes: Operation[] = ["put", "copy", "delete"];
    const phases = PHASES.filter(({ operation }) => kind.reads || writes.includes(operation)).filter(
      // A full disk deletes and, on tmpfs, is read.
      ({ operation }) => !(name === "the disk is full" && operation === "delete"),
    );
    for (const how of ["once", "until nobody tries any more"] as const) {
      it.runIf(isRoot)(`${name}, ${how}: every way to the store`, async () => {
        const failures: string[] = [];
        for (const phase of phases) {
          const stage = await openStage(kind);
          try {
            await (how === "once" ? brief(stage, phase) : long(stage, phase, kind.says));
          } catch (error) {
            failures.push(`${phase.name}: ${(error as Error).stack}`);
          } finally {
            await stage.close();
          }
        }
        expect(failures).toEqual([]);
      });
    }
  }
  if (!isRoot) it.skip("small file systems can only be mounted by root", () => undefined);
});

const BUCKET = "faults";
const radosgw = await startRadosgw();

if ("unavailable" in radosgw) {
  console.warn(`Faults of S3 are skipped. ${radosgw.unavailable}`);
  it.skip(`S3: ${radosgw.unavailable}`, () => undefined);
} else {
  describe("an S3 server that fails", () => {
    const { endpoint, stop, ...credentials } = radosgw;
    beforeAll(async () => {
      const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
      await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    });
    afterAll(stop);

    /** Those that are errors for whoever asks, as often as they are asked. */
    const refusals: Record<string, { fault: Fault; says: RegExp }> = {
      "500": { fault: { status: 500, code: "InternalError" }, says: /overloaded or failing, status 500/ },
      "503 SlowDown": { fault: { status: 503, code: "SlowDown" }, says: /overloaded or failing, status 503/ },
      "409": {
        fault: { status: 409, code: "ConditionalRequestConflict" },
        says: /another write to the same object is under way/,
      },
      "lost requests": { fault: "lose-request", says: /does not answer/ },
    };
    /** What is asked for is done each time, and only nobody hears of it. */
    const silences: Record<string, Fault> = { "lost answers": "lose-answer", "no answers": "hang" };
    const SILENT_FOR_MS = 700;

    let stages = 0;
    async function openStage(fault: Fault): Promise<Stage> {
      const proxy = await startFaultProxy(endpoint);
      const prefix = `stage-${stages++}`;
      const common = { bucket: BUCKET, credentials, prefix, maxAttempts: 2 };
      let failures = 0;
      return {
        faulty: createS3ObjectStore({
          ...common,
          endpoint: proxy.endpoint,
          // Only where silence is the fault: a busy machine is silent, too.
          ...(fault === "hang" ? { socketTimeoutMs: SILENT_FOR_MS } : {}),
        }),
        sound: createS3ObjectStore({ ...common, endpoint }),
        arm(phase, times) {
          let left = times;
          proxy.decide = (request) => {
            const asked = operationOf(request);
            if (asked?.operation !== phase.operation || left <= 0) return "pass";
            const key = asked.key.replace(`${BUCKET}/`, "").replace(`${prefix}/`, "");
            if (!phase.key.test(phase.operation === "get" || phase.operation === "head" ? `/${key}` : key))
              return "pass";
            left--;
            failures++;
            return fault;
          };
        },
        async lift() {
          proxy.decide = () => "pass";
        },
        failed: () => failures,
        close: () => proxy.stop(),
      };
    }

    const each = (work: (phase: Phase) => Promise<void>, phases: readonly Phase[]) => async () => {
      const queue = [...phases];
      const failures: string[] = [];
      const worker = async () => {
        for (let phase = queue.shift(); phase; phase = queue.shift()) {
          const { name } = phase;
          await work(phase).catch((error: unknown) => failures.push(`${name}: ${(error as Error).stack}`));
        }
      };
      // They mostly wait.
      await Promise.all(Array.from({ length: 6 }, worker));
      expect(failures).toEqual([]);
    };
    const staged = async (stage: Stage, work: () => Promise<void>) => {
      try {
        await work();
      } finally {
        await stage.close();
      }
    };

    const kinds = new Map<string, { fault: Fault; says: RegExp | null }>([
      ...Object.entries(refusals),
      ...Object.entries(silences).map(([name, fault]) => [name, { fault, says: null }] as const),
    ]);
    /** Every kind with every phase in the deep tests; in the quick ones every kind and every phase, in turn. */
    const phasesFor = (index: number, of: number) => PHASES.filter((_, nth) => isDeep || nth % of === index);
    for (const [index, [name, { fault }]] of [...kinds].entries()) {
      it(
        `${name}, once: nothing is to be seen of it`,
        each(
          async (phase) => {
            const stage = await openStage(fault);
            await staged(stage, () => brief(stage, phase));
          },
          phasesFor(index, kinds.size),
        ),
      );
    }

    for (const [index, [name, { fault, says }]] of Object.entries(refusals).entries()) {
      // All at a time: what they do is wait for one more try.
      it.concurrent(
        `${name}, until nobody tries any more: everything goes on from there`,
        each(
          async (phase) => {
            const stage = await openStage(fault);
            await staged(stage, () => long(stage, phase, says));
          },
          phasesFor(index, Object.keys(refusals).length),
        ),
      );
    }

    for (const [index, [name, fault]] of Object.entries(silences).entries()) {
      it(
        `${name} to any put: what was done is found`,
        each(
          async (phase) => {
            const stage = await openStage(fault);
            await staged(stage, async () => {
              const scene = await Scene.open(stage.faulty, phase.act);
              stage.arm(phase, Number.POSITIVE_INFINITY);
              await scene.play();
              expect(stage.failed()).toBeGreaterThan(0);
              await expectSameEnd(stage, scene, phase);
            });
          },
          phasesFor(index, 2).filter(({ operation }) => operation === "put"),
        ),
      );
    }
  });
}

describe("a process that goes away with what it could not store", () => {
  it("costs what was under way once more, as its provider's policy says, and nothing else", async () => {
    const sound = createMemoryObjectStore({ now: () => new Date() });
    let isAway = false;
    const away = new ReelgraphError({ code: "store-unavailable", message: "away", retryable: true });
    const objects: ObjectStore = {
      ...sound,
      put: (put) => (isAway && put.key.includes("/assets/") ? Promise.reject(away) : sound.put(put)),
    };
    const scene = await Scene.open(objects, "first");
    isAway = true;
    await expect(scene.play()).rejects.toThrow("away");
    expect(scene.purchases()).toEqual({ ScriptGen: 1 });
    scene.restart();
    isAway = false;
    for (let turn = 0; turn < 3; turn++) await scene.play();
    expect(scene.purchases()).toEqual({ ...faultless.get("first")?.purchases, ScriptGen: 2 });
    const { problems, video } = await scene.state(sound);
    expect(problems).toEqual([]);
    expect(video).toMatchObject({ status: "succeeded", headRevision: 1 });
  });
});
