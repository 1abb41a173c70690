import { eq, sql } from "drizzle-orm";
import { requestCounts } from "../../../drizzle/schema";
import { allowanceOf, windowStart } from "../../core/limits/sliding-window";
import type { RequestCountRepository } from "../../ports/request-limiter";
import type { Session } from "./session";

/** The sliding window of lib/core/limits/sliding-window.ts in one statement, so that no two requests are counted as one. */
export function createRequestCountRepository(session: Session): RequestCountRepository {
  return {
    async take({ key, limit, spanMs, at }) {
      const now = at.getTime();
      const windowAt = windowStart(spanMs, now);
      const start = sql`${new Date(windowAt).toISOString()}::timestamptz`;
      const previous = sql`${new Date(windowAt - spanMs).toISOString()}::timestamptz`;
      const left = 1 - (now - windowAt) / spanMs;
      const { windowAt: known, requests, before } = requestCounts;
      const isRunning = sql`${known} >= ${start}`;
      const isLast = sql`${known} = ${previous}`;
      const weight = sql`case when ${known} > ${start} then ${before} + ${requests}
        when ${isRunning} then ${before} * ${left}::float8 + ${requests}
        when ${isLast} then ${requests} * ${left}::float8 else 0 end`;
      const counted = await session
        .insert(requestCounts)
        .values({ key, windowAt: new Date(windowAt), requests: 1, before: 0 })
        .onConflictDoUpdate({
          target: requestCounts.key,
          set: {
            windowAt: sql`greatest(${known}, ${start})`,
            requests: sql`case when ${isRunning} then ${requests} + 1 else 1 end`,
            before: sql`case when ${isRunning} then ${before} when ${isLast} then ${requests} else 0 end`,
          },
          setWhere: sql`${weight} < ${limit}`,
        })
        .returning();
      const isAllowed = counted.length === 1;
      const rows = isAllowed
        ? counted
        : await session.select().from(requestCounts).where(eq(requestCounts.key, key));
      const row = rows[0];
      const count = row
        ? { windowAt: row.windowAt.getTime(), requests: row.requests, before: row.before }
        : { windowAt, requests: 0, before: 0 };
      return allowanceOf({ count, isAllowed, limit, spanMs, now });
    },
  };
}
