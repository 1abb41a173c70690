import { TOPICS } from "./knowledge/index-of-topics";
import type { Topic } from "./knowledge/topic";
import { gerund, isPlural, sentenceCase, titleCase, withoutArticle } from "./words";

export type PromptKind = "how" | "why" | "history" | "versus" | "list" | "guide" | "story" | "about";

export interface PromptReading {
  readonly kind: PromptKind;
  /** The prompt without "make a video about" and the like, without a full stop. */
  readonly request: string;
  /** What it is about, as it stands in the middle of a sentence. */
  readonly subject: string;
  readonly plural: boolean;
  /** What is being asked, as it stands in a sentence: "how bridges carry weight"; the subject when nothing is. */
  readonly matter: string;
  readonly title: string;
  /** For something one does, what it is done to: "pancakes" for "making pancakes". Else the subject. */
  readonly thing: string;
  /** The other side of a comparison. */
  readonly other?: string;
  /** Who a story is about ("cat") and what they set out to do ("fly"). */
  readonly hero?: string;
  readonly goal?: string;
  /** What the writer knows of it, best match first. Never for stories. */
  readonly topics: readonly Topic[];
}

const LEAD_IN =
  /^(?:please\s+|can you\s+|could you\s+|i want(?: you to)?\s+|i(?:'d| would) like(?: you to)?\s+|let'?s\s+)*(?:(?:create|make|produce|generate|write|give me|do|show me|prepare)\s+(?:me\s+)?(?:an?|the|some)?\s*(?:[\w-]+\s+){0,4}?(?:video|film|movie|clip|explainer|documentary|ad|advert|commercial|trailer|reel|short|script|overview|introduction|summary|lesson|presentation|guide|tutorial)s?\s+(?:about|on|for|of|to|explaining|that explains|showing|introducing|promoting|that shows)\s+)/i;
const VERB_LEAD_IN =
  /^(?:please\s+)?(?:explain|describe|discuss|explore|introduce|present|summari[sz]e|tell (?:me|us|them|the story)(?: all)?(?: about| of)?|talk about|teach (?:me|us|kids|children)?(?: about)?|show (?:me|us)?(?: about)?|all about|an? (?:introduction|guide|overview|beginner'?s guide) (?:to|of)|the science (?:of|behind)|the basics of|learn about|facts about|understanding)\s+/i;

/** Words before which a predicate ends: "important | to history". */
const PREPOSITION = /^(?:to|for|of|in|on|from|with|at|by|about|so|called|than|like|when|if|during|after)$/i;

const IMPERATIVE =
  /^(?:bake|build|brew|buy|care|change|choose|clean|cook|draw|fix|fold|grow|improve|knit|learn|make|mend|pack|paint|plan|plant|play|practi[sc]e|prepare|raise|reduce|repair|ride|run|save|set up|sew|sing|speak|start|stop|study|tie|train|use|wash|write)\b/i;

const STORY =
  /\b(?:story|tale|fable|adventures?|once upon a time|bedtime)\b|^(?:an?|the|two|three|one)\s+(?:[\w'-]+\s+){1,4}?(?:who|that)\s+\w+/i;
/** "The story of the printing press" asks for facts, not for a fable. */
const TRUE_STORY = /\b(?:true |real )?(?:story|tale) (?:of|behind) (?!an? )/i;

function clean(prompt: string): string {
  return prompt
    .normalize("NFC")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/["\u201c\u201d]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The first sentence, or the first words of an endless one: a subject must fit into a sentence. */
function firstRequest(text: string): string {
  const sentence = (text.match(/^.{8,}?[.!?](?=\s|$)/)?.[0] ?? text).replace(/[\s.!?;:,]+$/, "");
  const words = sentence.split(" ");
  return words.length <= 18
    ? sentence
    : words
        .slice(0, 18)
        .join(" ")
        .replace(/[,;:]+$/, "");
}

function stripDuration(text: string): string {
  return text
    .replace(/\b(?:in|for)\s+(?:\d+|one|two|three|five|ten)\s*-?\s*(?:seconds?|minutes?|words)\b/gi, "")
    .replace(
      /\b(?:to|for)\s+(?:an?\s+)?(?:my\s+)?(?:\w+[- ])?(?:kids?|children|beginners?|adults?|toddlers?|(?:\w+[- ])?years?[- ]olds?|experts?|students?)\b$/i,
      "",
    )
    .replace(/\s+/g, " ")
    .trim();
}

/** "the sky blue" → subject "the sky", predicate "blue"; the predicate starts before the first preposition. */
function splitPredicate(text: string): { subject: string; predicate: string } {
  const words = text.split(" ");
  let cut = words.findIndex((word, index) => index > 1 && PREPOSITION.test(word)) - 1;
  if (cut < 1) cut = words.length - 1;
  if (/^(?:so|very|not|always|often)$/i.test(words[cut - 1] ?? "") && cut > 1) cut--;
  return { subject: words.slice(0, cut).join(" "), predicate: words.slice(cut).join(" ") };
}

/** The noun phrase before the verb of "the ocean taste salty": two words after an article, else one. */
function splitVerb(text: string): { subject: string; rest: string } {
  const words = text.split(" ");
  if (/^(?:we|you|i|they|it|people|humans)$/i.test(words[0] ?? "")) {
    return { subject: words[0] ?? "", rest: words.slice(1).join(" ") };
  }
  const nouns = words.findIndex(
    (word, index) => index > 0 && /(?:s|people|children|men|women)$/i.test(word) && !/ss$/i.test(word),
  );
  const length = /^(?:the|a|an|our|my|your|some|most)$/i.test(words[0] ?? "")
    ? 2
    : nouns > 0 && nouns < 3 && !/s$/i.test(words[0] ?? "")
      ? nouns + 1
      : 1;
  return { subject: words.slice(0, length).join(" "), rest: words.slice(length).join(" ") };
}

type Parts = Pick<PromptReading, "kind" | "subject" | "matter"> & Partial<PromptReading>;

function thirdPerson(verb: string): string {
  if (/(?:s|x|z|ch|sh|o)$/i.test(verb)) return `${verb}es`;
  if (/[^aeiou]y$/i.test(verb)) return `${verb.slice(0, -1)}ies`;
  return /^have$/i.test(verb) ? "has" : `${verb}s`;
}

function readQuestion(text: string): Parts | undefined {
  const asked =
    /^(how|why|where|when)\s+(?:(?:exactly|really)\s+)?(do|does|did|is|are|was|were|can|could|should|would|will)\s+(.+)$/i.exec(
      text,
    );
  if (asked) {
    const [, rawWord = "", rawVerb = "", rest = ""] = asked;
    const word = rawWord.toLowerCase();
    const auxiliary = rawVerb.toLowerCase();
    const kind = word === "why" ? "why" : "how";
    const works =
      /^(.+?)\s+(?:actually\s+|really\s+)?(work|works|function|happen|form|exist|matter|begin)(\s+.*)?$/i.exec(
        rest,
      );
    if (works?.[1] && /^do/.test(auxiliary)) {
      const verb =
        auxiliary === "does"
          ? thirdPerson(works[2] ?? "")
          : auxiliary === "did"
            ? `came to ${works[2]}`
            : works[2];
      return { kind, subject: works[1], matter: `${word} ${works[1]} ${verb}${works[3] ?? ""}` };
    }
    if (/^(?:is|are|was|were)$/.test(auxiliary)) {
      const { subject, predicate } = splitPredicate(rest);
      return subject === ""
        ? { kind, subject: rest, matter: rest }
        : { kind, subject, matter: `${word} ${subject} ${auxiliary} ${predicate}` };
    }
    const { subject, rest: verbPhrase } = splitVerb(rest);
    if (/^(?:we|you|i|they|it|people|humans)$/i.test(subject) && verbPhrase !== "") {
      const [verb = "", ...tail] = verbPhrase.split(" ");
      const doing = [gerund(verb), ...tail].join(" ");
      return {
        kind,
        subject: doing,
        plural: false,
        matter: /^do$/.test(auxiliary) ? `${word} ${subject} ${verbPhrase}` : doing,
      };
    }
    if (auxiliary === "does" && verbPhrase !== "") {
      const [verb = "", ...tail] = verbPhrase.split(" ");
      return { kind, subject, matter: [word, subject, thirdPerson(verb), ...tail].join(" ") };
    }
    const helper = auxiliary === "do" ? "" : auxiliary === "did" ? "came to " : `${auxiliary} `;
    return { kind, subject, matter: `${word} ${subject} ${helper}${verbPhrase}`.trim() };
  }
  const statement =
    /^(how|why)\s+(.+?)\s+(works?|happens?|forms?|is made|are made|was made|is|are|matters?|begins?|came to be|became|changed|shaped|helps?)(\s+.*)?$/i.exec(
      text,
    );
  if (statement?.[2] && !/^to\b/i.test(statement[2])) {
    return {
      kind: /^why/i.test(text) ? "why" : "how",
      subject: statement[2],
      matter: text.replace(/^\w+/, (word) => word.toLowerCase()),
    };
  }
  const what = /^(?:what|who)\s+(?:is|are|was|were|causes|makes)\s+(.+)$/i.exec(text);
  if (what?.[1]) return { kind: "about", subject: what[1], matter: what[1] };
  const other = /^(?:how|why)\s+(?!to\b)(.+)$/i.exec(text);
  if (other?.[1]) {
    const { subject } = splitVerb(other[1]);
    return {
      kind: /^why/i.test(text) ? "why" : "how",
      subject,
      matter: text.replace(/^\w+/, (word) => word.toLowerCase()),
    };
  }
  return undefined;
}

function readStory(text: string): Parts | undefined {
  if (!STORY.test(text) || (TRUE_STORY.test(text) && !/\b(?:who|that)\s+\w+/i.test(text))) return undefined;
  const body = text
    .replace(/^.*?\b(?:story|tale|fable|adventures?)\b\s*(?:about|of|in which|where|:)?\s*/i, "")
    .replace(/^once upon a time,?\s*(?:there was)?\s*/i, "");
  const hero = /^(?:an?|the|one|two|three|some)?\s*(.+?)(?:\s+(?:who|that|which)\s+(.+))?$/i.exec(
    body === "" ? text : body,
  );
  const phrase = hero?.[1] ?? "stranger";
  const shortHero = phrase.split(/\s+(?:in|on|at|from|with|of|and|lost|trying|learning)\s+/i)[0] ?? phrase;
  const deed = (hero?.[2] ?? "").replace(/[.,;].*$/, "").trim();
  const goal = deed
    .replace(
      /^(?:learns?|learnt|learned|wants?|wanted|dreams? of|tries|tried|decides?|decided|hopes?|longs?|has|needs?|sets? out)\s+(?:how\s+)?(?:to\s+)?/i,
      "",
    )
    .replace(/^(\w+?)(?:ies|(?<=ch|sh|ss|x)es|(?<=[^s])s)\b/i, (word, stem: string) =>
      /ies$/i.test(word) ? `${stem}y` : stem,
    )
    .replace(/^(?:being|becoming)\b/i, "become")
    .replace(/^flying\b/i, "fly");
  return {
    kind: "story",
    subject: /^[A-Z]/.test(shortHero) ? shortHero : `the ${shortHero}`,
    plural: false,
    matter: text,
    hero: shortHero,
    goal: goal === "" ? undefined : goal,
  };
}

function readShape(text: string): Parts {
  const story = readStory(text);
  if (story) return story;
  const versus =
    /^(?:compare\s+|comparing\s+|the differences? between\s+)?(.+?)\s+(?:vs\.?|versus|compared (?:to|with)|or|and)\s+(.+)$/i.exec(
      text,
    );
  if (versus?.[1] && versus[2] && /\b(?:vs\.?|versus|compar\w+|differences? between)\b/i.test(text)) {
    return {
      kind: "versus",
      subject: versus[1],
      other: versus[2],
      matter: `${lowerStart(versus[1], text)} and ${lowerStart(versus[2], `${versus[2]}`)}`,
    };
  }
  const history =
    /^(?:an?\s+|the\s+)?(?:brief\s+|short\s+|quick\s+|little\s+)?(?:history|origins?|story|rise|rise and fall|invention|evolution|life|biography|discovery) (?:of|behind)\s+(.+)$/i.exec(
      text,
    );
  if (history?.[1])
    return {
      kind: "history",
      subject: history[1],
      matter: `the ${withoutArticle(text).replace(/^\w/, (letter) => letter.toLowerCase())}`,
    };
  const list =
    /^(?:the\s+)?(?:top\s+)?(?:\d+|two|three|four|five|six|seven|eight|ten|twelve)\s+(?:[\w-]+\s+)?(tips?|reasons?|ways?|facts?|things?|steps?|mistakes?|habits?|ideas?|rules|lessons|secrets)\s+(?:for|to|about|of|why|on|in|you should know about|we)\s+(.+)$/i.exec(
      text,
    );
  if (list?.[2]) {
    const to = /\sto\s+$/i.test(text.slice(0, text.length - list[2].length));
    const [verb = "", ...tail] = list[2].split(" ");
    return { kind: "list", subject: to ? [gerund(verb), ...tail].join(" ") : list[2], matter: text };
  }
  const guide = /^(?:how to|ways to|steps to|learn(?:ing)? (?:how )?to)\s+(.+)$/i.exec(text);
  const order = guide?.[1] ?? (IMPERATIVE.test(text) ? text : undefined);
  if (order) {
    const [verb = "", ...tail] = order.split(" ");
    const doing = [gerund(verb.toLowerCase()), ...tail].join(" ");
    return {
      kind: "guide",
      subject: doing,
      plural: false,
      matter: `how to ${order.replace(/^\w/, (letter) => letter.toLowerCase())}`,
    };
  }
  return readQuestion(text) ?? { kind: "about", subject: text, matter: text };
}

/** A capital at the start of a request is an accident, unless the word is a name. */
function lowerStart(text: string, original: string): string {
  const first = text.split(" ")[0] ?? "";
  const isName = /[A-Z0-9].*[A-Z0-9]/.test(first) || !original.startsWith(first) || /^I$/.test(first);
  // "Tokyo at night": a capital outside the writer's vocabulary may well be a name.
  if (isName) return text;
  const isCommon =
    COMMON_START.test(first) || (!text.includes(" ") && TOPICS.some((topic) => topic.match.test(text)));
  return isCommon && !PLACES_AND_NAMES.test(first)
    ? text.replace(/^[A-Z](?=[a-z]|\s)/, (letter) => letter.toLowerCase())
    : text;
}

const COMMON_START =
  /^(?:the|a|an|our|my|your|some|every|how|why|what|(?:[A-Za-z]+(?:ing|s|tion|ity|ment|ness)))$/i;
const PLACES_AND_NAMES =
  /^(?:paris|london|tokyo|rome|berlin|mars|venus|jupiter|saturn|egypt|china|india|japan|africa|europe|america|einstein|newton|shakespeare|mozart|france|italy|spain|iceland|everest)$/i;

/**
 * Reads what a prompt asks for: its kind, its subject and the topics the writer knows of. Works on any text, however
 * odd: an unreadable prompt is a subject of its own.
 */
export function readPrompt(prompt: string): PromptReading {
  const whole = clean(prompt);
  const trimmed = stripDuration(whole.replace(LEAD_IN, ""));
  const asked = firstRequest(trimmed === "" ? whole : trimmed);
  const isTale = STORY.test(asked) && !TRUE_STORY.test(asked);
  const withoutVerb = isTale ? asked : asked.replace(VERB_LEAD_IN, "");
  const request = withoutVerb === "" ? asked : withoutVerb;
  // Without a letter that the English voice can say, the subject stays unnamed.
  const sayable = /[a-z0-9]/i.test(request.normalize("NFKD"));
  const parts: Parts = sayable
    ? readShape(request)
    : { kind: "about", subject: "this idea", matter: "this idea" };
  const name = PLACES_AND_NAMES.test(parts.subject.split(" ")[0] ?? "");
  const subject = name ? sentenceCase(parts.subject) : lowerStart(parts.subject, request);
  const matter = parts.matter === parts.subject ? subject : lowerStart(parts.matter, request);
  return {
    ...parts,
    request,
    subject,
    thing: thingOf(parts, subject),
    matter,
    plural: parts.plural ?? isPlural(subject),
    title: titleCase(parts.kind === "story" && parts.hero ? storyTitle(request, parts) : request),
    topics: parts.kind === "story" ? [] : topicsOf(request, parts),
  };
}

/** The object of "making pancakes" or "folding a paper crane", where it clearly is a noun. */
function thingOf(parts: Parts, subject: string): string {
  if (parts.kind !== "guide" && parts.kind !== "list") return subject;
  const [first = "", ...rest] = subject.split(" ");
  const tail = rest.join(" ").split(/\s+(?:for|with|at|in|on|from|to|without|by)\s+/i)[0] ?? "";
  const isNoun = /^(?:a|an|the|your|some)\s/i.test(tail) || isPlural(tail) || rest.length === 1;
  return /ing$/i.test(first) && tail !== "" && isNoun && !/(?:er|ly|up|out|off)$/i.test(tail)
    ? tail
    : subject;
}

function storyTitle(request: string, parts: Parts): string {
  if (!parts.goal) return request.replace(/^(?:a |the )?(?:bedtime |short )?story (?:about|of) /i, "");
  const doer = withoutArticle(parts.hero ?? "");
  return `The ${doer} who ${/\bwho\s+(.+)$|\bthat\s+(.+)$/i.exec(request)?.slice(1).find(Boolean) ?? `wanted to ${parts.goal}`}`;
}

/** Verbs under which a thing is not what it means elsewhere: drawing a heart says nothing of blood. */
const OTHER_SENSE =
  /\b(?:draw|paint|sketch|crochet|knit|sew|sing|tattoo|costume|cake|logo|movie|song|band|recipe|pun|joke)/i;

/** Topics whose facts also help somebody who wants to do it; knowing what money is does not save any. */
const PRACTICAL_TOPICS: ReadonlySet<string> = new Set([
  "bread",
  "coffee",
  "sleep",
  "recycling",
  "photography",
]);

function topicsOf(request: string, parts: Parts): readonly Topic[] {
  if (OTHER_SENSE.test(request)) return [];
  const practical = parts.kind === "guide" || parts.kind === "list";
  const known = TOPICS.map((topic, order) => {
    const match = topic.match.exec(request);
    if (!match || (practical && !PRACTICAL_TOPICS.has(topic.id))) return undefined;
    const inSubject = topic.match.test(parts.subject) || topic.match.test(parts.other ?? "") ? 100 : 0;
    const length = parts.kind === "versus" ? 0 : match[0].length;
    return { topic, score: inSubject + length - match.index / 20 - order / 1000 };
  }).filter((entry) => entry !== undefined);
  return known
    .sort((left, right) => right.score - left.score)
    .slice(0, 2)
    .map(({ topic }) => topic);
}
