import type { ModelChoices } from "./fingerprint-fields";
import type { ModelChoice } from "./types";

/**
 * The model choices of now, with those that something was planned with in their place where another provider does a generator's work
 * meanwhile, because a key came or went. What was planned, priced and reserved for is what is made.
 */
export function plannedModels(options: {
  models: ModelChoices;
  /** By generator: choices of providers that `models` may not have. */
  others: Readonly<Record<string, readonly ModelChoice[]>> | undefined;
  planned: Iterable<{ genId: string; provider: string }>;
}): ModelChoices {
  const { models, others, planned } = options;
  const changed: [string, ModelChoice][] = [];
  for (const { genId, provider } of planned) {
    if (models[genId]?.provider === provider) continue;
    const choice = others?.[genId]?.find((other) => other.provider === provider);
    if (choice) changed.push([genId, choice]);
  }
  return changed.length === 0 ? models : { ...models, ...Object.fromEntries(changed) };
}
