import type { z } from "zod";
import type { LimitsView, putLimitsSchema } from "../../api/contract/limits";
import { microUsd } from "../../core/money/micro-usd";
import { type Context, inTenant } from "../context";
import { getLimits } from "./get-limits";

/**
 * Sets what the workspace allows itself; what is left out stays as it is. A ceiling below what is spent and set aside is no mistake: runs
 * under way keep their reservations, and no other starts until there is room again.
 */
export async function setLimits(options: {
  ctx: Context;
  input: z.output<typeof putLimitsSchema>;
}): Promise<LimitsView> {
  const { ctx, input } = options;
  const { ceilingMicros, requestsAtATime } = input;
  await inTenant(ctx, ({ limits }) =>
    limits.set({
      ...(ceilingMicros === undefined
        ? {}
        : { ceilingMicros: ceilingMicros === null ? null : microUsd(ceilingMicros) }),
      ...(requestsAtATime ? { requestsAtATime: given(requestsAtATime) } : {}),
    }),
  );
  ctx.log.info({ ceilingMicros, requestsAtATime, actor: ctx.actor }, "limits-set");
  return await getLimits({ ctx });
}

function given(caps: Readonly<Record<string, number | null | undefined>>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(caps).flatMap(([provider, most]) => (most === undefined ? [] : [[provider, most]])),
  );
}
