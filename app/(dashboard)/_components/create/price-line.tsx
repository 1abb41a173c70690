import type { MonthView } from "../../../../lib/api/contract/limits";
import type { CatalogView } from "../../../../lib/api/contract/videos";
import { dollars } from "../../_lib/format";
import { Field } from "../ui/field";

/** What a click will cost, as far as it is known before a plan is priced, and how the month stands where it has a ceiling. */
export function PriceLine({
  catalog,
  month,
}: {
  catalog: CatalogView | undefined;
  month?: MonthView | undefined;
}) {
  if (!catalog) return <span className="skeleton block h-5 w-56" />;
  const paid = catalog.providers.filter((provider) => !provider.offline);
  if (paid.length === 0) {
    return (
      <p data-testid="price" className="text-sm text-ink-2">
        <strong className="font-semibold text-ink">Offline studio: free.</strong> Written, spoken, drawn and
        scored without leaving this server.
      </p>
    );
  }
  return (
    <p data-testid="price" className="text-sm text-ink-2">
      <strong className="font-semibold text-ink">
        Billed by {paid.map((provider) => provider.label).join(" and ")}.
      </strong>{" "}
      The plan is priced before anything is bought, and refused if it can cost more than your limit.
      {month && month.ceilingMicros !== null && month.leftMicros !== null && (
        <span data-testid="month" className={month.isProjectedOver ? "block text-bad" : "block"}>
          This month {dollars(month.leftMicros)} of {dollars(month.ceilingMicros)}{" "}
          {month.isProjectedOver ? "are left, and at this pace they do not last." : "are left."}
        </span>
      )}
    </p>
  );
}

export function hasPaidProvider(catalog: CatalogView | undefined): boolean {
  return catalog?.providers.some((provider) => !provider.offline) ?? false;
}

/** The most a run may cost, in dollars as typed; empty = the workspace's own ceiling. */
export function MaxCostField({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string;
  onChange: (dollars: string) => void;
}) {
  return (
    <Field id="maxCostMicros" label="Spend at most" error={error} aside="US dollars">
      <input
        id="maxCostMicros"
        type="number"
        inputMode="decimal"
        min="0"
        step="0.01"
        placeholder="no limit of its own"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "maxCostMicros-error" : undefined}
        className="control h-11 w-full px-3 text-sm"
      />
    </Field>
  );
}
