import type { SeededRandom } from "../seeded-random";
import type { Register } from "./audience";
import { fillSlots } from "./fill-slots";
import {
  BRIDGES,
  CHILDREN_LINES,
  CLOSINGS,
  CLOSINGS_OF_DOING,
  EXPERT_LENS,
  KIND_LENSES,
  LENSES,
  type Lens,
  OPENINGS,
  OPENINGS_OF_DOING,
} from "./generic-lines";
import { NEIGHBOURS, TOPICS } from "./knowledge/index-of-topics";
import type { LineRole, Topic, TopicLine } from "./knowledge/topic";
import type { PromptReading } from "./read-prompt";
import { STORY_HELPERS, STORY_MOVEMENTS, STORY_NAMES, STORY_PLACES } from "./story-lines";
import { isPlural, sentenceCase, withArticle } from "./words";

/** A sentence the script may use, in speaking order; the heaviest are chosen first. */
export interface Candidate {
  readonly text: string;
  readonly weight: number;
  /** It leans on the line before and is dropped with it. */
  readonly continues?: boolean;
}

const ROLE_WEIGHT: Readonly<Record<LineRole, number>> = {
  hook: 60,
  key: 90,
  explanation: 60,
  example: 42,
  surprise: 46,
  consequence: 38,
  close: 60,
  gentle: 88,
  deep: 80,
};

const STOP_WORDS =
  /^(?:how|why|what|when|where|who|does|do|did|is|are|was|were|the|a|an|of|in|on|to|for|and|or|from|with|at|by|it|its|we|you|they|so|very|work|works|about|history|story|brief|short|between|difference|top|best|make|made|explain|can|have|has|that|this|their|our|your|form|forms|formed|happen|happens|exist|begin|matter|matters|important|really|actually|basics|science|fact|facts)$/i;

/**
 * Finds the lines that answer what a request asks beyond its topic: "purr" of cats. A word that half the topic
 * uses, as "blood" of the heart, tells nothing.
 */
function particularsOf(
  request: string,
  topic: Topic,
): { asked: boolean; isAnswer: (line: string) => boolean } {
  const stems = request
    .replace(topic.match, " ")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !STOP_WORDS.test(word))
    .map(
      (word) =>
        new RegExp(`\\b${word.length > 4 ? word.replace(/(?:ing|ies|es|ed|s|y|e)$/, "") : word}`, "i"),
    );
  const rare = stems.filter((stem) => {
    const uses = topic.lines.filter(({ text }) => stem.test(text)).length;
    return uses > 0 && uses <= 4;
  });
  return {
    asked: stems.length > 0 && !stems.some((stem) => topic.lines.some(({ text }) => stem.test(text))),
    isAnswer: (line) => rare.some((stem) => stem.test(line)),
  };
}

function genericSlots(reading: PromptReading): Record<string, string> {
  return {
    s: reading.subject,
    S: sentenceCase(reading.subject),
    m: reading.matter,
    o: reading.other ?? "the other",
  };
}

/** Ways of looking are for things: of "making pancakes", they look at the pancakes. */
function thingReading(reading: PromptReading): PromptReading {
  if (reading.thing === reading.subject) return reading;
  return { ...reading, subject: reading.thing, plural: isPlural(reading.thing) };
}

function fillLens(lens: Lens, reading: PromptReading, weight: number): Candidate[] {
  return lens.map((line, index) => ({
    text: fillSlots(line, genericSlots(reading), reading),
    weight: weight - index * 2,
    continues: index > 0,
  }));
}

function outlineTale(reading: PromptReading, random: SeededRandom): Candidate[] {
  const hero = reading.hero ?? "traveller";
  const proper = /^[A-Z]/.test(hero);
  const plural = !proper && isPlural(hero);
  const she = random.next() < 0.5;
  const given = random.pick(STORY_NAMES[she ? "she" : "he"]);
  const [they, them, their, themself] = plural
    ? ["they", "them", "their", "themselves"]
    : she
      ? ["she", "her", "her", "herself"]
      : ["he", "him", "his", "himself"];
  const slots: Record<string, string> = {
    a: plural ? `some ${hero}` : proper ? "somebody" : withArticle(hero),
    the: proper ? hero : `the ${hero}`,
    name: proper ? hero : plural ? `the ${hero}` : given,
    goal: reading.goal ?? "see what lay beyond the hills",
    they: they ?? "they",
    They: sentenceCase(they ?? "they"),
    them: them ?? "them",
    their: their ?? "their",
    themself: themself ?? "themself",
    helper: random.pick(STORY_HELPERS),
    place: random.pick(STORY_PLACES),
  };
  // Which movements the shortest telling keeps: the world, the wish, the fall, the helper, the storm, the deed, the end.
  const importance = [100, 96, 62, 84, 50, 72, 66, 44, 42, 76, 92, 48, 98];
  return STORY_MOVEMENTS.flatMap((movement, index) =>
    movement.map((line, order) => ({
      text: fillSlots(plural ? line.replace(" called {name}", "") : line, slots, { plural }),
      weight: order === 0 ? (importance[index] ?? 50) : 40 - order * 4 + random.next() * 6,
    })),
  );
}

