import type { PlanningView } from "../../../lib/api/contract/planning";
import { modelChoices } from "../../../lib/core/catalogue/model-choices";
import type { ModelChoice } from "../../../lib/core/plan/types";

const PAID = ["openai", "replicate"] as const;

/**
 * The server's model choices with the code that estimates a job, which no answer can carry: it is the catalogue's own, for the models
 * that the server names. Throws `configuration` where this page's catalogue cannot have them.
 */
export function restoreModels(models: PlanningView["models"]): Record<string, ModelChoice> {
  const uses = (provider: string) => Object.values(models).some((model) => model.provider === provider);
  const [openai, replicate] = PAID.map(uses);
  const overrides = Object.entries(models)
    .filter(([, { provider }]) => PAID.some((paid) => paid === provider))
    .map(([genId, { model }]) => [genId, model]);
  const known = modelChoices({ openai, replicate, overrides: Object.fromEntries(overrides) });
  return Object.fromEntries(
    Object.entries(models).map(([genId, model]): [string, ModelChoice] => {
      const estimate = known[genId]?.estimate;
      if (estimate === undefined) throw new Error(`This page has no prices for ${genId}.`);
      return [genId, { ...model, estimate }];
    }),
  );
}
