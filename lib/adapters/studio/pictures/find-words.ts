import { IGNORED } from "./lexicon";

/** Lower-case words without accents, digits or possessives. */
export function tokenize(prompt: string): string[] {
  return prompt
    .toLowerCase()
    .normalize("NFKD")
    .split(/[^a-z'-]+/)
    .map((token) => token.replace(/^['-]+|['-]+$/g, "").replace(/'s$/, ""))
    .filter((token) => token.length > 1 && token.length < 30);
}

/** A word and the plainer forms it may come from: plural, -ing, -ed. */
export function variants(token: string): string[] {
  const forms = [token];
  if (token.endsWith("ies")) forms.push(`${token.slice(0, -3)}y`);
  if (token.endsWith("ves")) forms.push(`${token.slice(0, -3)}f`, `${token.slice(0, -3)}fe`);
  if (token.endsWith("es")) forms.push(token.slice(0, -2));
  if (token.endsWith("s") && !token.endsWith("ss")) forms.push(token.slice(0, -1));
  if (token.endsWith("ing") && token.length > 5) forms.push(token.slice(0, -3), `${token.slice(0, -3)}e`);
  if (token.endsWith("ed") && token.length > 4) forms.push(token.slice(0, -2), token.slice(0, -1));
  return forms;
}

/** Entries of the table in the order the prompt names them, phrases of two words before single ones. */
export function findAll<T>(tokens: readonly string[], entries: ReadonlyMap<string, T>): T[] {
  const found: T[] = [];
  const add = (value: T): void => {
    if (!found.includes(value)) found.push(value);
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? "";
    const next = tokens[index + 1];
    const phrase =
      next === undefined
        ? undefined
        : variants(next)
            .map((form) => entries.get(`${token} ${form}`))
            .find((value) => value !== undefined);
    if (phrase !== undefined) {
      add(phrase);
      index++;
      continue;
    }
    if (IGNORED.has(token)) continue;
    const value = variants(token)
      .map((form) => entries.get(form))
      .find((entry) => entry !== undefined);
    if (value !== undefined) add(value);
  }
  return found;
}
