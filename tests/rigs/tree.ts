import { nodeSha256 } from "../../lib/adapters/node/sha256";
import { PIPELINE_LOG_PATH, SUBRIP_PATH, TREE_INDEX_PATH } from "../../lib/core/naming/tree-path";
import { objectKey, readAll } from "../../lib/ports/object-store";
import type { Context } from "../../lib/services/context";
import { captionsAsSrt } from "../../lib/services/exports/captions-as-srt";
import { listTree } from "../../lib/services/exports/list-tree";
import { encodeTreeIndex, levelLogs } from "../../lib/services/exports/tree-index";
import type { Sniff, TreeFiles } from "../../lib/services/imports/tree";

/** A friendly tree in memory, by path. */
export type TreeInMemory = Map<string, Uint8Array>;

/** What `export --tree` writes, without a server and a disk between. */
export async function exportTree(ctx: Context, id: string, revision?: number): Promise<TreeInMemory> {
  const listed = await listTree({ ctx, input: { id, revision } });
  const tree: TreeInMemory = new Map();
  for (const { path, key } of listed.files) {
    if (path === SUBRIP_PATH) {
      tree.set(path, encode(await captionsAsSrt({ ctx, input: { id, revision: listed.revision } })));
      continue;
    }
    const body = await ctx.objects.get(objectKey(key));
    if (!body) throw new Error(`${key} is gone.`);
    tree.set(path, await readAll(body));
  }
  const log = tree.get(PIPELINE_LOG_PATH);
  for (const { path, text } of log ? levelLogs(decode(log)) : []) tree.set(path, encode(text));
  return withIndex(tree, { videoId: id, revision: listed.revision });
}

/** The tree with a `tree.json` that fits its files, whatever they are. */
export function withIndex(tree: TreeInMemory, of: { videoId: string; revision: number }): TreeInMemory {
  const files = [...tree]
    .filter(([path]) => path !== TREE_INDEX_PATH)
    .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: nodeSha256(bytes) }));
  return new Map([...tree, [TREE_INDEX_PATH, encodeTreeIndex({ ...of, files })]]);
}

export function filesOf(tree: TreeInMemory): TreeFiles {
  return {
    paths: new Set(tree.keys()),
    async read(path) {
      const bytes = tree.get(path);
      if (!bytes) throw new Error(`${path} was read, and is not there.`);
      return bytes;
    },
  };
}

const SCRIPTED: Record<string, string> = {
  audio: "audio/wav",
  music: "audio/mpeg",
  image: "image/png",
  video: "video/mp4",
};

/** Knows the stand-ins of ScriptedGenerator by their first word. */
export const sniffScripted: Sniff = async (bytes, family) => {
  const mediaType = SCRIPTED[decode(bytes).split(" ")[0] ?? ""];
  return mediaType?.startsWith(family) ? { mediaType } : { reason: "it is nothing known" };
};

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
