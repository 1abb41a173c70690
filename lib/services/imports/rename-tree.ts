import { checksumOf } from "../../core/fingerprint/checksum";
import type { Sha256 } from "../../core/fingerprint/sha256";
import { videoId as asVideoId } from "../../core/ids";
import { relatedId } from "../../core/related-id";
import type { Tree, TreeObject } from "./tree";

/**
 * The same tree as a video of another id, with runs of other ids. Which ids depends on the tree and `salt` alone, so that taking it in
 * again finds what came of it before. Assets stay as they are; documents differ in ids and in nothing else.
 */
export async function renameTree(options: { tree: Tree; salt: string; hash: Sha256 }): Promise<Tree> {
  const { tree, salt, hash } = options;
  const ids = new Map(
    [tree.videoId, ...tree.runIds].map((id) => [id as string, relatedId({ id, salt, hash })] as const),
  );
  const objects = new Map<string, TreeObject>();
  for (const [path, object] of tree.objects) {
    const isDocument = !path.startsWith("assets/");
    const renamed = isDocument ? renamedText(await textOf(object), ids) : null;
    const name = path.replace(
      /^runs\/([^/]+)/,
      (whole, run: string) => `runs/${ids.get(run) ?? whole.slice(5)}`,
    );
    objects.set(name, renamed === null ? object : objectOf({ object, text: renamed, hash }));
  }
  return {
    videoId: asVideoId(ids.get(tree.videoId) ?? ""),
    revision: tree.revision,
    objects,
    runIds: tree.runIds.map((id) => ids.get(id) ?? id),
  };
}

async function textOf(object: TreeObject): Promise<string> {
  return new TextDecoder().decode(await object.load());
}

function objectOf(options: { object: TreeObject; text: string; hash: Sha256 }): TreeObject {
  const { object, text, hash } = options;
  const bytes = new TextEncoder().encode(text);
  return {
    ...{ bytes: bytes.length, checksum: checksumOf(bytes, hash), mediaType: object.mediaType },
    load: async () => bytes,
  };
}

/** Ids stand alone in a string, or as the folder of a key. What a person wrote is longer than that. */
function renamedText(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(/"(?:videos\/)?([a-z]+_[0-9a-z]{26})(?=[/"])/g, (found, id: string) => {
    const other = ids.get(id);
    return other === undefined ? found : found.replace(id, other);
  });
}
