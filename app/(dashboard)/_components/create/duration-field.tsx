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
        max={Math.floor(LONGEST / step) * step}
        step={step}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        aria-valuetext={`${value} seconds, ${plural(Math.round(segments), "segment")}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy("Duration", undefined, error)}
        className="h-11 w-full"
      />
    </Field>
  );
}
