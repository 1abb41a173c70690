import type { CSSProperties } from "react";
import { formatSeconds, plural } from "../../_lib/format";
import { describedBy, Field } from "../ui/field";

const LONGEST = 180;

/** Steps by whole segments, so that it can't be set to what the blueprint refuses. */
export function DurationField({
  value,
  segmentSeconds,
  error,
  onChange,
}: {
  value: number;
  segmentSeconds: number;
  error?: string;
  onChange: (seconds: number) => void;
}) {
  const step = segmentSeconds >= 1 ? segmentSeconds : 1;
  const longest = Math.floor(LONGEST / step) * step;
  const segments = value / step;
  return (
    <Field
      id="Duration"
      label="Duration"
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
