import type { ReactNode } from "react";
import type { CatalogView } from "../../../../lib/api/contract/videos";
import { isNamed } from "../../_lib/input-values";
import { describedBy, FieldError } from "../ui/field";
import { StyleSwatch } from "./style-swatch";

export function StylePicker({
  label,
  styles,
  value,
  error,
  aside,
  onChange,
}: {
  label: string;
  styles: CatalogView["styles"];
  value: string;
  error?: string;
  /** Beside the label. */
  aside?: ReactNode;
  onChange: (style: string) => void;
}) {
  return (
    <fieldset className="@container min-w-0" aria-describedby={describedBy("ImageStyle", undefined, error)}>
      <legend className="mb-2 w-full text-sm font-medium">
        <span className="flex items-baseline justify-between gap-3">
          {label}
          {aside}
        </span>
      </legend>
      <div className="-mx-1 flex snap-x gap-2 overflow-x-auto p-1 @lg:grid @lg:grid-cols-5 @2xl:grid-cols-7 @6xl:auto-cols-fr @6xl:grid-flow-col @6xl:grid-cols-none">
        {styles.map((style) => (
          <label
            key={style.id}
            title={style.description}
            className="group relative block w-24 shrink-0 snap-start overflow-hidden rounded-lg border border-line bg-sunken ring-accent @lg:w-auto transition-shadow hover:border-ink-3 has-checked:border-accent has-checked:ring-2 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-ink"
          >
            <input
              type="radio"
              name="ImageStyle"
              value={style.id}
              checked={isNamed(style, value)}
              onChange={() => onChange(style.id)}
              className="sr-only"
            />
            <StyleSwatch id={style.id} className="block aspect-[8/5] w-full" />
            <span className="line-clamp-2 px-2 py-1.5 text-xs leading-tight @6xl:px-0.5 @6xl:text-center @6xl:text-[0.7rem] 2xl:text-xs text-ink-2 group-has-checked:font-semibold group-has-checked:text-ink">
              {style.label}
            </span>
          </label>
        ))}
      </div>
      <FieldError id="ImageStyle" error={error} />
    </fieldset>
  );
}
