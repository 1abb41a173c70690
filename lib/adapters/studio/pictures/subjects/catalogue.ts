import { BIRDS } from "./birds";
import { BOATS } from "./boats";
import { COMPUTING } from "./computing";
import { DEEP_SPACE } from "./deep-space";
import { DWELLINGS } from "./dwellings";
import { ELEMENTS } from "./elements";
import { ENGINES } from "./engines";
import { FARM_ANIMALS } from "./farm-animals";
import { FLYERS } from "./flyers";
import { FOOD } from "./food";
import { GOODS } from "./goods";
import { GRAZERS } from "./grazers";
import { INSTRUMENTS } from "./instruments";
import { LABORATORY } from "./laboratory";
import { LANDMARKS } from "./landmarks";
import { LIMBS } from "./limbs";
import { LIVING_CELLS } from "./living-cells";
import { MATTER } from "./matter";
import { MUSIC } from "./music";
import { ORGANS } from "./organs";
import { PEOPLE } from "./people";
import { PETS } from "./pets";
import { PLANTS } from "./plants";
import { POSES } from "./poses";
import { SEA_ANIMALS } from "./sea-animals";
import { SIGNS } from "./signs";
import { SMALL_ANIMALS } from "./small-animals";
import { SMALL_WONDERS } from "./small-wonders";
import type { Subject } from "./subject";
import { SWEETS } from "./sweets";
import { TREES } from "./trees";
import { WHEELS } from "./wheels";
import { WILD_ANIMALS } from "./wild-animals";
import { WORKS } from "./works";
import { WORLDS } from "./worlds";
import { WRITINGS } from "./writings";

/** Every thing the studio can draw, by the word or phrase that calls it; the first table that has a word keeps it. */
export const SUBJECT_BY_WORD: ReadonlyMap<string, Subject> = indexByWord([
  ...TREES,
  ...PLANTS,
  ...ELEMENTS,
  ...SMALL_WONDERS,
  ...PETS,
  ...FARM_ANIMALS,
  ...WILD_ANIMALS,
  ...GRAZERS,
  ...BIRDS,
  ...SEA_ANIMALS,
  ...SMALL_ANIMALS,
  ...BOATS,
  ...WHEELS,
  ...FLYERS,
  ...DWELLINGS,
  ...LANDMARKS,
  ...WORKS,
  ...PEOPLE,
  ...POSES,
  ...WORLDS,
  ...DEEP_SPACE,
  ...MATTER,
  ...LIVING_CELLS,
  ...LABORATORY,
  ...ORGANS,
  ...LIMBS,
  ...COMPUTING,
  ...ENGINES,
  ...WRITINGS,
  ...SIGNS,
  ...INSTRUMENTS,
  ...GOODS,
  ...FOOD,
  ...SWEETS,
  ...MUSIC,
]);

function indexByWord(subjects: readonly Subject[]): Map<string, Subject> {
  const index = new Map<string, Subject>();
  for (const subject of subjects) {
    for (const word of subject.words.split(", ")) if (!index.has(word)) index.set(word, subject);
  }
  return index;
}
