import type { CatalogView } from "../../../../lib/api/contract/videos";
import { chosenNumber, chosenValue, findInput, type InputValues } from "../../_lib/input-values";
import type { CatalogInput } from "../../_lib/types";
import { ChoiceRow } from "../ui/choice-row";
import { describedBy, Field } from "../ui/field";
import { Select } from "../ui/select";
import { DurationField } from "./duration-field";
import { StylePicker } from "./style-picker";

const VISUALS = [
  { value: "false", label: "Pictures" },
  { value: "true", label: "Video clips" },
];

function ShapeMark({ ratio }: { ratio: string }) {
  const [width = 1, height = 1] = ratio.split(":").map(Number);
  const scale = 13 / Math.max(width, height);
  return (
    <span
      aria-hidden="true"
      className="shrink-0 rounded-[2px] border-[1.5px] border-current"
      style={{ width: width * scale, height: height * scale }}
    />
  );
}

/** Every count that the input allows. */
function counts(input: CatalogInput | undefined): { value: string; label: string }[] {
  const { minimum = 0, maximum = minimum } = input ?? {};
  return Array.from({ length: maximum - minimum + 1 }, (_, at) => String(minimum + at)).map((count) => ({
    value: count,
    label: count,
  }));
}

/** The choices that most people make; the rest is in "More options". */
export function OptionsPanel({
  catalog,
  values,
  errors,
  onChange,
}: {
  catalog: CatalogView;
  values: InputValues;
  errors: Readonly<Record<string, string>>;
  onChange: (name: string, value: unknown) => void;
}) {
  const usesVideo = chosenValue(values, catalog, "UseVideo") === true;
  const voiceId = String(chosenValue(values, catalog, "VoiceId") ?? "");
  const labelOf = (name: string) => findInput(catalog, name)?.label ?? name;
  const duration = findInput(catalog, "Duration");
  const pictures = findInput(catalog, "ImagesPerSegment");
  const voice = catalog.voices.find((each) => each.id === voiceId);
  return (
    <div className="flex flex-col gap-7">
      <StylePicker
        label={labelOf("ImageStyle")}
        styles={catalog.styles}
        value={String(chosenValue(values, catalog, "ImageStyle") ?? "")}
        error={errors.ImageStyle}
        onChange={(style) => onChange("ImageStyle", style)}
      />
      <div className="grid gap-x-7 gap-y-6 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-[1.1fr_1.05fr_1.1fr_1.6fr_1fr]">
        {duration && (
          <DurationField
            input={duration}
            value={chosenNumber(values, catalog, "Duration", 30)}
            segmentSeconds={chosenNumber(values, catalog, "SegmentDuration", 10)}
            error={errors.Duration}
            onChange={(seconds) => onChange("Duration", seconds)}
          />
        )}
        <ChoiceRow
          id="UseVideo"
          label={labelOf("UseVideo")}
          choices={VISUALS}
          value={String(usesVideo)}
          error={errors.UseVideo}
          onChange={(value) => onChange("UseVideo", value === "true")}
        />
        <ChoiceRow
          id="ImagesPerSegment"
          label={labelOf("ImagesPerSegment")}
          choices={counts(pictures)}
          value={String(chosenNumber(values, catalog, "ImagesPerSegment", 2))}
          error={errors.ImagesPerSegment}
          disabled={usesVideo}
          onChange={(count) => onChange("ImagesPerSegment", Number(count))}
        />
        <ChoiceRow
          id="AspectRatio"
          label={labelOf("AspectRatio")}
          choices={(findInput(catalog, "AspectRatio")?.options ?? []).map(({ value, label }) => ({
            value: String(value),
            label: String(value),
            title: label,
            content: <ShapeMark ratio={String(value)} />,
          }))}
          value={String(chosenValue(values, catalog, "AspectRatio") ?? "")}
          error={errors.AspectRatio}
          onChange={(ratio) => onChange("AspectRatio", ratio)}
        />
        <Field id="VoiceId" label={labelOf("VoiceId")} help={voice?.description} error={errors.VoiceId}>
          <Select
            id="VoiceId"
            name="VoiceId"
            value={voiceId}
            onChange={(event) => onChange("VoiceId", event.target.value)}
            aria-invalid={errors.VoiceId ? true : undefined}
            aria-describedby={describedBy("VoiceId", voice?.description, errors.VoiceId)}
          >
            {!voice && <option value={voiceId}>{voiceId === "default" ? "Default" : voiceId}</option>}
            {catalog.voices.map((each) => (
              <option key={each.id} value={each.id}>
                {each.label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </div>
  );
}
