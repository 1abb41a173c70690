import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import type { VideoId } from "../../lib/core/ids";
import { METADATA_PATH, revisionDocumentPath } from "../../lib/core/naming/document-path";
import { timelineSchema } from "../../lib/core/timeline/types";
import type { Context } from "../../lib/services/context";
import { keyIn, readDocument } from "../../lib/services/documents/documents";
import { DOCUMENT_SCHEMAS, manifestShape, metadataShape } from "../../lib/services/documents/schemas";
import { parseStamp, UPCASTERS, type Upcasters, upcast } from "../../lib/services/documents/upcast";
import { readPlan } from "../../lib/services/plans/read-plan";
import { loadHead } from "../../lib/services/videos/load-head";

const FOLDER = "tests/fixtures/documents";
const fixtures = readdirSync(FOLDER);
let videos = 0;

/** A video of whose documents one is there, as that version wrote it. */
async function videoWith(file: string, where: string): Promise<{ ctx: Context; videoId: VideoId }> {
  const objects = createMemoryObjectStore();
  const videoId = `vid_01h2xcejqtf2nbrexx3vq${String(++videos).padStart(5, "0")}` as VideoId;
  await objects.put({
    key: keyIn(videoId, where),
    body: readFileSync(path.join(FOLDER, file)),
    mediaType: "application/json",
    condition: { kind: "create" },
  });
  return { ctx: { objects } as unknown as Context, videoId };
}

const revision = 1;

/** Every document this version reads: its present stamp, and the way the product reads it. */
const READERS: { stamp: string; read: (file: string) => Promise<unknown> }[] = [
  {
    stamp: DOCUMENT_SCHEMAS.metadata,
    read: async (file) => {
      const video = await videoWith(file, METADATA_PATH);
      return await readDocument({
        ...video,
        path: METADATA_PATH,
        schema: DOCUMENT_SCHEMAS.metadata,
        shape: metadataShape,
      });
    },
  },
  {
    stamp: DOCUMENT_SCHEMAS.manifest,
    read: async (file) => {
      const where = revisionDocumentPath(revision, "manifest.json");
      const video = await videoWith(file, where);
      const schema = DOCUMENT_SCHEMAS.manifest;
      return (await readDocument({ ...video, path: where, schema, shape: manifestShape }))?.objects[0];
    },
  },
  {
    stamp: DOCUMENT_SCHEMAS.plan,
    read: async (file) => {
      const video = await videoWith(file, revisionDocumentPath(revision, "plan.json"));
      return (await readPlan({ ...video, revision }))?.layers[0]?.[0];
    },
  },
  {
    stamp: "timeline@1",
    read: async (file) => {
      const where = revisionDocumentPath(revision, "timeline.json");
      const video = await videoWith(file, where);
      return await readDocument({ ...video, path: where, schema: "timeline@1", shape: timelineSchema });
    },
  },
  {
    stamp: DOCUMENT_SCHEMAS.tag,
    read: async (file) => {
      const { ctx, videoId } = await videoWith(file, revisionDocumentPath(revision, "tags.jsonl"));
      const head = await loadHead({ ctx, video: { id: videoId, headRevision: revision } });
      return head?.artifacts.get("VideoTitle");
    },
  },
];

describe("every version of every document that is read", () => {
  const versions = READERS.flatMap(({ stamp, read }) => {
    const { name, version } = parseStamp(stamp) ?? { name: stamp, version: 0 };
    return Array.from({ length: version }, (_, index) => ({ old: `${name}@${index + 1}`, stamp, read }));
  });

  it.each(versions)("$old is kept as it was written, and loads", async ({ old, read }) => {
    const file = fixtures.find((name) => name.startsWith(`${old}.`));
    expect(file, `A document of ${old} belongs into ${FOLDER}.`).toBeDefined();
    expect(await read(String(file))).toMatchObject({});
  });

  it("has no fixture that nobody reads, and no hop beyond the present version", () => {
    const read = new Set(versions.map(({ old }) => old));
    expect(fixtures.map((file) => file.replace(/\.jsonl?$/, "")).filter((name) => !read.has(name))).toEqual(
      [],
    );
    const present = new Map(
      READERS.map(({ stamp }) => [parseStamp(stamp)?.name, parseStamp(stamp)?.version]),
    );
    for (const [name, hops] of Object.entries(UPCASTERS))
      expect([name, hops.length + 1]).toEqual([name, present.get(name)]);
  });
});

describe("an old version", () => {
  const upcasters: Upcasters = {
    thing: [
      ({ title, ...rest }) => ({ ...rest, name: title }),
      (fields) => ({ ...fields, tags: [fields.name] }),
    ],
  };
  const raise = (document: { schema: string } & Record<string, unknown>, wanted = "thing@3") =>
    upcast({ document, wanted, path: "dag/thing.json", upcasters });

  it("is raised hop by hop, and the document that was read stays as it was", () => {
    const document = { schema: "thing@1", title: "Tides", n: 1 };
    expect(raise(document)).toEqual({ schema: "thing@3", name: "Tides", tags: ["Tides"], n: 1 });
    expect(document).toEqual({ schema: "thing@1", title: "Tides", n: 1 });
    expect(raise({ schema: "thing@2", name: "Ebb" })).toEqual({
      schema: "thing@3",
      name: "Ebb",
      tags: ["Ebb"],
    });
    expect(raise({ schema: "thing@3", any: 1 })).toEqual({ schema: "thing@3", any: 1 });
  });

  it.each([
    ["thing@4", "unknown-schema", "A newer Reelgraph wrote it"],
    ["other@1", "unknown-schema", "Something else lies in its place"],
    ["thing", "unknown-schema", "Something else"],
    ["thing@0", "unknown-schema", "Something else"],
    ["thing@1.5", "unknown-schema", "Something else"],
    ["Thing@1", "unknown-schema", "Something else"],
  ])("%s is refused with %s", (schema, code, message) => {
    expect(() => raise({ schema })).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringContaining(message),
        details: { path: "dag/thing.json" },
      }),
    );
  });

  it("with a hop that nobody wrote is an error, never a new stamp on old fields", () => {
    expect(() => raise({ schema: "thing@2" }, "thing@5")).toThrow(
      expect.objectContaining({
        code: "integrity",
        message: expect.stringContaining("from thing@3 to thing@4"),
      }),
    );
  });
});
