import type { Ref } from "react";
import type { CatalogInput } from "../../_lib/types";
import { describedBy, FieldError } from "../ui/field";

const EXAMPLES = [
  "How tides work",
  "Why the sky turns red at sunset",
  "How a lighthouse throws its light so far",
  "The life of a honeybee, for ten-year-olds",
];

export function PromptBox({
  input,
  value,
  error,
  onChange,
  onSubmit,
  ref,
}: {
  /** Absent while the catalogue loads. */
  input: CatalogInput | undefined;
  value: string;
  error?: string;
  onChange: (prompt: string) => void;
  onSubmit: () => void;
  ref?: Ref<HTMLTextAreaElement>;
}) {
  return (
    <div>
      <label htmlFor="InquiryPrompt" className="sr-only">
        What should the video explain?
      </label>
      <textarea
        ref={ref}
        id="InquiryPrompt"
        name="InquiryPrompt"
        data-testid="prompt-input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) onSubmit();
        }}
        rows={2}
        placeholder="How the moon pulls two tides a day out of one ocean…"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy("InquiryPrompt", undefined, error)}
        className="control field-sizing-content max-h-96 min-h-24 w-full resize-none rounded-xl px-4 py-3.5 text-xl leading-snug placeholder:text-ink-3 sm:px-5 sm:py-4 sm:text-2xl"
      />
      <div className="flex justify-between gap-4">
        <FieldError id="InquiryPrompt" error={error} />
        {input?.maxLength && value.length > input.maxLength / 2 && (
          <span className="mt-1.5 ml-auto text-xs text-ink-3 tabular-nums">
            {value.length} of {input.maxLength}
          </span>
        )}
      </div>
      <ul aria-label="Example prompts" className="mt-3 flex gap-2 overflow-x-auto pb-1 sm:flex-wrap">
        {EXAMPLES.map((example) => (
          <li key={example} className="shrink-0">
            <button
              type="button"
              onClick={() => onChange(example)}
              className="min-h-9 rounded-full border border-line bg-raised px-3.5 py-1.5 text-left text-sm text-ink-2 transition-colors hover:border-ink-3 hover:text-ink"
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
