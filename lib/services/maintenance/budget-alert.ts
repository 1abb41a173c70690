import { z } from "zod";
import { reachedShare } from "../../core/money/budget-alert";
import { exactDollars } from "../../core/money/micro-usd";
import { projectMonth } from "../../core/money/project-month";
import { daysInMonth } from "../../core/money/storage-cost";
import type { Ports } from "../context";
import { monthOf } from "../runs/new-run";

const DUTY = "budget-alert";
const DAY_MS = 86_400_000;
const ALIVE_MS = 60_000;
/** From there on somebody should do something about it. */
const MUCH_PERCENT = 80;

/** What was told last, and how it stood then; kept with the database, so that a restart tells nothing twice. */
const toldShape = z.object({
  month: z.string(),
  budgetMicros: z.number(),
  percent: z.number(),
  isProjectedOver: z.boolean(),
  isProjectionTold: z.boolean(),
});

type Told = z.output<typeof toldShape>;

export interface BudgetStanding {
  month: string;
  budgetMicros: number;
  /** What providers got for all workspaces, and storage as far as it is priced. */
  costMicros: number;
  /** At the month's end, if it goes on like that; null on its first day. */
  projectedMicros: number | null;
  /** The highest share of the budget that was reached, in percent; 0: none that is told of. */
  percent: number;
  isProjectedOver: boolean;
}

/** How the running month stands against what the operator is ready to pay for everything (`REELGRAPH_BUDGET_ALERT_MICROS`). */
export async function budgetStanding(options: {
  ports: Pick<Ports, "database" | "clock" | "settings">;
  budgetMicros: number;
}): Promise<BudgetStanding> {
  const { ports, budgetMicros } = options;
  const now = ports.clock.now();
  const month = monthOf(now);
  const microsPerGbMonth = ports.settings.storagePrice?.microsPerGbMonth ?? null;
  const { spentMicros, reservedMicros, storageMicros } = await ports.database.system(({ spending }) =>
    spending.ofMonth({
      month,
      from: `${month}-01`,
      to: new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10),
      rate: microsPerGbMonth === null ? null : { microsPerGbMonth, daysInMonth: daysInMonth(now) },
    }),
  );
  const costMicros = spentMicros + storageMicros;
  const projectedMicros = projectMonth({ spentMicros: costMicros, reservedMicros, now });
  return {
    ...{ month, budgetMicros, costMicros, projectedMicros },
    percent: reachedShare({ costMicros, budgetMicros }),
    isProjectedOver: projectedMicros !== null && projectedMicros > budgetMicros,
  };
}

/**
 * Says in the log when a share of the budget is reached, and when the month will be above it at its pace: each once a month, by whichever
 * process looks first. True when something was said now.
 */
export async function tellOfBudget(options: {
  ports: Pick<Ports, "database" | "clock" | "settings" | "ids" | "log">;
  budgetMicros: number;
}): Promise<boolean> {
  const { ports } = options;
  const { database, clock, ids, log } = ports;
  const standing = await budgetStanding(options);
  const { month, budgetMicros, percent, isProjectedOver } = standing;
  const holder = ids.nonce();
  const at = clock.now();
  const hold = { name: DUTY, holder, at, until: new Date(at.getTime() + ALIVE_MS) };
  const before = await database.system(async ({ duties }): Promise<Told | "nothing" | "busy"> => {
    const duty = await duties.take(hold);
    if (duty === null) return "busy";
    const told = toldOf(duty.report, standing);
    const report: Told = {
      ...{ month, budgetMicros, isProjectedOver },
      // What is lower now, because a price was changed, was told all the same.
      percent: Math.max(percent, told?.percent ?? 0),
      isProjectionTold: isProjectedOver || told?.isProjectionTold === true,
    };
    await duties.finish({ name: DUTY, holder, at, report });
    return told ?? "nothing";
  });
  if (before === "busy") return false;
  const told = before === "nothing" ? { percent: 0, isProjectionTold: false } : before;
  const isReached = percent > told.percent;
  const isForeseen = isProjectedOver && !told.isProjectionTold;
  const line = { ...standing, detail: wordsOf(standing) };
  if (isReached) log[percent >= 100 ? "error" : "warn"](line, "budget-reached");
  if (isForeseen) log.warn(line, "budget-projected-over");
  return isReached || isForeseen;
}

/** As it was looked at last, without a sum in it, for whoever asks whether the server is well; null: not yet this month. */
export async function budgetCheck(options: {
  ports: Pick<Ports, "database" | "clock">;
  budgetMicros: number;
}): Promise<{ ok: boolean; detail: string } | null> {
  const { ports, budgetMicros } = options;
  const month = monthOf(ports.clock.now());
  const duty = await ports.database.system(({ duties }) => duties.find(DUTY));
  const told = toldOf(duty?.report, { month, budgetMicros });
  if (told === null) return null;
  const { percent, isProjectedOver } = told;
  const reached = percent === 0 ? "Less than half" : `${percent} %`;
  const pace = isProjectedOver ? " At this pace the month ends above it." : "";
  return {
    ok: percent < MUCH_PERCENT && !isProjectedOver,
    detail: `${reached} of the budget of ${month} is reached.${pace}`,
  };
}

/** Null where it is of another month, or of another budget. */
function toldOf(report: unknown, now: { month: string; budgetMicros: number }): Told | null {
  const told = toldShape.safeParse(report).data;
  return told?.month === now.month && told.budgetMicros === now.budgetMicros ? told : null;
}

/** For people: `$131.20 of $160.00 in 2026-11 (80 % reached); $190.00 by its end at this pace`. */
function wordsOf(standing: BudgetStanding): string {
  const { month, costMicros, budgetMicros, percent, projectedMicros, isProjectedOver } = standing;
  const cents = (micros: number) => exactDollars(Math.round(micros / 10_000) * 10_000);
  const reached = percent > 0 ? ` (${percent} % reached)` : "";
  const pace = projectedMicros === null ? "" : `; ${cents(projectedMicros)} by its end at this pace`;
  return `${cents(costMicros)} of ${cents(budgetMicros)} in ${month}${reached}${pace}${isProjectedOver ? ", above the budget" : ""}`;
}
