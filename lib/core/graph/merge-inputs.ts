import { ReelgraphError } from "../errors";
import { INPUT_TABLE, OVERRIDE_TABLE } from "./input-table";
import { didYouMean } from "./nearest-name";

/**
 * RFC 7396 over a video's inputs: a value sets, null takes an override away or an input back to its default. The result is not
 * checked yet: that is `parseInputs`. Throws `invalid-input` for a null under a name that no input has, because a misspelt
 * name would otherwise do nothing without saying so.
 */
export function mergeInputs(
  current: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const name of Object.keys(patch)) if (patch[name] === null) assertKnown(name);
  const kept = Object.entries(current).filter(([name]) => !Object.hasOwn(patch, name));
  const set = Object.entries(patch).filter(([, value]) => value !== null);
  return Object.fromEntries([...kept, ...set]);
}

function assertKnown(name: string): void {
  const family = name.split("[")[0] ?? name;
  const table: object = name.includes("[") ? OVERRIDE_TABLE : INPUT_TABLE;
  if (Object.hasOwn(table, family)) return;
  const known = [...Object.keys(INPUT_TABLE), ...Object.keys(OVERRIDE_TABLE)];
  const shown = name.slice(0, 60);
  const message = `${shown} is not an input.${didYouMean(family, known)}`;
  const pointer = `/inputs/${shown.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  throw new ReelgraphError({ code: "invalid-input", message, errors: [{ pointer, message }] });
}
