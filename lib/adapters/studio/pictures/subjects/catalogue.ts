import { ANIMALS } from "./animals";
import { BODY } from "./body";
import { BUILDINGS } from "./buildings";
import { HEAVENS } from "./heavens";
import { MACHINES } from "./machines";
import { NATURE } from "./nature";
import { PEOPLE } from "./people";
import { SCIENCE } from "./science";
import type { Subject } from "./subject";
import { TABLE } from "./table";
import { THINGS } from "./things";
import { TRAVEL } from "./travel";

/** Every thing the studio can draw, by the word or phrase that calls it; the first table that has a word keeps it. */
export const SUBJECT_BY_WORD: ReadonlyMap<string, Subject> = indexByWord([
  ...NATURE,
  ...ANIMALS,
  ...TRAVEL,
  ...BUILDINGS,
  ...PEOPLE,
  ...HEAVENS,
  ...SCIENCE,
  ...BODY,
  ...MACHINES,
  ...THINGS,
  ...TABLE,
]);

function indexByWord(subjects: readonly Subject[]): Map<string, Subject> {
  const index = new Map<string, Subject>();
  for (const subject of subjects) {
    for (const word of subject.words) if (!index.has(word)) index.set(word, subject);
  }
  return index;
}
