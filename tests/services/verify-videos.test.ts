import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import {
  HEAD_DOCUMENTS,
  METADATA_PATH,
  revisionDocumentPath,
  videoPrefix,
} from "../../lib/core/naming/document-path";
import type { RunRow } from "../../lib/ports/database";
import { objectKey, readAll } from "../../lib/ports/object-store";
import { listArtifacts } from "../../lib/services/artifacts/list-artifacts";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { repairVideos } from "../../lib/services/maintenance/repair-videos";
import type { Problem } from "../../lib/services/maintenance/verify-video";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { getVideo } from "../../lib/services/videos/get-video";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

const HEALTHY = process.env.REELGRAPH_DEEP === "1" ? 50 : 10;

afterAll(async () => (await sharedDatabase()).close());

let ctx: Context;
let run: RunRow;

beforeAll(async () => {
  const world = await World.open();
  const process = world.start();
  ctx = process.ctx;
  run = await createRun(ctx, SMALL_INPUTS);
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
});

const verify = () => verifyVideos({ ctx, input: { id: run.videoId } });
const repair = () => repairVideos({ ctx, input: { id: run.videoId } });
const at = (path: string) => keyIn(run.videoId, path);
const inHead = (document: Parameters<typeof revisionDocumentPath>[1]) =>
  at(revisionDocumentPath(1, document));

async function bytesOf(key: string): Promise<Uint8Array> {
  const body = await ctx.objects.get(objectKey(key));
  if (body === null) throw new Error(`${key} is not there.`);
  return await readAll(body);
}

async function put(key: string, body: Uint8Array | string): Promise<void> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  await ctx.objects.put({
    key: objectKey(key),
    body: bytes,
    mediaType: "application/octet-stream",
    condition: { kind: "any" },
  });
}

async function textOf(key: string): Promise<string> {
  return new TextDecoder().decode(await bytesOf(key));
}

async function anAsset(): Promise<string> {
  const { objects } = JSON.parse(await textOf(inHead("manifest.json"))) as { objects: { key: string }[] };
  return objects[0]?.key ?? "";
}

async function anOutcome(): Promise<string> {
  const heads = await listAll(ctx.objects, `${videoPrefix(run.videoId)}/dag/000001/jobs/`);
  return heads[0]?.key ?? "";
}

function changed(
  text: string,
  change: (document: Record<string, unknown>) => Record<string, unknown>,
): string {
  return `${JSON.stringify(change(JSON.parse(text) as Record<string, unknown>), null, 2)}\n`;
}

interface Fault {
  name: string;
  kind: Problem["kind"];
  /** Whether a repair leaves nothing wrong. */
  isMended: boolean;
  /** Returns the key at fault; null: it is the row. */
  plant(): Promise<string | null>;
}

