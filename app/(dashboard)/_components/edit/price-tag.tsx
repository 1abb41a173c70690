import type { Plan } from "../../../../lib/core/plan/types";
import { formatPrice, formatSeconds, plural } from "../../_lib/format";
import { generatorLabel } from "../../_lib/labels";

const DOUBTS = { stale: "price of", unknown: "price unknown" } as const;

/** What a plan costs: the most it can, what is likely, how long it takes, and for what. */
export function PriceTag({ plan, total }: { plan: Plan /** Jobs of the whole film. */; total: number }) {
  const { costMicros, expectedMicros, seconds, items } = plan.quote;
  const isUncertain = items.some(({ price }) => price !== undefined);
  return (
    <div
      data-testid="edit-price"
      data-queue-hash={plan.queueHash}
      data-cost-micros={costMicros}
      data-expected-micros={expectedMicros}
      data-jobs={plan.jobs}
    >
      <p className="flex flex-wrap items-baseline gap-x-2">
        {costMicros > 0 && <span className="text-sm text-ink-2">At most</span>}
        <span className="font-display text-4xl tracking-tight">{formatPrice(costMicros)}</span>
      </p>
      <p className="mt-1 text-sm text-ink-2">
        {costMicros > 0 && `Likely ${formatPrice(expectedMicros)}, `}
        about {formatSeconds(Math.ceil(seconds))}, {plan.jobs} of {plural(total, "part")}
      </p>
      {isUncertain && (
        <p className="mt-1 text-xs text-warn">Some prices are old or unknown: see what it is made of.</p>
      )}
      <details className="group mt-2 text-sm">
        <summary className="inline-flex min-h-7 list-none items-center rounded text-xs text-ink-3 underline underline-offset-4 hover:text-ink">
          What it is made of
        </summary>
        <div className="mt-2 overflow-x-auto">
          <table className="w-full text-left text-xs">
            <thead className="sr-only">
              <tr>
                <th scope="col">Work</th>
                <th scope="col">Model</th>
                <th scope="col">At most</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ genId, jobs, model, costMicros: cost, price }) => (
                <tr key={genId} className="border-t border-line first:border-t-0">
                  <th scope="row" className="py-1.5 pr-3 font-normal whitespace-nowrap">
                    {generatorLabel(genId)} <span className="text-ink-3">× {jobs}</span>
                  </th>
                  <td className="py-1.5 pr-3 break-all text-ink-3">{model}</td>
                  <td className="py-1.5 text-right whitespace-nowrap tabular-nums">
                    {price?.state === "unknown" ? DOUBTS.unknown : formatPrice(cost)}
                    {price?.state === "stale" && (
                      <span className="block text-ink-3">
                        {DOUBTS.stale} {price.asOf}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
