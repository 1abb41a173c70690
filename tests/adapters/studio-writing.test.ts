import { describe, expect, it } from "vitest";
import { NEIGHBOURS, TOPICS } from "../../lib/adapters/studio/writing/knowledge/index-of-topics";
import { estimateSpeechSeconds } from "../../lib/adapters/studio/writing/pace";
import { readPrompt } from "../../lib/adapters/studio/writing/read-prompt";
import {
  writeImagePrompts,
  writeMusicPrompt,
  writeStartingImage,
  writeVideoDirection,
} from "../../lib/adapters/studio/writing/write-prompts";
import { writeScript } from "../../lib/adapters/studio/writing/write-script";

const PROMPTS = [
  "How tides work",
  "Why is the sky blue?",
  "How do noise cancelling headphones work?",
  "a cat who learns to fly",
  "History of the bicycle",
  "Coffee vs tea",
  "5 tips for learning a language",
  "How to make pancakes",
  "The Eiffel Tower",
  "x",
  "🚀🚀",
  "Ein Film über Brücken",
  "Tell a story about two brothers who cross the desert",
];

const SIZES = [
  { segments: 1, segmentSeconds: 3 },
  { segments: 3, segmentSeconds: 10 },
  { segments: 60, segmentSeconds: 3 },
  { segments: 12, segmentSeconds: 5 },
  { segments: 6, segmentSeconds: 30 },
];

function sentencesOf(narration: readonly string[]): string[] {
  return narration
    .join(" ")
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim());
}

describe("the offline script writer", () => {
  it.each(PROMPTS)("fills every segment of every size for %j, without repeating a sentence", (prompt) => {
    for (const size of SIZES) {
      const script = writeScript({ prompt, audience: "Adults", seed: 11, ...size });
      expect(script.narration).toHaveLength(size.segments);
      for (const text of script.narration) {
        expect(text).not.toMatch(/[{}|]|undefined|\s{2}/);
        expect(estimateSpeechSeconds(text) / size.segmentSeconds).toBeGreaterThan(0.85);
        expect(estimateSpeechSeconds(text) / size.segmentSeconds).toBeLessThan(1.15);
      }
      const sentences = sentencesOf(script.narration);
      expect(new Set(sentences).size).toBe(sentences.length);
      expect(new Set(script.narration).size).toBe(size.segments);
    }
  });

  it("writes the same script for the same request, and another for another seed or prompt", () => {
    const request = {
      prompt: "How volcanoes work",
      audience: "Adults",
      segments: 6,
      segmentSeconds: 8,
      seed: 5,
    };
    expect(writeScript(request)).toEqual(writeScript({ ...request }));
    expect(writeScript({ ...request, seed: 6 }).narration).not.toEqual(writeScript(request).narration);
    expect(writeScript({ ...request, prompt: "How bees dance" }).narration).not.toEqual(
      writeScript(request).narration,
    );
  });

  it("answers what was asked: the facts of the topic are in the narration", () => {
    const tell = (prompt: string) =>
      writeScript({ prompt, segments: 3, segmentSeconds: 10, seed: 1 }).narration.join(" ");
    expect(tell("How tides work")).toMatch(/moon/);
    expect(tell("Why do cats purr?")).toMatch(/purring/i);
    expect(tell("Why is the sky blue?")).toMatch(/scatter/);
    expect(tell("Explain photosynthesis")).toMatch(/carbon dioxide/);
    expect(tell("Coffee vs tea")).toMatch(/coffee on the left, and tea on the right/);
    expect(tell("The Eiffel Tower")).toMatch(/Eiffel Tower/);
  });

  it("tells a story of the hero and the goal it was given", () => {
    const { title, narration } = writeScript({
      prompt: "a cat who learns to fly",
      segments: 5,
      segmentSeconds: 10,
      seed: 2,
    });
    expect(title).toBe("The Cat Who Learns to Fly");
    expect(narration[0]).toMatch(/there lived a cat called \w+/);
    expect(narration.join(" ")).toMatch(/secret wish: to fly/);
  });

  it("speaks of a hero with a name and the pronoun that goes with it", () => {
    for (let seed = 0; seed < 12; seed++) {
      const { narration } = writeScript({
        prompt: "a fox who paints",
        segments: 6,
        segmentSeconds: 30,
        seed,
      });
      const text = narration.join(" ");
      const name = /called (\w+)\./.exec(text)?.[1] ?? "";
      const she = ["Nora", "Juno", "Mabel", "Tove"].includes(name);
      expect(text).toMatch(she ? /made up her mind/ : /made up his mind/);
      expect(text).not.toMatch(she ? /\bhe\b/ : /\bshe\b/);
    }
  });

  it("speaks otherwise to children than to experts", () => {
    const request = { prompt: "How volcanoes work", segments: 18, segmentSeconds: 8, seed: 1 };
    const children = writeScript({ ...request, audience: "Kids aged 6 to 8" }).narration.join(" ");
    const experts = writeScript({ ...request, audience: "experts" }).narration.join(" ");
    expect(children).toMatch(/Melted rock underground is called magma/);
    expect(children).not.toMatch(/Silica/);
    expect(experts).toMatch(/Silica/);
    expect(experts).not.toMatch(/Melted rock underground is called magma/);
  });

  it("names the input that it refuses", () => {
    const request = { prompt: "tides", segments: 3, segmentSeconds: 10, seed: 1 };
    expect(() => writeScript({ ...request, prompt: "  " })).toThrow(/^prompt:/);
    expect(() => writeScript({ ...request, segments: 0 })).toThrow(/^segments:/);
    expect(() => writeScript({ ...request, segmentSeconds: Number.NaN })).toThrow(/^segmentSeconds:/);
  });

  it("survives prompts that are long, odd or hostile to patterns", () => {
    const request = { segments: 2, segmentSeconds: 5, seed: 1 };
    for (const prompt of [
      "why ".repeat(2000),
      "((((",
      "{s} {m} $& $1",
      "who that who that who",
      "vs",
      "how to",
      "a".repeat(5000),
    ]) {
      expect(writeScript({ ...request, prompt: prompt }).narration).toHaveLength(2);
    }
  });
});

