import type { VideoId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import { type StorageRate, storageCost } from "../../core/money/storage-cost";
import type { StorageRepository, StorageSpan, SystemSpendingRepository } from "../../ports/storage";
import type { Session } from "./session";
import { keyOf, type StorageDayRow, type Tables } from "./tables";

const DAY_MS = 86_400_000;

export function createStorageRepository({ tables, workspaceId }: Session): StorageRepository {
  const { storageDays } = tables;
  const own = () => storageDays.all().filter((row) => row.workspaceId === workspaceId);
  return {
    async measured({ videoId, day, bytes }) {
      const before = storageDays
        .by("video", videoId)
        .filter((row) => row.day < day)
        .sort(byDay)
        .at(-1);
      const same = storageDays.find(keyOf(videoId, day));
      if (same) storageDays.update(same, { bytes });
      else if (before?.bytes !== bytes) storageDays.insert({ videoId, day, workspaceId, bytes });
    },
    async changes({ from, to }) {
      const grown = new Map<string, number>();
      for (const rows of byVideo(own()).values()) {
        let last = 0;
        for (const { day, bytes } of rows.filter((row) => row.day < to)) {
          const on = day < from ? from : day;
          grown.set(on, (grown.get(on) ?? 0) + bytes - last);
          last = bytes;
        }
      }
      return [...grown]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([day, bytes]) => ({ day, bytes }));
    },
    async held({ limit, rate, ...span }) {
      return heldBy(own(), span, rate)
        .sort(
          (one, other) =>
            other.costMicros - one.costMicros ||
            other.bytes - one.bytes ||
            (one.videoId < other.videoId ? -1 : 1),
        )
        .slice(0, limit);
    },
    async total({ rate, ...span }) {
      return totalOf(heldBy(own(), span, rate));
    },
  };
}

export function createSystemSpendingRepository(tables: Tables): SystemSpendingRepository {
  return {
    async ofMonth({ month, rate, ...span }) {
      const months = tables.months.all().filter((row) => row.month === month);
      const sum = (values: readonly number[]) =>
        values.reduce((total, value) => total + value, 0) as MicroUsd;
      return {
        spentMicros: sum(months.map(({ spentMicros }) => spentMicros)),
        reservedMicros: sum(months.map(({ reservedMicros }) => reservedMicros)),
        storageMicros: rate ? totalOf(heldBy(tables.storageDays.all(), span, rate)).costMicros : sum([]),
      };
    },
  };
}

function heldBy(rows: readonly StorageDayRow[], { from, to }: StorageSpan, rate: StorageRate) {
  return [...byVideo(rows.filter(({ day }) => day < to))].map(([videoId, steps]) => {
    let byteDays = 0n;
    for (const [at, { day, bytes }] of steps.entries()) {
      const until = steps[at + 1]?.day ?? to;
      byteDays += BigInt(bytes) * BigInt(Math.max(0, daysBetween(day < from ? from : day, until)));
    }
    return { videoId, bytes: steps.at(-1)?.bytes ?? 0, costMicros: storageCost(byteDays, rate) };
  });
}

function totalOf(held: readonly { bytes: number; costMicros: MicroUsd }[]) {
  return held.reduce(
    (sum, { bytes, costMicros }) => ({
      bytes: sum.bytes + bytes,
      costMicros: (sum.costMicros + costMicros) as MicroUsd,
    }),
    { bytes: 0, costMicros: 0 as MicroUsd },
  );
}

function byVideo(rows: readonly StorageDayRow[]): Map<VideoId, StorageDayRow[]> {
  const found = new Map<VideoId, StorageDayRow[]>();
  for (const row of [...rows].sort(byDay)) found.set(row.videoId, [...(found.get(row.videoId) ?? []), row]);
  return found;
}

function byDay(one: StorageDayRow, other: StorageDayRow): number {
  return one.day < other.day ? -1 : 1;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
