import { seededRandom } from "../seeded-random";
import { registerFor } from "./audience";
import { cutSegments, type Sentence } from "./cut-segments";
import { type Candidate, outlineScript } from "./outline";
import { CLIP_SILENCE_SECONDS, estimateSpeechSeconds, pauseSeconds } from "./pace";
import { type PromptReading, readPrompt } from "./read-prompt";

export interface ScriptRequest {
  readonly prompt: string;
  /** Free text: "children", "Adults", "experts". */
  readonly audience?: string;
  readonly segments: number;
  readonly segmentSeconds: number;
  readonly seed: number | string;
}

export interface Script {
  readonly title: string;
  readonly summary: string;
  /** Exactly `segments` texts; each takes the default offline voice about `segmentSeconds` to say. */
  readonly narration: readonly string[];
}

/** More text than needed gives the cutter a choice of what to leave out. */
const SUPPLY = 1.3;

const FILLERS: readonly string[] = [
  "Look closely.",
  "Here it comes.",
  "Watch what happens now.",
  "There is more to see.",
  "Stay with it for a moment.",
  "Take your time.",
  "And that is only the beginning.",
  "Notice the light.",
  "Let that sink in.",
  "Keep looking.",
  "Now look again, a little longer.",
  "One step at a time.",
];

function spokenSeconds(text: string): number {
  return estimateSpeechSeconds(text) - CLIP_SILENCE_SECONDS + pauseSeconds(".");
}

/** The heaviest candidates that together are long enough, back in speaking order; each text once. */
function chooseCandidates(candidates: readonly Candidate[], seconds: number): Candidate[] {
  const seen = new Set<string>();
  const unique = candidates.filter(({ text }) => !seen.has(text) && seen.add(text));
  const chosen = new Set<Candidate>();
  let total = 0;
  for (const candidate of [...unique].sort((left, right) => right.weight - left.weight)) {
    if (total >= seconds) break;
    chosen.add(candidate);
    total += spokenSeconds(candidate.text);
  }
  return unique.filter((candidate) => chosen.has(candidate));
}

function leavingOutCost(weight: number): number {
  if (weight >= 95) return 8;
  if (weight >= 90) return 3;
  if (weight >= 70) return 0.7;
  return weight >= 30 ? 0.4 : 0.02;
}

function withFillers(sentences: readonly Sentence[]): Sentence[] {
  const filled: Sentence[] = [];
  FILLERS.forEach((text, index) => {
    const share = Math.ceil(sentences.length / FILLERS.length);
    filled.push({ text, costOfLeavingOut: 0, costOfSaying: 0.5 });
    filled.push(...sentences.slice(index * share, (index + 1) * share));
  });
  return filled;
}

function summarise(reading: PromptReading, chosen: readonly Candidate[], segments: number): string {
  const scenes = segments === 1 ? "one scene" : `${segments} scenes`;
  if (reading.kind === "story") {
    const opening = chosen
      .slice(0, 2)
      .map(({ text }) => text)
      .join(" ");
    return `A tale in ${scenes}. ${opening}`;
  }
  const known = reading.topics.length > 0;
  const lead = chosen
    .slice(1, -1)
    .sort((left, right) => right.weight - left.weight)
    .slice(0, 2);
  const facts = chosen.filter((candidate) => lead.includes(candidate)).map(({ text }) => text);
  return known
    ? `A short film about ${reading.matter}, in ${scenes}. ${facts.join(" ")}`
    : `A short film about ${reading.matter}, in ${scenes}: what to look for in ${reading.subject}, and which questions to ask.`;
}

/**
 * Writes a narrated script without a model: reads the prompt, gathers what the studio knows of it (or honest ways of
 * looking at it, or a tale), and cuts the text to the segments. The same request gives the same script; another seed
 * gives another choice. No sentence occurs twice.
 * @throws RangeError naming `prompt`, `segments` or `segmentSeconds`.
 */
export function writeScript(request: ScriptRequest): Script {
  const { prompt, audience, segments, segmentSeconds, seed } = request;
  if (prompt.trim() === "") throw new RangeError("prompt: must not be empty");
  if (!Number.isInteger(segments) || segments < 1 || segments > 120) {
    throw new RangeError("segments: must be a whole number from 1 to 120");
  }
  if (!(segmentSeconds >= 2 && segmentSeconds <= 60)) {
    throw new RangeError("segmentSeconds: must be from 2 to 60 seconds");
  }
  const reading = readPrompt(prompt);
  const random = seededRandom(seed, prompt);
  const register = registerFor(audience);
  const outline = outlineScript(reading, register, random);
  const seconds = segments * (segmentSeconds - CLIP_SILENCE_SECONDS);
  const chosen = chooseCandidates(outline, seconds * SUPPLY + 6);
  const sentences = chosen.map(({ text, weight, continues }) => ({
    text,
    continues,
    // Chance moves the choice between equals, so that another seed is another script.
    costOfLeavingOut: leavingOutCost(weight) * (weight >= 90 ? 1 : 0.6 + 0.8 * random.next()),
    // Excursions only fill what the subject itself leaves empty.
    costOfSaying: weight < 30 ? 0.35 : 0,
  }));
  const size = { segments, segmentSeconds };
  const everything = outline.map(({ text, continues }) => ({ text, continues, costOfLeavingOut: 0.3 }));
  const narration =
    cutSegments(sentences, size) ??
    cutSegments(withFillers(sentences), size) ??
    cutSegments(withFillers(everything), size);
  if (!narration) {
    throw new RangeError("segments: the offline writer has too little to say for so long a video");
  }
  return { title: reading.title, summary: summarise(reading, chosen, segments), narration };
}