describe("reading a prompt", () => {
  it.each([
    ["Make a video about Tokyo at night", "about", "Tokyo at night", "Tokyo at night"],
    [
      "How do noise cancelling headphones work?",
      "how",
      "noise cancelling headphones",
      "how noise cancelling headphones work",
    ],
    ["Why is the sky blue?", "why", "the sky", "why the sky is blue"],
    ["why do we forget names", "why", "forgetting names", "why we forget names"],
    ["How to make pancakes", "guide", "making pancakes", "how to make pancakes"],
    ["The story of the printing press", "history", "the printing press", "the story of the printing press"],
    ["Explain quantum computing to a 5 year old", "about", "quantum computing", "quantum computing"],
    ["top 5 tips for better sleep", "list", "better sleep", "top 5 tips for better sleep"],
  ])("%j is %s, of %j", (prompt, kind, subject, matter) => {
    expect(readPrompt(prompt)).toMatchObject({ kind, subject, matter });
  });

  it("does not mistake a word for a topic it does not mean", () => {
    expect(readPrompt("How to draw a heart").topics).toEqual([]);
    expect(readPrompt("10 ways to save money").topics).toEqual([]);
    expect(readPrompt("time management for students").topics).toEqual([]);
    expect(readPrompt("a bee who lost her hive").topics).toEqual([]);
  });
});

describe("what the writer knows", () => {
  it("has a hook, a key, a close and enough lines for every topic, and says nothing twice", () => {
    const texts = TOPICS.flatMap(({ lines }) => lines.map(({ text }) => text));
    expect(new Set(texts).size).toBe(texts.length);
    for (const { id, lines } of TOPICS) {
      const roles = lines.map(({ role }) => role);
      expect({ id, roles }).toMatchObject({ roles: expect.arrayContaining(["hook", "close", "deep"]) });
      expect(lines.length, id).toBeGreaterThan(13);
      for (const { text } of lines) expect(text).toMatch(/^[A-Z“].*[.?!]$/);
    }
  });

  it("leads every topic on to topics that exist", () => {
    const ids = new Set(TOPICS.map(({ id }) => id));
    expect(new Set(Object.keys(NEIGHBOURS))).toEqual(ids);
    for (const [id, others] of Object.entries(NEIGHBOURS)) {
      for (const other of others) expect(ids.has(other) && other !== id, `${id} → ${other}`).toBe(true);
    }
  });
});

describe("the prompts for pictures, clips and music", () => {
  const { title, summary, narration } = writeScript({
    prompt: "How tides work",
    segments: 3,
    segmentSeconds: 10,
    seed: 1,
  });
  const first = narration[0] ?? "";

  it("describe as many different pictures as asked for, in the style asked for", () => {
    const prompts = writeImagePrompts({ narration: first, summary, style: "watercolour", count: 5, seed: 3 });
    expect(new Set(prompts).size).toBe(5);
    for (const prompt of prompts) expect(prompt).toMatch(/sea|tide|moon|waves/i);
    for (const prompt of prompts) expect(prompt).toMatch(/watercolour style/i);
    expect(new Set(prompts.map((prompt) => prompt.split(" of ")[0])).size).toBe(5);
    expect(writeImagePrompts({ narration: first, summary, style: "", count: 0, seed: 3 })).toEqual([]);
    expect(() => writeImagePrompts({ narration: first, summary, style: "", count: -1, seed: 3 })).toThrow(
      /^count:/,
    );
  });

  it("differ between the narrations of one film", () => {
    const prompts = narration.flatMap((text) =>
      writeImagePrompts({ narration: text, summary, style: "flat", count: 2, seed: 3 }),
    );
    expect(new Set(prompts).size).toBe(6);
  });

  it("give a clip a scene and a camera move, the same every time", () => {
    const request = { narration: first, summary, seed: 4 };
    expect(writeVideoDirection(request)).toMatch(/sea.*The camera/is);
    expect(writeVideoDirection(request)).toBe(writeVideoDirection(request));
    const start = writeStartingImage(request);
    expect(start.startingImagePrompt).toMatch(/sea/i);
    expect(start.directionPrompt).toMatch(/^The camera/);
  });

  it("put a person's wish for the music first", () => {
    const plain = writeMusicPrompt({ title, summary, seed: 1 });
    expect(plain).toContain('"How Tides Work"');
    expect(writeMusicPrompt({ title, summary, modifier: "sad solo piano", seed: 1 })).toMatch(
      /^Sad solo piano\./,
    );
  });
});
