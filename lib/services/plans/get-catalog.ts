import type { CatalogView } from "../../api/contract/videos";
import { describePrice } from "../../core/catalogue/describe-price";
import { modelsFor } from "../../core/catalogue/model-choices";
import { findModel } from "../../core/catalogue/models";
import { type Price, priceState } from "../../core/catalogue/price";
import { limitsOf } from "../../core/graph/input-limits";
import { INPUT_TABLE, type InputDefinition, OVERRIDE_TABLE } from "../../core/graph/input-table";
import type { ModelChoice } from "../../core/plan/types";
import type { Context } from "../context";

/**
 * What a person can choose: every input of the table with its limits, the voices and styles of the providers here, and the models at
 * work with their prices.
 */
export function getCatalog(options: { ctx: Pick<Context, "catalogue" | "models" | "clock"> }): CatalogView {
  const { catalogue, models, clock } = options.ctx;
  const today = clock.now().toISOString().slice(0, 10);
  const languages = INPUT_TABLE.Language.options.filter(
    ({ value }) => catalogue.languages === null || catalogue.languages.includes(value),
  );
  return {
    models: Object.entries(models).map(([genId, choice]) => modelView(genId, choice, today)),
    providers: [...catalogue.providers],
    inputs: Object.entries(INPUT_TABLE).map(([name, definition]) => inputView(name, definition)),
    overrides: Object.entries(OVERRIDE_TABLE).map(([name, definition]) => ({
      ...inputView(name, definition),
      indices: [...definition.indices],
    })),
    voices: [...catalogue.voices],
    styles: [...catalogue.styles],
    languages: languages.map(({ value, label }) => ({ id: value, label })),
  };
}

function inputView(name: string, definition: InputDefinition): CatalogView["inputs"][number] {
  const { label, help, kind, options, rule } = definition;
  return {
    name,
    label,
    help,
    kind,
    default: definition.default ?? null,
    ...(options ? { options: [...options] } : {}),
    rule,
    ...limitsOf(definition),
  };
}

const FREE = new Set(["studio", "local"]);

function modelView(genId: string, choice: ModelChoice, today: string): CatalogView["models"][number] {
  const { provider, model } = choice;
  const others = FREE.has(provider) ? [] : modelsFor(genId).filter(({ id }) => id !== model);
  return {
    genId,
    provider,
    model,
    price: FREE.has(provider)
      ? { state: "free", text: "free" }
      : priceView(findModel(model)?.price ?? null, today),
    alternatives: others.map(({ id, label, price }) => ({
      model: id,
      label,
      price: priceView(price, today),
    })),
  };
}

function priceView(price: Price | null, today: string): CatalogView["models"][number]["price"] {
  const state = priceState(price, today);
  return { state, text: describePrice(price), ...(price ? { asOf: price.asOf } : {}) };
}
