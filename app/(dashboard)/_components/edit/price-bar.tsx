import { formatPrice, plural } from "../../_lib/format";
import type { Pricing } from "../../_lib/planner";
import { buttonClass } from "../ui/button";

/** On narrow screens the summary is far below the fields: its price goes along at the bottom, and leads there. */
export function PriceBar({ pricing }: { pricing: Pricing | null }) {
  if (!pricing?.ok || pricing.plan.jobs === 0) return null;
  const { quote, jobs } = pricing.plan;
  return (
    <div className="sticky bottom-0 z-20 -mx-4 flex items-center justify-between gap-3 border-t border-line bg-surface/95 px-4 py-2.5 backdrop-blur-md sm:-mx-6 sm:px-6 lg:hidden">
      <p className="min-w-0 text-sm">
        <span className="font-semibold">
          {quote.costMicros > 0 && "at most "}
          {formatPrice(quote.costMicros)}
        </span>{" "}
        <span className="text-ink-3">{plural(jobs, "part")}</span>
      </p>
      <a href="#edit-summary" className={buttonClass("primary")}>
        Review
      </a>
    </div>
  );
}
