import type { z } from "zod";
import type { UsageView, usageQuerySchema } from "../../api/contract/usage";
import { invalidInput } from "../../core/errors";
import { type Context, inTenant } from "../context";
import { monthStanding } from "../limits/month-standing";
import { monthOf } from "../runs/new-run";
import { storageUsage } from "./storage-usage";

const DAY_MS = 24 * 60 * 60_000;
const MOST_DAYS = 400;

/** What the workspace has bought in a span of days, and how it stands this month. Throws `invalid-input` for a span that is none. */
export async function getUsage(options: {
  ctx: Context;
  input: z.output<typeof usageQuerySchema>;
}): Promise<UsageView> {
  const { ctx, input } = options;
  const now = ctx.clock.now();
  const month = monthOf(now);
  const from = new Date(`${input.from ?? `${month}-01`}T00:00:00Z`);
  const to = input.to ? new Date(`${input.to}T00:00:00Z`) : new Date(dayOf(now).getTime() + DAY_MS);
  if (to <= from) throw invalidInput("/to", "to: use a day after from.");
  if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS) {
    throw invalidInput("/from", `from: a span of at most ${MOST_DAYS} days.`);
  }
  const { by, limit } = input;
  return await inTenant(ctx, async (repositories) => ({
    ...{ from: text(from), to: text(to), by },
    data: await repositories.usage.of({ from, to, by, limit }),
    month: await monthStanding({ ctx, repositories }),
    storage: await storageUsage({
      ...{ ctx, repositories },
      span: { from: text(from), to: text(to) },
      byVideo: by === "video" ? limit : null,
    }),
  }));
}

function dayOf(at: Date): Date {
  return new Date(`${text(at)}T00:00:00Z`);
}

function text(at: Date): string {
  return at.toISOString().slice(0, 10);
}
