import { countRequest } from "../../core/limits/sliding-window";
import type { RequestCountRepository } from "../../ports/request-limiter";
import type { Tables } from "./tables";

export function createRequestCountRepository({ requestCounts }: Tables): RequestCountRepository {
  return {
    async take({ key, limit, spanMs, at }) {
      const row = requestCounts.find(key);
      const known = row && { ...row, windowAt: row.windowAt.getTime() };
      const { count, allowance } = countRequest({ count: known, limit, spanMs, now: at.getTime() });
      const { requests, before } = count;
      const next = { key, windowAt: new Date(count.windowAt), requests, before };
      if (row) requestCounts.update(row, next);
      else requestCounts.insertNew(next);
      return allowance;
    },
  };
}
