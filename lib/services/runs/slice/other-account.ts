import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { Generator } from "../../../ports/generator";

/**
 * Whether a purchase was made with another key, or at another server, than its provider is asked with now. Another key of the same account
 * shows it all the same; one of another account does not, and that it does not proves nothing.
 */
export function isOfAnotherAccount(
  generator: Generator,
  job: Pick<JobRow, "genId" | "model">,
  { slotKey }: Pick<PurchaseRow, "slotKey">,
): boolean {
  return slotKey !== "" && slotKey !== generator.window(job.genId, job.model).key;
}
