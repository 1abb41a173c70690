import type { LimitsView } from "../../api/contract/limits";
import { describeWindow } from "../../core/limits/describe-window";
import { windowFrom } from "../../core/limits/window";
import type { SlotWindow } from "../../ports/generator";
import { type Context, inTenant } from "../context";
import { isAdaptive, policyOf } from "../runs/slice/window-knowledge";
import { monthStanding } from "./month-standing";

/** What the workspace may spend and ask for: its ceiling, how the month stands, and each provider's limits as far as they are known. */
export async function getLimits(options: { ctx: Context }): Promise<LimitsView> {
  const { ctx } = options;
  const at = ctx.clock.now();
  const windows = paidWindows(ctx);
  return await inTenant(ctx, async (repositories) => {
    const month = await monthStanding({ ctx, repositories });
    const { requestsAtATime } = await repositories.limits.find();
    const providers: LimitsView["providers"] = [];
    for (const { provider, window } of windows) {
      const { key } = window;
      const policy = policyOf(window);
      const state = windowFrom(await repositories.windows.read(key), policy);
      const known = describeWindow(state, at.getTime());
      providers.push({
        provider,
        requestsAtATime: requestsAtATime[provider] ?? null,
        underWay: await repositories.purchases.ownSlotsTaken({ slotKey: key, at }),
        window: {
          requestsAtATime: known.requestsAtATime,
          mostRequestsAtATime: policy.mostSlots,
          isBounded: known.isBounded,
          lanes: known.lanes.map((lane) => ({
            ...lane,
            pausedUntil: lane.pausedUntil === null ? null : new Date(lane.pausedUntil).toISOString(),
          })),
        },
      });
    }
    return { month, deploymentCeilingMicros: ctx.settings.defaultCeilingMicros, providers };
  });
}

/** The windows of this workspace's models whose size is learnt, by key. */
function paidWindows({ models, generators }: Context): { provider: string; window: SlotWindow }[] {
  const byKey = new Map<string, { provider: string; window: SlotWindow }>();
  for (const [genId, { provider, model }] of Object.entries(models)) {
    const window = generators.get(provider)?.window(genId, model);
    if (window && isAdaptive(window)) byKey.set(window.key, { provider, window });
  }
  return [...byKey.values()].sort((one, other) => (one.window.key < other.window.key ? -1 : 1));
}
