import { EARTH } from "./earth";
import { LIFE } from "./life";
import { SKY } from "./sky";
import { SOCIETY } from "./society";
import { TECHNOLOGY } from "./technology";
import type { Topic } from "./topic";

/** Everything the offline writer knows. Where two topics match equally, the earlier one wins. */
export const TOPICS: readonly Topic[] = [...EARTH, ...SKY, ...LIFE, ...TECHNOLOGY, ...SOCIETY];

/** Where a long film about a topic goes on to, nearest first. */
export const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  tides: ["moon", "ocean", "gravity"],
  rain: ["ocean", "rainbows", "lightning"],
  volcanoes: ["earthquakes", "ocean", "climate"],
  earthquakes: ["volcanoes", "ocean", "gps"],
  rainbows: ["rain", "sky-blue", "sun"],
  lightning: ["electricity", "rain", "magnets"],
  "sky-blue": ["rainbows", "sun", "rain"],
  seasons: ["sun", "trees", "climate"],
  climate: ["ocean", "solar-power", "trees"],
  ocean: ["tides", "climate", "rain"],
  recycling: ["climate", "trees", "solar-power"],
  moon: ["tides", "gravity", "rockets"],
  sun: ["stars", "seasons", "solar-power"],
  "solar-system": ["sun", "moon", "gravity"],
  stars: ["sun", "black-holes", "gravity"],
  "black-holes": ["stars", "gravity", "sun"],
  gravity: ["moon", "tides", "black-holes"],
  rockets: ["gravity", "moon", "solar-system"],
  flight: ["rockets", "gps", "steam-engine"],
  magnets: ["electricity", "lightning", "sun"],
  photosynthesis: ["trees", "sun", "bees"],
  dinosaurs: ["evolution", "volcanoes", "dna"],
  bees: ["photosynthesis", "trees", "evolution"],
  trees: ["photosynthesis", "bees", "seasons"],
  evolution: ["dna", "dinosaurs", "ocean"],
  dna: ["evolution", "immune", "brain"],
  heart: ["brain", "sleep", "immune"],
  brain: ["sleep", "heart", "sound"],
  sleep: ["brain", "heart", "time"],
  immune: ["dna", "heart", "evolution"],
  cats: ["dogs", "evolution", "sleep"],
  dogs: ["cats", "evolution", "brain"],
  internet: ["computers", "electricity", "ai"],
  electricity: ["magnets", "lightning", "solar-power"],
  computers: ["electricity", "internet", "ai"],
  ai: ["computers", "brain", "internet"],
  printing: ["writing", "photography", "internet"],
  "steam-engine": ["electricity", "bicycle", "climate"],
  bicycle: ["steam-engine", "flight", "heart"],
  "solar-power": ["electricity", "sun", "climate"],
  gps: ["time", "rockets", "internet"],
  photography: ["sky-blue", "printing", "computers"],
  bread: ["coffee", "chocolate", "egypt"],
  coffee: ["sleep", "chocolate", "brain"],
  chocolate: ["coffee", "bees", "money"],
  writing: ["printing", "egypt", "internet"],
  money: ["democracy", "rome", "writing"],
  sound: ["brain", "ocean", "sleep"],
  time: ["sleep", "gps", "moon"],
  rome: ["egypt", "democracy", "writing"],
  egypt: ["rome", "writing", "bread"],
  democracy: ["rome", "money", "printing"],
};
