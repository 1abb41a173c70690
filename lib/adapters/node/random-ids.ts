import { randomBytes } from "node:crypto";
import { typeid } from "typeid-js";
import { ID_PREFIXES, purchaseId, runId, videoId } from "../../core/ids";
import type { IdSource } from "../../ports/id-source";

/** Ids by time and the system's random numbers. */
export const randomIds: IdSource = {
  videoId: () => videoId(typeid(ID_PREFIXES.video).toString()),
  runId: () => runId(typeid(ID_PREFIXES.run).toString()),
  purchaseId: () => purchaseId(typeid(ID_PREFIXES.purchase).toString()),
  nonce: () => randomBytes(16).toString("base64url"),
  seed: () => randomBytes(4).readUInt32BE(),
};