const FAULTS: Fault[] = [
  {
    name: "a flipped byte",
    kind: "corrupt",
    isMended: true,
    async plant() {
      const key = await anAsset();
      const bytes = (await bytesOf(key)).slice();
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await put(key, bytes);
      return key;
    },
  },
  {
    name: "a missing asset",
    kind: "missing",
    isMended: true,
    async plant() {
      const key = await anAsset();
      await ctx.objects.delete([objectKey(key)]);
      return key;
    },
  },
  {
    name: "an orphan",
    kind: "orphan",
    isMended: false,
    async plant() {
      const key = at("assets/nobody.0123456789ab.bin");
      await put(key, "nobody's");
      return key;
    },
  },
  {
    name: "a stale pointer",
    kind: "stale-pointer",
    isMended: true,
    async plant() {
      const key = at(METADATA_PATH);
      await put(
        key,
        changed(await textOf(key), (document) => ({ ...document, headRevision: 0, epoch: 0 })),
      );
      return key;
    },
  },
  {
    name: "a wrong cost in the projection",
    kind: "wrong-cost",
    isMended: true,
    async plant() {
      const key = at(METADATA_PATH);
      await put(
        key,
        changed(await textOf(key), (document) => ({ ...document, totalCostMicros: 1 })),
      );
      return key;
    },
  },
  {
    name: "a wrong cost in the row",
    kind: "wrong-cost",
    isMended: true,
    async plant() {
      await inTenant(ctx, async ({ videos }) => {
        const video = await videos.find(run.videoId);
        if (!video) throw new Error("There is no such video.");
        const { id, headRevision, epoch, status, title, durationSeconds, numDirtyArtifacts } = video;
        const totalCostMicros = (video.totalCostMicros + 7) as typeof video.totalCostMicros;
        const summary = { status, title, durationSeconds, numDirtyArtifacts, totalCostMicros };
        await videos.moveHead({
          id,
          from: headRevision,
          to: headRevision,
          epoch,
          summary,
          at: ctx.clock.now(),
        });
      });
      return null;
    },
  },
  {
    name: "a wrong cost in an outcome",
    kind: "wrong-cost",
    isMended: true,
    async plant() {
      const key = await anOutcome();
      await put(
        key,
        changed(await textOf(key), (document) => ({ ...document, costMicros: 123_456 })),
      );
      return key;
    },
  },
  {
    name: "an outcome that is gone",
    kind: "missing",
    isMended: true,
    async plant() {
      const key = await anOutcome();
      await ctx.objects.delete([objectKey(key)]);
      return key;
    },
  },
  {
    name: "a truncated outcome",
    kind: "invalid-json",
    isMended: true,
    async plant() {
      const key = await anOutcome();
      await put(key, (await bytesOf(key)).slice(0, 100));
      return key;
    },
  },
  {
    name: "a truncated projection",
    kind: "invalid-json",
    isMended: true,
    async plant() {
      const key = at(METADATA_PATH);
      await put(key, (await bytesOf(key)).slice(0, 40));
      return key;
    },
  },
  {
    name: "truncated edits",
    kind: "invalid-json",
    isMended: true,
    async plant() {
      const key = at("draft/inputs.json");
      await put(key, (await bytesOf(key)).slice(0, 40));
      return key;
    },
  },
  {
    name: "tags cut short",
    kind: "invalid-json",
    isMended: true,
    async plant() {
      const key = inHead("tags.jsonl");
      await put(key, (await bytesOf(key)).slice(0, -9));
      return key;
    },
  },
  {
    name: "tags of other bytes than the manifest promises",
    kind: "corrupt",
    isMended: true,
    async plant() {
      const key = inHead("tags.jsonl");
      await put(
        key,
        (await textOf(key)).replace(/"checksum":"sha256:[0-9a-f]{8}/, '"checksum":"sha256:00000000'),
      );
      return key;
    },
  },
  {
    name: "a plan from the future",
    kind: "unknown-schema",
    isMended: false,
    async plant() {
      const key = inHead("plan.json");
      await put(key, (await textOf(key)).replace('"plan@1"', '"plan@9"'));
      return key;
    },
  },
  {
    name: "an outcome from the future",
    kind: "unknown-schema",
    isMended: false,
    async plant() {
      const key = await anOutcome();
      await put(key, (await textOf(key)).replace('"job-outcome@1"', '"job-outcome@9"'));
      return key;
    },
  },
  {
    name: "a projection from the future",
    kind: "unknown-schema",
    isMended: false,
    async plant() {
      const key = at(METADATA_PATH);
      await put(key, (await textOf(key)).replace('"metadata@1"', '"metadata@9"'));
      return key;
    },
  },
  {
    name: "a projection that is ahead of the row",
    kind: "stale-pointer",
    isMended: false,
    async plant() {
      const key = at(METADATA_PATH);
      await put(
        key,
        changed(await textOf(key), (document) => ({ ...document, headRevision: 7, epoch: 7 })),
      );
      return key;
    },
  },
  {
    name: "a manifest that is gone",
    kind: "missing",
    isMended: true,
    async plant() {
      const key = inHead("manifest.json");
      await ctx.objects.delete([objectKey(key)]);
      return key;
    },
  },
];

const HEAD_FAULTS: Fault[] = HEAD_DOCUMENTS.flatMap((name): Fault[] => [
  {
    name: `half of the head's ${name}`,
    kind: "invalid-json",
    isMended: true,
    async plant() {
      const bytes = await bytesOf(inHead(name));
      await put(inHead(name), bytes.slice(0, bytes.length >> 1));
      return inHead(name);
    },
  },
  {
    name: `no ${name} of the head`,
    kind: "missing",
    isMended: true,
    async plant() {
      await ctx.objects.delete([inHead(name)]);
      return inHead(name);
    },
  },
  {
    name: `a head's ${name} of nothing`,
    kind: name === "tags.jsonl" ? "missing" : "invalid-json",
    isMended: true,
    async plant() {
      if (name === "tags.jsonl") await ctx.objects.delete([inHead(name)]);
      else await put(inHead(name), "");
      return inHead(name);
    },
  },
]);

/** Every object and the row as they were. */
async function keepAll(): Promise<() => Promise<void>> {
  const heads = await listAll(ctx.objects, `${videoPrefix(run.videoId)}/`);
  const kept = await Promise.all(heads.map(async ({ key }) => [key, await bytesOf(key)] as const));
  return async () => {
    const now = await listAll(ctx.objects, `${videoPrefix(run.videoId)}/`);
    const known = new Set(kept.map(([key]) => key));
    await ctx.objects.delete(now.map(({ key }) => key).filter((key) => !known.has(key)));
    for (const [key, bytes] of kept) await put(key, bytes);
    const { videoId } = run;
    await inTenant(ctx, async ({ choices, videos }) => {
      const artifacts = Object.keys(await choices.chosen(videoId));
      await choices.forget({ videoId, artifacts });
      await videos.setStatus({ id: videoId, status: "succeeded", at: ctx.clock.now() });
    });
    await repair();
  };
}

describe("the head's documents", () => {
  it.each(HEAD_FAULTS)("are written anew, byte for byte, after $name", async ({ kind, plant }) => {
    const before = new Map(
      await Promise.all(HEAD_DOCUMENTS.map(async (name) => [name, await textOf(inHead(name))] as const)),
    );
    const key = await plant();
    expect((await verify()).problems).toMatchObject([{ kind, key, repairable: true }]);
    const mended = await repair();
    expect(mended).toMatchObject({ ok: true, problems: [], repaired: [{ kind, key }] });
    for (const [name, text] of before) expect(await textOf(inHead(name)), name).toBe(text);
  });

  it("are written anew when all of them are gone", async () => {
    const before = await Promise.all(HEAD_DOCUMENTS.map((name) => textOf(inHead(name))));
    await ctx.objects.delete(HEAD_DOCUMENTS.map((name) => inHead(name)));
    expect((await verify()).problems).toHaveLength(HEAD_DOCUMENTS.length);
    expect(await repair()).toMatchObject({ ok: true, problems: [] });
    expect(await Promise.all(HEAD_DOCUMENTS.map((name) => textOf(inHead(name))))).toEqual(before);
  });

  it("a manifest that says something else of an asset is put right, and the asset is left alone", async () => {
    const before = await textOf(inHead("manifest.json"));
    const asset = await anAsset();
    await put(inHead("manifest.json"), before.replace(/"sha256": "[0-9a-f]{8}/, '"sha256": "00000000'));
    expect((await verify()).ok).toBe(false);
    expect(await repair()).toMatchObject({ ok: true, problems: [] });
    expect(await textOf(inHead("manifest.json"))).toBe(before);
    expect(await bytesOf(asset)).toBeDefined();
  });
});

describe("a head that cannot be written anew", () => {
  async function twoRevisions() {
    const database = createMemoryDatabase();
    const world = await World.open(database);
    const process = world.start();
    const first = await createRun(process.ctx, SMALL_INPUTS, { export: false });
    expect((await driveRun(process, first.id)).status).toBe("succeeded");
    const id = first.videoId;
    const patch = { InquiryPrompt: "How rivers work" };
    await editInputs({ ctx: process.ctx, input: { id, patch, seen: null } });
    const { fresh } = await createNextRun({
      ctx: process.ctx,
      input: { id, mode: "dirty", export: false },
      idempotency: null,
      render: () => ({ status: 202, headers: {}, body: "" }),
    });
    const second = fresh?.run;
    if (!second) throw new Error("There was nothing to do.");
    expect((await driveRun(process, second.id)).status).toBe("succeeded");
    return { database, world, process, id, second };
  }

  const documentOf = (id: RunRow["videoId"], revision: number, name: "tags.jsonl" | "manifest.json") =>
    keyIn(id, revisionDocumentPath(revision, name));

  it("gives way to the last revision that is whole; what happened is written down, and no number is used twice", async () => {
    const { database, world, process, id, second } = await twoRevisions();
    const context = process.ctx;
    const before = world.text.submits.length + world.media.submits.length;
    // Its rows are gone, as after an old backup of the database, and its documents were cut short.
    for (const row of database.tables.jobs.by("run", second.id)) database.tables.jobs.remove(row);
    for (const name of ["tags.jsonl", "manifest.json"] as const) {
      await context.objects.put({
        key: documentOf(id, 2, name),
        body: new TextEncoder().encode('{"schema":'),
        mediaType: "application/json",
        condition: { kind: "any" },
      });
    }
    const found = await verifyVideos({ ctx: context, input: { id } });
    expect(found.problems.map(({ kind, key }) => [kind, key])).toEqual(
      expect.arrayContaining([
        ["invalid-json", documentOf(id, 2, "tags.jsonl")],
        ["invalid-json", documentOf(id, 2, "manifest.json")],
      ]),
    );
    const mended = await repairVideos({ ctx: context, input: { id } });
    expect(mended).toMatchObject({ ok: true, problems: [] });
    const video = await inTenant(context, ({ videos }) => videos.find(id));
    expect(video).toMatchObject({ headRevision: 1 });
    expect(video?.numDirtyArtifacts).toBeGreaterThan(0);
    const incidents = await listAll(context.objects, `${videoPrefix(id)}/incidents/`);
    const body = incidents[0] && (await context.objects.get(incidents[0].key));
    const incident: unknown = body && JSON.parse(new TextDecoder().decode(await readAll(body)));
    expect(incident).toMatchObject({ schema: "incident@1", headRevision: 2, fellBackTo: 1 });
    expect(await listAll(context.objects, "trash/")).toHaveLength(2);
    // Once more changes nothing.
    expect(await repairVideos({ ctx: context, input: { id } })).toMatchObject({ ok: true, repaired: [] });

    const { fresh: next } = await createNextRun({
      ctx: context,
      input: { id, mode: "dirty", export: false },
      idempotency: null,
      render: () => ({ status: 202, headers: {}, body: "" }),
    });
    expect(next?.run?.revision).toBe(3);
    if (!next?.run) throw new Error("There was nothing to do.");
    expect((await driveRun(process, next.run.id)).status).toBe("succeeded");
    // What the lost revision had bought, the purchases know.
    expect(world.text.submits.length + world.media.submits.length).toBe(before);
    expect(await verifyVideos({ ctx: context, input: { id } })).toMatchObject({ ok: true, problems: [] });
  });

  it("stays as it is, and is told of, when there is no other", async () => {
    const { database, process, id, second } = await twoRevisions();
    for (const row of database.tables.jobs.by("run", second.id)) database.tables.jobs.remove(row);
    const keys = [1, 2].map((revision) => documentOf(id, revision, "tags.jsonl"));
    await process.ctx.objects.delete(keys);
    const left = await repairVideos({ ctx: process.ctx, input: { id } });
    expect(left.ok).toBe(false);
    expect(left.problems.map(({ key }) => key)).toContain(keys[1]);
    expect(await inTenant(process.ctx, ({ videos }) => videos.find(id))).toMatchObject({ headRevision: 2 });
  });

  it("is left to its run while one is at work", async () => {
    const { process, id } = await twoRevisions();
    await editInputs({
      ctx: process.ctx,
      input: { id, patch: { InquiryPrompt: "How wells work" }, seen: null },
    });
    await createNextRun({
      ctx: process.ctx,
      input: { id, mode: "dirty", export: false },
      idempotency: null,
      render: () => ({ status: 202, headers: {}, body: "" }),
    });
    await process.ctx.objects.delete([documentOf(id, 2, "manifest.json")]);
    expect(await repairVideos({ ctx: process.ctx, input: { id } })).toMatchObject({
      ok: false,
      repaired: [],
    });
    expect(await process.ctx.objects.head(documentOf(id, 2, "manifest.json"))).toBeNull();
  });
});

describe("verify", () => {
  beforeAll(async () => {
    // So that there are edits not yet run.
    await editInputs({ ctx, input: { id: run.videoId, patch: { MusicPromptMod: "no drums" }, seen: null } });
  });

  it("finds nothing wrong with what is whole, and a repair of it changes nothing", async () => {
    const objects = await listAll(ctx.objects, `${videoPrefix(run.videoId)}/`);
    expect(await verify()).toMatchObject({ ok: true, videos: 1, problems: [] });
    expect(await repair()).toMatchObject({ ok: true, problems: [], repaired: [] });
    expect(await listAll(ctx.objects, `${videoPrefix(run.videoId)}/`)).toEqual(objects);
  });

  it(`finds nothing wrong with ${HEALTHY} whole videos of all kinds`, async () => {
    const world = await World.open();
    const process = world.start();
    for (let count = 0; count < HEALTHY; count++) {
      const inputs = {
        ...SMALL_INPUTS,
        Duration: 10 * (1 + (count % 3)),
        ImagesPerSegment: count % 4,
        UseVideo: count % 5 === 0,
        IsImageToVideo: count % 2 === 0,
      };
      const { id, videoId } = await createRun(process.ctx, inputs);
      expect((await driveRun(process, id)).status).toBe("succeeded");
      if (count % 7 === 0) {
        const patch = { ImageStyle: "watercolor" };
        await editInputs({ ctx: process.ctx, input: { id: videoId, patch, seen: null } });
      }
    }
    const found = await verifyVideos({ ctx: process.ctx, input: {} });
    expect(found).toMatchObject({ ok: true, videos: HEALTHY, problems: [] });
  }, 300_000);

  it.each(FAULTS)("finds $name, and mends it if anything can", async ({ kind, isMended, plant }) => {
    const restore = await keepAll();
    try {
      const key = await plant();
      const found = await verify();
      expect(found.ok).toBe(false);
      expect(found.problems.map((problem) => [problem.kind, problem.key])).toContainEqual([kind, key]);
      expect(found.problems.find((problem) => problem.key === key)?.repairable).toBe(isMended);
      const mended = await repair();
      expect(isMended ? mended.problems : [mended.ok]).toEqual(isMended ? [] : [false]);
      const repaired = mended.repaired.map((problem) => [problem.kind, problem.key]);
      if (isMended) expect(repaired).toContainEqual([kind, key]);
      expect((await verify()).problems).toEqual(mended.problems);
    } finally {
      await restore();
    }
    expect((await verify()).problems).toEqual([]);
  });

  it("writes over no projection that knows more than the row, whatever else it mends", async () => {
    const restore = await keepAll();
    try {
      const metadata = at(METADATA_PATH);
      await put(
        metadata,
        changed(await textOf(metadata), (document) => ({ ...document, headRevision: 7 })),
      );
      const ahead = await textOf(metadata);
      const draft = at("draft/inputs.json");
      await put(draft, "{");
      expect((await repair()).repaired.map(({ key }) => key)).toEqual([draft]);
      expect(await textOf(metadata)).toBe(ahead);
    } finally {
      await restore();
    }
  });

  it("reads an outcome of a version that said less", async () => {
    const restore = await keepAll();
    try {
      const key = await anOutcome();
      await put(
        key,
        changed(await textOf(key), ({ specUsed: _unsaid, ...document }) => document),
      );
      expect((await verify()).problems).toEqual([]);
    } finally {
      await restore();
    }
  });

  it("leaves bytes alone that were put right between the look and the repair", async () => {
    const restore = await keepAll();
    try {
      const key = await anAsset();
      const right = await bytesOf(key);
      await ctx.objects.delete([objectKey(key)]);
      let looks = 0;
      const healing: Context = {
        ...ctx,
        objects: {
          ...ctx.objects,
          async get(wanted, options) {
            // The first look finds nothing; then somebody copies it back.
            if (wanted === key && ++looks === 2) await put(key, right);
            return await ctx.objects.get(wanted, options);
          },
        },
      };
      expect(await repairVideos({ ctx: healing, input: { id: run.videoId } })).toMatchObject({ ok: true });
      expect(await bytesOf(key)).toEqual(right);
      expect(await inTenant(ctx, ({ choices }) => choices.chosen(run.videoId))).toEqual({});
    } finally {
      await restore();
    }
  });

  it("marks what is lost, so that the next run makes it again, and nothing else", async () => {
    const world = await World.open();
    const process = world.start();
    const own = process.ctx;
    const first = await createRun(own, SMALL_INPUTS);
    await driveRun(process, first.id);
    const { videoId } = first;
    const head = await getVideo({ ctx: own, input: { id: videoId } });
    expect(head).toMatchObject({ status: "succeeded", numDirtyArtifacts: 0 });
    const music = (await listArtifacts({ ctx: own, input: { id: videoId, limit: 200 } })).data.find(
      ({ id }) => id === "Music",
    );
    const key = objectKey(music?.key ?? "");
    await own.objects.put({
      key,
      body: new TextEncoder().encode("noise"),
      mediaType: "audio/mpeg",
      condition: { kind: "any" },
    });
    expect(await repairVideos({ ctx: own, input: { id: videoId } })).toMatchObject({
      ok: true,
      repaired: [{ kind: "corrupt", key }],
    });
    expect(await getVideo({ ctx: own, input: { id: videoId } })).toMatchObject({ status: "partial" });
    const [kept] = await listAll(own.objects, `trash/${own.clock.now().toISOString().slice(0, 10)}/${key}.`);
    const bytes = kept && (await own.objects.get(kept.key));
    expect(bytes && new TextDecoder().decode(await readAll(bytes))).toBe("noise");

    const { fresh } = await createNextRun({
      ctx: own,
      input: { id: videoId },
      idempotency: null,
      render: () => ({ status: 202, headers: {}, body: "" }),
    });
    const next = fresh?.run;
    if (!next) throw new Error("There is something to make.");
    const before = [...world.media.submits, ...world.text.submits].length;
    expect((await driveRun(process, next.id)).status).toBe("succeeded");
    expect([...world.media.submits, ...world.text.submits].slice(before).length).toBe(1);
    expect(world.submitsOf("MusicGen")).toBe(2);
    expect(await getVideo({ ctx: own, input: { id: videoId } })).toMatchObject({
      status: "succeeded",
      numDirtyArtifacts: 0,
    });
    expect((await verifyVideos({ ctx: own, input: { id: videoId } })).problems).toEqual([]);
  });
});
