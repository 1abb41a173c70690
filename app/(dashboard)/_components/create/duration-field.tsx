import type { CSSProperties } from "react";
import { formatSeconds, plural } from "../../_lib/format";
import type { CatalogInput } from "../../_lib/types";
import { describedBy, Field } from "../ui/field";

/** Steps by whole segments, so that it can't be set to what the blueprint refuses. */
export function DurationField({
  input,
  value,
  segmentSeconds,
  error,
  onChange,
}: {
  input: CatalogInput;
  value: number;
  segmentSeconds: number;
  error?: string;
  onChange: (seconds: number) => void;
}) {
  const step = segmentSeconds >= 1 ? segmentSeconds : 1;
  const longest = Math.floor((input.maximum ?? step) / step) * step;
  const segments = value / step;
  return (
    <Field
      id="Duration"
      label={input.label}
      error={error}
      aside={
        <>
          {formatSeconds(value)}
          {Number.isInteger(segments) && <span className="text-ink-3"> · {plural(segments, "segment")}</span>}
        </>
      }
    >
      <input
        id="Duration"
        name="Duration"
        type="range"
        min={step}
        max={longest}
        step={step}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        aria-valuetext={`${value} seconds, ${plural(Math.round(segments), "segment")}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy("Duration", undefined, error)}
        style={{ "--fill": `${(100 * (value - step)) / (longest - step)}%` } as CSSProperties}
        className="slider h-11 rounded-md w-full"
      />
    </Field>
  );
}
