import type { StorageUsageView } from "../../api/contract/usage";
import { priceState } from "../../core/catalogue/price";
import { daysInMonth, type StoragePrice } from "../../core/money/storage-cost";
import type { TenantRepositories } from "../../ports/database";
import type { Context } from "../context";
import { monthOf } from "../runs/new-run";

const DAY_MS = 86_400_000;
const UNKNOWN: StoragePrice = { microsPerGbMonth: null, asOf: null };

/** What the workspace's objects take and cost, by what the cleaner has measured; with `byVideo` also which videos do. */
export async function storageUsage(options: {
  ctx: Pick<Context, "clock" | "settings">;
  repositories: Pick<TenantRepositories, "storage">;
  /** Days, `to` not included. */
  span: { from: string; to: string };
  /** How many of the videos that cost most; null: none. */
  byVideo: number | null;
}): Promise<StorageUsageView> {
  const { ctx, repositories, span, byVideo } = options;
  const { storage } = repositories;
  const now = ctx.clock.now();
  const price = ctx.settings.storagePrice ?? UNKNOWN;
  const tomorrow = dayOf(now.getTime() + DAY_MS);
  const month = { from: `${monthOf(now)}-01`, to: tomorrow };
  const rate = { microsPerGbMonth: price.microsPerGbMonth ?? 0, daysInMonth: daysInMonth(now) };
  const { bytes, costMicros } = await storage.total({ ...month, rate });
  const priced = (micros: number) => (price.microsPerGbMonth === null ? null : micros);
  const shown = { from: span.from, to: span.to < tomorrow ? span.to : tomorrow };
  const held = byVideo === null ? null : await storage.held({ ...month, rate, limit: byVideo });
  return {
    bytes,
    bytesByDay: bytesByDay(await storage.changes(shown), shown.to),
    costMicrosThisMonth: priced(costMicros),
    price: { ...price, state: stateOf(price, now) },
    ...(held
      ? {
          videos: held.map((video) => ({
            videoId: video.videoId,
            bytes: video.bytes,
            costMicrosThisMonth: priced(video.costMicros),
          })),
        }
      : {}),
  };
}

/** From the first day that anything was measured by. */
function bytesByDay(changes: readonly { day: string; bytes: number }[], to: string) {
  const [first] = changes;
  if (first === undefined) return [];
  const grown = new Map(changes.map(({ day, bytes }) => [day, bytes]));
  const days: { day: string; bytes: number }[] = [];
  let bytes = 0;
  for (let at = Date.parse(first.day); dayOf(at) < to; at += DAY_MS) {
    bytes += grown.get(dayOf(at)) ?? 0;
    days.push({ day: dayOf(at), bytes });
  }
  return days;
}

function stateOf({ microsPerGbMonth, asOf }: StoragePrice, now: Date) {
  if (microsPerGbMonth === null) return "unknown" as const;
  if (microsPerGbMonth === 0) return "free" as const;
  return asOf === null
    ? ("undated" as const)
    : priceState({ asOf, unit: "output", each: 0 }, dayOf(now.getTime()));
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
