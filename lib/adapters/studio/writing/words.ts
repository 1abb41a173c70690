/** A little English: the forms of words the writer needs. */

const SMALL = /^(?:a|an|the|and|but|or|nor|of|in|on|at|to|for|from|by|with|as|vs\.?)$/i;

/** Capitals as in a title; a word that has capitals of its own keeps them. */
export function titleCase(text: string): string {
  const words = text.split(" ");
  return words
    .map((word, index) =>
      /[A-Z]/.test(word.slice(1)) || (SMALL.test(word) && index > 0 && index < words.length - 1)
        ? word
        : word.replace(/\p{L}/u, (letter) => letter.toUpperCase()),
    )
    .join(" ");
}

export function sentenceCase(text: string): string {
  return text.replace(/^\p{L}/u, (letter) => letter.toUpperCase());
}

export function withoutArticle(text: string): string {
  return text.replace(/^(?:the|a|an|some)\s+/i, "");
}

export function withArticle(noun: string): string {
  return `${/^(?:[aeio]|u(?!ni|se|s[aeiou]|k))/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** make → making, run → running, tie → tying, bake → baking. */
export function gerund(verb: string): string {
  if (/ing$/i.test(verb) && verb.length > 4) return verb;
  if (/ie$/i.test(verb)) return `${verb.slice(0, -2)}ying`;
  if (/[^eoy]e$/i.test(verb) && verb.length > 2) return `${verb.slice(0, -1)}ing`;
  if (/^[^aeiou]*[aeiou][bdgklmnprt]$|(?:forget|begin|admit|commit|refer|upset|regret)$/i.test(verb))
    return `${verb}${verb.at(-1)}ing`;
  return `${verb}ing`;
}

/** Whether a noun phrase takes "are": by the word that carries it, before any preposition. */
export function isPlural(phrase: string): boolean {
  const head = (phrase.split(/\s+(?:of|in|on|at|for|from|with|to|by|about)\s+/i)[0] ?? phrase).trim();
  if (/\s(?:and|&)\s/i.test(head)) return true;
  const word = head.split(" ").at(-1) ?? "";
  if (/^(?:people|children|men|women|mice|geese|teeth|feet|fish|sheep|bacteria|fungi)$/i.test(word))
    return true;
  // A gerund leads: "tying shoes" is one thing.
  if (/^\p{L}{2,}ing\s/iu.test(head) && !/^(?:flying|swimming|living|talking)\s/i.test(head)) return false;
  return (
    /[^siu]s$/i.test(word) &&
    !/^(?:physics|mathematics|economics|politics|news|mars|paris|texas|gps|dns|aws|always|chess|ethics|genetics|robotics|gymnastics|athletics|tennis|bus|gas|lens|tetris)$/i.test(
      word,
    ) &&
    !/ics$/i.test(word)
  );
}