function outlineTopic(
  reading: PromptReading,
  topic: Topic,
  register: Register,
  random: SeededRandom,
): Candidate[] {
  const { isAnswer } = particularsOf(reading.request, topic);
  const left: readonly TopicLine[] = topic.lines.filter(
    ({ role }) =>
      (role !== "gentle" || register === "children") && (role !== "deep" || register === "experts"),
  );
  const firstHook = left.findIndex(({ role }) => role === "hook");
  const lastClose = left.findLastIndex(({ role }) => role === "close");
  return left.map(({ role, text }, index) => {
    const essential = index === firstHook ? 100 : index === lastClose ? 99 : ROLE_WEIGHT[role];
    // Early explanations carry the later ones, so they are given up last.
    const early = role === "explanation" ? -index * 0.6 : 0;
    if (essential >= 90) return { text, weight: essential };
    const chosen = essential + early + random.next() * 28;
    return { text, weight: isAnswer(text) ? 94 : Math.min(88, chosen) };
  });
}

/** Sentences in order, more than enough for three minutes. */
export function outlineScript(reading: PromptReading, register: Register, random: SeededRandom): Candidate[] {
  if (reading.kind === "story") {
    return outlineTale(reading, random);
  }
  const kindLenses = KIND_LENSES[reading.kind];
  const spare = random.shuffle(LENSES);
  const [topic, second] = reading.topics;
  const audienceLenses: Lens[] =
    register === "experts" ? [EXPERT_LENS] : register === "children" ? [CHILDREN_LINES.slice(0, 2)] : [];
  const slots = genericSlots(reading);
  const things = thingReading(reading);
  const isDoing = reading.kind === "guide" || /^\p{Ll}+ing\s/u.test(reading.subject);
  if (!topic) {
    const openings = random.shuffle(isDoing ? OPENINGS_OF_DOING : OPENINGS).slice(0, 2);
    const closings = random.shuffle(isDoing ? CLOSINGS_OF_DOING : CLOSINGS).slice(0, 2);
    return [
      { text: fillSlots(openings[0] ?? "", slots, reading), weight: 100 },
      { text: fillSlots(openings[1] ?? "", slots, reading), weight: 20 },
      ...kindLenses.flatMap((lens, index) => fillLens(lens, reading, 90 - index * 10)),
      ...audienceLenses.flatMap((lens) => fillLens(lens, reading, 78)),
      ...spare.flatMap((lens, index) => fillLens(lens, things, 70 - index * 2.5)),
      { text: fillSlots(closings[0] ?? "", slots, reading), weight: 22 },
      { text: fillSlots(closings[1] ?? "", slots, reading), weight: 99 },
    ];
  }
  const { asked } = particularsOf(reading.request, topic);
  const lines = outlineTopic(reading, topic, register, random);
  const ending = topic.lines.filter(({ role }) => role === "close").length;
  const beginning = lines.slice(0, 1);
  const middle = lines.slice(1, lines.length - ending);
  const front: Candidate[] =
    reading.kind === "versus"
      ? fillLens(kindLenses[0] ?? [], reading, 97)
      : !asked || reading.kind === "how" || reading.kind === "about"
        ? []
        : fillLens(kindLenses[0] ?? [], reading, 75).slice(0, 3);
  // A comparison of two known things gives both the same room; else neighbours only fill what is left.
  const compared = reading.kind === "versus" && second ? [second] : [];
  const neighbours = [second, ...(NEIGHBOURS[topic.id] ?? []).map(topicById)].filter(
    (other, index, all) =>
      other !== undefined && other !== topic && !compared.includes(other) && all.indexOf(other) === index,
  );
  const bridges = random.shuffle(BRIDGES);
  const excursion = neighbours.flatMap((other, index) =>
    other ? outlineNeighbour(other, bridges[index] ?? "", register, 29 - index * 8) : [],
  );
  if (excursion[0]) {
    // One group: whoever leaves the subject must come back to it before the close.
    excursion[0] = { ...excursion[0], continues: false };
    const back = fillSlots("And so we come back to {s}.", { s: reading.subject }, reading);
    excursion.push({ text: back, weight: 28.9, continues: true });
  }
  return [
    ...beginning,
    ...front,
    ...middle,
    ...audienceLenses.flatMap((lens) => fillLens(lens, reading, register === "experts" ? 50 : 36)),
    ...compared.flatMap((other) =>
      outlineTopic(reading, other, register, random).slice(
        1,
        -other.lines.filter(({ role }) => role === "close").length,
      ),
    ),
    ...excursion,
    ...lines.slice(lines.length - ending),
  ];
}

function topicById(id: string): Topic | undefined {
  return TOPICS.find((topic) => topic.id === id);
}

/** Another topic's facts behind a bridge sentence, in order, so that a shorter film breaks off at the end. */
function outlineNeighbour(topic: Topic, bridge: string, register: Register, weight: number): Candidate[] {
  const facts = topic.lines.filter(
    ({ role }) =>
      role !== "hook" &&
      role !== "close" &&
      (role !== "gentle" || register === "children") &&
      (role !== "deep" || register === "experts"),
  );
  const [first, second, ...rest] = facts.map(({ text }) => text);
  // The bridge is worth crossing only for what lies behind it.
  const arrival = [fillSlots(bridge, { s: topic.subject }, { plural: false }), first, second].join(" ");
  return [arrival, ...rest].map((text, index) => ({ text, weight: weight - index * 0.3, continues: true }));
}
