import { lighten, mix, saturate } from "../colour";
import { glowDiscs, strokePlain } from "./brushes";
import { fillPath, hardSplit } from "./hard-light";
import type { StyleRecipe } from "./recipe";

/** Clean geometry, few tones. */
export const flat: StyleRecipe = {
  id: "flat",
  label: "Flat design",
  description: "Clean geometric shapes, few clear tones, a crisp half-shadow.",
  aliases: ["minimalist", "minimal", "vector", "infographic", "simple", "modern"],
  bands: 7,
  tone: (colour) => saturate(lighten(colour, 0.035), 1.12),
  fill(surface, job) {
    const plain = job.to ? { ...job, to: undefined, colour: mix(job.colour, job.to, 0.4) } : job;
    const alpha = job.soft > 0.5 ? job.alpha * 0.8 : job.alpha;
    fillPath(surface, { ...plain, alpha }, hardSplit(surface, plain, 0.55, 0.07));
  },
  line: strokePlain,
  glow: glowDiscs,
};
