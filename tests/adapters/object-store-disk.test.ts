import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { describeObjectStore } from "../conformance/object-store";

describeObjectStore("disk", async () => {
  const folder = await mkdtemp(join(tmpdir(), "reelgraph-objects-"));
  return {
    store: createDiskObjectStore({ root: join(folder, "not", "yet", "there") }),
    cleanup: () => rm(folder, { recursive: true, force: true }),
  };
});
