import { modelChoices } from "../core/catalogue/model-choices";
import type { ModelChoice } from "../core/plan/types";
import type { Config } from "./config";

/** Who does which generator's work with this configuration, and at what price as of `now`. Throws `configuration`. */
export function configuredModels(options: {
  config: Pick<Config, "openai" | "replicate" | "modelOverrides">;
  now: Date;
}): Record<string, ModelChoice> {
  const { config, now } = options;
  return modelChoices({
    openai: config.openai !== null,
    replicate: config.replicate !== null,
    overrides: config.modelOverrides,
    today: now.toISOString().slice(0, 10),
  });
}
