import type { SeededRandom } from "../seeded-random";
import type { Register } from "./audience";
import { fillSlots } from "./fill-slots";
import {
  CHILDREN_LINES,
  CLOSINGS,
  EXPERT_LENS,
  KIND_LENSES,
  LENSES,
  type Lens,
  OPENINGS,
} from "./generic-lines";
import type { LineRole, Topic } from "./knowledge/topic";
import type { PromptReading } from "./read-prompt";
import { STORY_HELPERS, STORY_MOVEMENTS, STORY_NAMES, STORY_PLACES } from "./story-lines";
import { isPlural, sentenceCase, withArticle } from "./words";

/** A sentence the script may use, in speaking order; the heaviest are chosen first. */
export interface Candidate {
  readonly text: string;
  readonly weight: number;
}

const ROLE_WEIGHT: Readonly<Record<LineRole, number>> = {
  hook: 60,
  key: 90,
  explanation: 60,
  example: 42,
  surprise: 46,
  consequence: 38,
  close: 60,
  gentle: 62,
  deep: 62,
};

const STOP_WORDS =
  /^(?:how|why|what|when|where|who|does|do|did|is|are|was|were|the|a|an|of|in|on|to|for|and|or|from|with|at|by|it|its|we|you|they|so|very|work|works|about|history|story|brief|short|between|difference|top|best|make|made|explain|can|have|has|that|this|their|our|your)$/i;

/** The words of a request that its topic does not already imply, cut to stems. */
function particulars(request: string, topic: Topic): string[] {
  const rest = request.replace(new RegExp(topic.match.source, "gi"), " ");
  return rest
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !STOP_WORDS.test(word))
    .map((word) => word.slice(0, Math.max(4, word.length - 2)));
}

function genericSlots(reading: PromptReading): Record<string, string> {
  return {
    s: reading.subject,
    S: sentenceCase(reading.subject),
    m: reading.matter,
    o: reading.other ?? "the other",
  };
}

function fillLens(lens: Lens, reading: PromptReading, weight: number): Candidate[] {
  return lens.map((line, index) => ({
    text: fillSlots(line, genericSlots(reading), reading),
    weight: weight - index * 2,
  }));
}

function outlineTale(reading: PromptReading, random: SeededRandom): Candidate[] {
  const hero = reading.hero ?? "traveller";
  const proper = /^[A-Z]/.test(hero);
  const plural = !proper && isPlural(hero);
  const she = random.next() < 0.5;
  const given = random.pick(STORY_NAMES);
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
  const importance = [100, 96, 62, 84, 50, 72, 66, 76, 92, 48, 98];
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
): { lines: Candidate[]; breaks: number[] } {
  const wanted = particulars(reading.request, topic);
  const left: { role: LineRole; text: string }[] = topic.lines.filter(
    ({ role }) =>
      (role !== "gentle" || register === "children") && (role !== "deep" || register === "experts"),
  );
  const firstHook = left.findIndex(({ role }) => role === "hook");
  const lastClose = left.findLastIndex(({ role }) => role === "close");
  const breaks: number[] = [];
  const lines = left.map(({ role, text }, index) => {
    if (role === "example" || role === "surprise" || role === "consequence") breaks.push(index + 1);
    const essential = index === firstHook ? 100 : index === lastClose ? 99 : ROLE_WEIGHT[role];
    const words = text.toLowerCase();
    const asked = wanted.some((stem) => words.includes(stem)) ? 40 : 0;
    // Early explanations carry the later ones, so they are given up last.
    const early = role === "explanation" ? -index * 0.6 : 0;
    return { text, weight: essential + asked + early + random.next() * 8 };
  });
  return { lines, breaks };
}

/** Sentences in order, more than enough for three minutes. */
export function outlineScript(reading: PromptReading, register: Register, random: SeededRandom): Candidate[] {
  if (reading.kind === "story") {
    // A tale is finite; beyond it, the narrator lingers on pictures, but only when nothing else is left.
    return outlineTale(reading, random);
  }
  const kindLenses = KIND_LENSES[reading.kind];
  const spare = random.shuffle(LENSES);
  const [topic, second] = reading.topics;
  const audienceLenses: Lens[] =
    register === "experts" ? [EXPERT_LENS] : register === "children" ? [CHILDREN_LINES.slice(0, 2)] : [];
  const slots = genericSlots(reading);
  if (!topic) {
    const openings = random.shuffle(OPENINGS).slice(0, 2);
    const closings = random.shuffle(CLOSINGS).slice(0, 2);
    return [
      { text: fillSlots(openings[0] ?? "", slots, reading), weight: 100 },
      { text: fillSlots(openings[1] ?? "", slots, reading), weight: 20 },
      ...kindLenses.flatMap((lens, index) => fillLens(lens, reading, 90 - index * 10)),
      ...audienceLenses.flatMap((lens) => fillLens(lens, reading, 78)),
      ...spare.flatMap((lens, index) => fillLens(lens, reading, 70 - index * 2.5)),
      { text: fillSlots(closings[0] ?? "", slots, reading), weight: 22 },
      { text: fillSlots(closings[1] ?? "", slots, reading), weight: 99 },
    ];
  }
  const { lines, breaks } = outlineTopic(reading, topic, register, random);
  // What is asked beyond the topic, and the second topic, come in the second half; ways of looking fill the rest.
  const others: Candidate[] = second
    ? outlineTopic(reading, second, register, random)
        .lines.filter((_, index, all) => index > 1 && index < all.length - 2)
        .map(({ text, weight }) => ({ text, weight: Math.min(weight, 80) - 22 }))
    : [];
  const asked = particulars(reading.request, topic);
  const answered =
    asked.length === 0 ||
    asked.some((stem) => topic.lines.some(({ text }) => text.toLowerCase().includes(stem)));
  const kindWeight = reading.kind === "versus" ? 92 : answered ? 26 : 75;
  const inserts: Candidate[][] = [
    ...kindLenses.map((lens) => fillLens(lens, reading, kindWeight)),
    ...audienceLenses.map((lens) => fillLens(lens, reading, register === "experts" ? 50 : 40)),
    ...spare.map((lens, index) => fillLens(lens, reading, 24 - index)),
  ];
  const slotsAt = breaks.length > 0 ? breaks : [lines.length - 1];
  const result: Candidate[] = [];
  const frontLens = kindWeight > 60 ? inserts.shift() : undefined;
  lines.forEach((line, index) => {
    const place = slotsAt.indexOf(index);
    if (place >= 0) {
      inserts
        .filter((_, order) => order % slotsAt.length === place)
        .forEach((lens) => {
          result.push(...lens);
        });
    }
    if (place === slotsAt.length - 1) result.push(...others);
    result.push(line);
    if (index === 0 && frontLens) result.push(...frontLens);
  });
  return result;
}
