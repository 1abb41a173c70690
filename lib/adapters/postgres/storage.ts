import { eq, type SQL, sql } from "drizzle-orm";
import { budgetMonths } from "../../../drizzle/schema";
import type { VideoId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { StorageRate } from "../../core/money/storage-cost";
import type { StorageRepository, StorageSpan, SystemSpendingRepository } from "../../ports/storage";
import type { Session } from "./session";

type Rows<Row> = { rows: Row[] };

export function createStorageRepository(session: Session, workspaceId: WorkspaceId): StorageRepository {
  const own = sql`workspace_id = ${workspaceId}`;
  return {
    async measured({ videoId, day, bytes }) {
      await session.execute(sql`
        insert into storage_days (video_id, day, workspace_id, bytes)
        select ${videoId}, ${day}::date, ${workspaceId}, ${bytes}::bigint
        where exists (select from storage_days where video_id = ${videoId} and day = ${day}::date)
          or ${bytes}::bigint is distinct from (
            select bytes from storage_days where video_id = ${videoId} and day < ${day}::date order by day desc limit 1
          )
        on conflict (video_id, day) do update set bytes = excluded.bytes`);
    },
    async changes({ from, to }) {
      const found = (await session.execute(sql`
        with steps as (
          select day, bytes - coalesce(lag(bytes) over (partition by video_id order by day), 0) as grown
          from storage_days where ${own} and day < ${to}::date
        )
        select greatest(day, ${from}::date)::text as day, sum(grown)::text as bytes from steps group by 1 order by 1`)) as unknown as Rows<{
        day: string;
        bytes: string;
      }>;
      return found.rows.map(({ day, bytes }) => ({ day, bytes: Number(bytes) }));
    },
    async held({ rate, limit, ...span }) {
      const found = (await session.execute(sql`
        select video_id, bytes::text as bytes, cost::text as cost from (${heldBy(own, span, rate)}) as held
        order by held.cost desc, held.bytes desc, video_id limit ${limit}`)) as unknown as Rows<{
        video_id: string;
        bytes: string;
        cost: string;
      }>;
      return found.rows.map((row) => ({
        videoId: row.video_id as VideoId,
        bytes: Number(row.bytes),
        costMicros: Number(row.cost) as MicroUsd,
      }));
    },
    async total({ rate, ...span }) {
      return await totalOf(session, heldBy(own, span, rate));
    },
  };
}

export function createSystemSpendingRepository(session: Session): SystemSpendingRepository {
  return {
    async ofMonth({ month, rate, ...span }) {
      const [row] = await session
        .select({
          spent: sql<string>`coalesce(sum(${budgetMonths.spentMicros}), 0)`,
          reserved: sql<string>`coalesce(sum(${budgetMonths.reservedMicros}), 0)`,
        })
        .from(budgetMonths)
        .where(eq(budgetMonths.month, month));
      const storage = rate ? await totalOf(session, heldBy(sql`true`, span, rate)) : null;
      return {
        spentMicros: Number(row?.spent ?? 0) as MicroUsd,
        reservedMicros: Number(row?.reserved ?? 0) as MicroUsd,
        storageMicros: storage?.costMicros ?? (0 as MicroUsd),
      };
    },
  };
}

/** Per video the bytes at the span's end, and their cost in it as lib/core/money/storage-cost.ts rounds it. */
function heldBy(which: SQL, { from, to }: StorageSpan, rate: StorageRate): SQL {
  const whole = sql`(1000000000::numeric * ${rate.daysInMonth}::integer)`;
  return sql`
    select video_id, bytes, div(byte_days * ${rate.microsPerGbMonth}::bigint + ${whole} - 1, ${whole}) as cost
    from (
      select video_id, (array_agg(bytes order by day desc))[1] as bytes,
        sum(bytes::numeric * greatest(0, until - greatest(day, ${from}::date))) as byte_days
      from (
        select video_id, day, bytes,
          lead(day, 1, ${to}::date) over (partition by video_id order by day) as until
        from storage_days where ${which} and day < ${to}::date
      ) as steps
      group by video_id
    ) as kept`;
}

async function totalOf(session: Session, held: SQL): Promise<{ bytes: number; costMicros: MicroUsd }> {
  const found = (await session.execute(sql`
    select coalesce(sum(bytes), 0)::text as bytes, coalesce(sum(cost), 0)::text as cost
    from (${held}) as held`)) as unknown as Rows<{ bytes: string; cost: string }>;
  const [row] = found.rows;
  return { bytes: Number(row?.bytes ?? 0), costMicros: Number(row?.cost ?? 0) as MicroUsd };
}
