import { ReelgraphError } from "../core/errors";

/**
 * The revisions of an `If-Match`: null for `*`, which is any. Tags that are none of ours match nothing, as RFC 9110 has it; a weak one
 * never does. Throws `precondition-required` when the header is missing: an edit has to say what it is based on.
 */
export function revisionsOfIfMatch(headers: Headers): number[] | null {
  const header = headers.get("if-match")?.trim();
  if (header === undefined || header === "") {
    throw new ReelgraphError({
      code: "precondition-required",
      message:
        "Send If-Match with the ETag that GET /api/v1/videos/{id} gave: it says which inputs you edit.",
    });
  }
  if (header === "*") return null;
  return header.split(",").flatMap((tag) => {
    const match = /^"(\d{1,9})"$/.exec(tag.trim());
    return match ? [Number(match[1])] : [];
  });
}
