import { ReelgraphError } from "../../../core/errors";
import type { BackupShelf } from "../../../ports/backup-shelf";
import { type ObjectStore, objectKey } from "../../../ports/object-store";
import { listAll } from "../../documents/list-all";

/** Beside `videos/` and `trash/`: nothing that verifies, cleans or backs up looks there. */
const PREFIX = "backups/";

/** Backups in the bucket of the objects themselves, for where there is no disk. */
export function createObjectShelf(objects: ObjectStore): BackupShelf {
  return {
    place: PREFIX,
    async put(name, stream) {
      const result = await objects.put({
        key: objectKey(`${PREFIX}${name}`),
        body: stream,
        mediaType: "application/gzip",
        condition: { kind: "create" },
      });
      if (result.outcome === "stored") return { bytes: result.bytes };
      throw new ReelgraphError({ code: "conflict", message: `${PREFIX}${name} is there already.` });
    },
    async list() {
      const heads = await listAll(objects, PREFIX);
      return heads.map(({ key, bytes, modifiedAt }) => ({
        ...{ name: key.slice(PREFIX.length), bytes, modifiedAt },
      }));
    },
    async remove(name) {
      await objects.delete([objectKey(`${PREFIX}${name}`)]);
    },
  };
}
