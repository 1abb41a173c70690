"use client";

import { type FormEvent, useMemo, useRef, useState } from "react";
import {
  advancedInputs,
  chosenInputs,
  chosenNumber,
  findInput,
  type InputValues,
  MAIN_INPUTS,
  wholeSegments,
} from "../../_lib/input-values";
import { useCatalog, useLimits } from "../../_lib/queries";
import { useCreateVideo } from "../../_lib/use-create-video";
import { Button } from "../ui/button";
import { AlertIcon, ReelIcon } from "../ui/icons";
import { AdvancedInputs } from "./advanced-inputs";
import { OptionsPanel } from "./options-panel";
import { OptionsSkeleton } from "./options-skeleton";
import { hasPaidProvider, MaxCostField, PriceLine } from "./price-line";
import { PromptBox } from "./prompt-box";

export function CreateForm() {
  const catalog = useCatalog();
  const limits = useLimits(hasPaidProvider(catalog.data));
  const [values, setValues] = useState<InputValues>({});
  const [maxDollars, setMaxDollars] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const advanced = useMemo(() => advancedInputs(catalog.data), [catalog.data]);
  const known = useMemo(
    () => new Set([...MAIN_INPUTS, ...advanced.map((input) => input.name), "maxCostMicros"]),
    [advanced],
  );
  const { submit, pending, errors, clearError } = useCreateVideo(known);

  function change(name: string, value: unknown) {
    setValues((old) => ({ ...old, [name]: value, ...followUp(old, name, value) }));
    clearError(name);
  }

  /** Another segment length leaves a duration that is no multiple of it: it moves along. */
  function followUp(old: InputValues, name: string, value: unknown): InputValues {
    if (name !== "SegmentDuration" || typeof value !== "number" || value < 1) return {};
    const maximum = findInput(catalog.data, "Duration")?.maximum ?? value;
    return { Duration: wholeSegments(chosenNumber(old, catalog.data, "Duration", 30), value, maximum) };
  }

  async function onSubmit(event?: FormEvent) {
    event?.preventDefault();
    const inputs = { InquiryPrompt: "", ...chosenInputs(values) };
    const dollars = Number.parseFloat(maxDollars);
    const limit = Number.isFinite(dollars) ? { maxCostMicros: Math.round(dollars * 1_000_000) } : {};
    const found = await submit({ inputs, ...limit });
    const first = Object.keys(found.fields)[0];
    // The field at fault gets the focus once its disclosure has opened.
    if (first)
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>(`[name="${first}"], #${CSS.escape(first)}`)?.focus(),
      );
  }

  return (
    <section id="create" aria-labelledby="create-title" className="pt-9 sm:pt-12">
      <div className="mx-auto mb-7 max-w-3xl text-center sm:mb-9">
        <h1
          id="create-title"
          className="font-display text-[2.75rem] leading-[1.02] tracking-tight text-balance sm:text-6xl"
        >
          What should the video <em className="text-accent-ink">explain?</em>
        </h1>
        <p className="mt-3 text-balance text-ink-2 sm:text-lg">
          Ask it, and watch the script, the voice, the pictures and the music come together into a narrated
          film.
        </p>
      </div>
      <form ref={form} onSubmit={onSubmit} noValidate className="panel overflow-hidden shadow-panel">
        <div className="flex flex-col gap-7 p-4 sm:p-7">
          <PromptBox
            input={findInput(catalog.data, "InquiryPrompt")}
            value={String(values.InquiryPrompt ?? "")}
            error={errors.fields.InquiryPrompt}
            onChange={(prompt) => change("InquiryPrompt", prompt)}
            onSubmit={() => void onSubmit()}
          />
          {catalog.data ? (
            <OptionsPanel catalog={catalog.data} values={values} errors={errors.fields} onChange={change} />
          ) : (
            <OptionsSkeleton />
          )}
        </div>
        {advanced.length > 0 && (
          <AdvancedInputs inputs={advanced} values={values} errors={errors.fields} onChange={change} />
        )}
        <div className="flex flex-col gap-4 border-t border-line bg-raised/50 p-4 sm:flex-row sm:items-center sm:px-7 sm:py-5">
          <div className="grow">
            <PriceLine catalog={catalog.data} month={limits.data?.month} />
          </div>
          {hasPaidProvider(catalog.data) && (
            <div className="sm:w-56">
              <MaxCostField value={maxDollars} error={errors.fields.maxCostMicros} onChange={setMaxDollars} />
            </div>
          )}
          <Button
            type="submit"
            look="primary"
            data-testid="create-submit"
            disabled={pending}
            className="min-h-12 px-7 text-base"
          >
            {pending ? <ReelIcon className="animate-reel" /> : null}
            {pending ? "Opening the studio…" : "Make the video"}
          </Button>
        </div>
        <div role="alert" aria-live="assertive">
          {errors.general && (
            <p
              data-testid="form-error"
              className="flex items-center gap-2 border-t border-line px-5 py-3 text-sm text-bad sm:px-7"
            >
              <AlertIcon className="shrink-0" />
              {errors.general}
            </p>
          )}
        </div>
      </form>
    </section>
  );
}
