/** From a script to what is handed to the voice: words kept verbatim beside the form flite can pronounce. */

export interface ScriptWord {
  /** As the script has it, punctuation included. */
  readonly text: string;
  /** In the letters flite knows (plain ASCII); empty when there is nothing to pronounce, as for a dash. */
  readonly spoken: string;
}

const REPLACEMENTS: readonly [RegExp, string][] = [
  [/[\u2018\u2019\u02bc\u2032]/g, "'"],
  [/[\u201c\u201d\u00ab\u00bb\u2033]/g, '"'],
  [/\u2026/g, "..."],
  [/[\u2010\u2011]/g, "-"],
  // flite reads "10-20" as a telephone number would be read.
  [/(\d)[\u2013\u2014-](\d)/g, "$1 to $2"],
  [/[\u2012-\u2015]/g, ", "],
  [/\u00b0\s*C\b/g, " degrees Celsius"],
  [/\u00b0\s*F\b/g, " degrees Fahrenheit"],
  [/\u00b0/g, " degrees"],
  [/\u00d7/g, " times "],
  [/\u20ac\s*([\d.,]*\d)/g, "$1 euros"],
  [/\u00a3\s*([\d.,]*\d)/g, "$1 pounds"],
  [/\u00bd/g, " one half"],
  [/&/g, " and "],
  [/[ß]/g, "ss"],
  [/[æÆ]/g, "ae"],
  [/[œŒ]/g, "oe"],
  [/[øØ]/g, "o"],
  [/[łŁ]/g, "l"],
  // Subscript digits, as in CO₂.
  [/[\u2080-\u2089]/g, (digit: string) => String(digit.charCodeAt(0) - 0x2080)] as unknown as [
    RegExp,
    string,
  ],
];

function toSpoken(text: string): string {
  let spoken = text;
  for (const [pattern, replacement] of REPLACEMENTS) spoken = spoken.replace(pattern, replacement);
  const ascii = spoken
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    // Markup characters have no sound, and some end a sentence in the middle of it.
    .replace(/[<>{}[\]\\|^~`*_#=]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return /[a-z0-9]/i.test(ascii) ? ascii : "";
}

/** Splits a text on whitespace: one entry per script word, in order. */
export function scriptWords(text: string): ScriptWord[] {
  return text
    .split(/\s+/u)
    .filter((word) => word !== "")
    .map((word) => ({ text: word, spoken: toSpoken(word) }));
}

const ABBREVIATION =
  /^(?:mr|mrs|ms|dr|prof|st|mt|vs|etc|e\.g|i\.e|no|fig|approx|[a-z]|(?:[a-z]\.)+[a-z])\.$/i;
const LONGEST_SENTENCE_WORDS = 48;

/** Groups word indexes into sentences: after . ! ? or …, unless the dot belongs to an abbreviation. */
export function sentencesOf(words: readonly ScriptWord[]): number[][] {
  const sentences: number[][] = [];
  let current: number[] = [];
  words.forEach((word, index) => {
    current.push(index);
    const bare = word.text.replace(/["'\u2019\u201d)\]]+$/u, "");
    const next = words[index + 1]?.text ?? "";
    const ends = /[.!?\u2026\u3002]$/u.test(bare) && !ABBREVIATION.test(bare) && !/^\p{Ll}/u.test(next);
    if (ends || current.length >= LONGEST_SENTENCE_WORDS) {
      sentences.push(current);
      current = [];
    }
  });
  if (current.length > 0) sentences.push(current);
  return sentences;
}
