import type { RunId, VideoId } from "../../core/ids";
import { passedThreshold } from "../../core/money/budget-threshold";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { TenantRepositories } from "../../ports/database";

/**
 * Sets money aside, or refuses (`ceiling-reached`). When a share of the month's ceiling is passed with it, the video's events say so:
 * `budget-threshold`, in the transaction that passes it.
 */
export async function reserveMoney(options: {
  repositories: Pick<TenantRepositories, "money" | "events">;
  runId: RunId;
  videoId: VideoId;
  month: string;
  amount: MicroUsd;
  defaultCeiling: MicroUsd | null;
  at: Date;
}): Promise<void> {
  const { repositories, ...reservation } = options;
  const { money, events } = repositories;
  const { runId, videoId, month, amount, defaultCeiling, at } = reservation;
  await money.reserve(reservation);
  if (amount === 0) return;
  const { spentMicros, reservedMicros, ceilingMicros } = await money.standing({ month, defaultCeiling });
  const committedMicros = spentMicros + reservedMicros;
  const percent = passedThreshold({ committedMicros, amountMicros: amount, ceilingMicros });
  if (percent === null) return;
  const data = { percent, month, committedMicros, ceilingMicros };
  await events.append([{ videoId, runId, type: "budget-threshold", at, data }]);
}
