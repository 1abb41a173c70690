import type { MonthView } from "../../api/contract/limits";
import { leftOf } from "../../core/money/ceilings";
import { projectMonth } from "../../core/money/project-month";
import type { TenantRepositories } from "../../ports/database";
import type { Context } from "../context";
import { monthOf } from "../runs/new-run";

/** How the month that is running stands: what is spent and set aside, what it may come to, and what it will at this pace. */
export async function monthStanding(options: {
  ctx: Pick<Context, "clock" | "settings">;
  repositories: Pick<TenantRepositories, "money" | "limits">;
}): Promise<MonthView> {
  const { ctx, repositories } = options;
  const now = ctx.clock.now();
  const month = monthOf(now);
  const deployment = ctx.settings.defaultCeilingMicros;
  const own = await repositories.limits.find();
  const { spentMicros, reservedMicros, ceilingMicros } = await repositories.money.standing({
    month,
    defaultCeiling: deployment,
  });
  const committedMicros = spentMicros + reservedMicros;
  const projectedMicros = projectMonth({ spentMicros, reservedMicros, now });
  return {
    month,
    spentMicros,
    reservedMicros,
    ceilingMicros,
    ceilingSource: own.ceilingMicros !== null ? "workspace" : deployment !== null ? "deployment" : "none",
    leftMicros: ceilingMicros === null ? null : leftOf({ ceilingMicros, committedMicros }),
    projectedMicros,
    isProjectedOver: ceilingMicros !== null && projectedMicros !== null && projectedMicros > ceilingMicros,
  };
}
