import { hashText } from "../random";
import { cinematic, noir } from "./cinematic";
import { comic } from "./comic";
import { flat } from "./flat";
import { blueprint, neon, sketch } from "./linear";
import { oil } from "./oil";
import { papercut } from "./papercut";
import { pixel } from "./pixel";
import type { StyleRecipe } from "./recipe";
import { storybook } from "./storybook";
import { vintage } from "./vintage";
import { watercolour } from "./watercolour";

const RECIPES: readonly StyleRecipe[] = [
  watercolour,
  cinematic,
  storybook,
  flat,
  comic,
  pixel,
  noir,
  papercut,
  oil,
  sketch,
  neon,
  vintage,
  blueprint,
];

/** What the studio can draw in, for a catalogue: `id` is accepted wherever a style is asked for. */
export const STUDIO_STYLES: readonly { id: string; label: string; description: string }[] = RECIPES.map(
  ({ id, label, description }) => ({ id, label, description }),
);

/** The styles an unknown word may become: each suits any subject. */
const FALLBACKS: readonly StyleRecipe[] = [storybook, watercolour, papercut, vintage, oil];

/** Finds the style a person meant; the longest matching name wins, an unknown one always maps to the same fallback. */
export function findStyle(text: string): StyleRecipe {
  const wanted = text.toLowerCase();
  let best: { recipe: StyleRecipe; length: number } | undefined;
  for (const recipe of RECIPES) {
    for (const name of [recipe.id, ...recipe.aliases]) {
      if (name.length > (best?.length ?? 0) && wordPattern(name).test(wanted))
        best = { recipe, length: name.length };
    }
  }
  if (best) return best.recipe;
  return FALLBACKS[hashText(wanted) % FALLBACKS.length] ?? storybook;
}

function wordPattern(name: string): RegExp {
  return new RegExp(`(^|[^a-z])${name.replace(/[-&]/g, ".")}`);
}
