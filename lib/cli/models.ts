import { loadConfig } from "../config/config";
import { configuredModels } from "../config/configured-models";
import type { ModelChoice } from "../core/plan/types";
import type { CliContext } from "./context";

/** Who does which generator's work with the environment of this command: what a server started from here would take. */
export function modelsOf(context: Pick<CliContext, "env" | "root">): Record<string, ModelChoice> {
  const config = loadConfig({ env: context.env, projectRoot: context.root });
  return configuredModels({ config, now: new Date() });
}
