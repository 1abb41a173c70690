import type { BroughtView } from "../../api/contract/own-artifacts";
import type { StoredAnswer } from "../../ports/database";

/** What `PUT …/artifacts/{name}` answers; the ETag is that of the content. */
export function broughtAnswer(view: BroughtView): StoredAnswer {
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      etag: `"${view.checksum}"`,
    },
    body: JSON.stringify(view),
  };
}
