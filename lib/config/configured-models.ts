import { modelChoices } from "../core/catalogue/model-choices";
import type { ModelChoice } from "../core/plan/types";
import type { Config } from "./config";

/**
 * Who does which generator's work with this configuration, and at what price as of `now`. Throws `configuration`. `has`: the providers
 * there is a key of; absent: those that the deployment has one of.
 */
export function configuredModels(options: {
  config: Pick<Config, "openai" | "replicate" | "modelOverrides">;
  now: Date;
  has?: { openai: boolean; replicate: boolean };
}): Record<string, ModelChoice> {
  const { config, now } = options;
  const { openai, replicate } = options.has ?? {
    openai: config.openai.hasKey,
    replicate: config.replicate.hasKey,
  };
  return modelChoices({
    openai,
    replicate,
    overrides: config.modelOverrides,
    today: now.toISOString().slice(0, 10),
  });
}
