/** The parts of a picture prompt, each a plain text that may be empty. */
export interface PromptParts {
  /** What is to be seen. */
  readonly sight: string;
  /** What is told about it. */
  readonly story: string;
  /** Shot, light and composition. */
  readonly manner: string;
}

const SHOT =
  /^\s*((?:[\w'-]+\s+){0,5}?(?:shot|view|close-up|closeup|silhouette|portrait|panorama|photo|picture|painting|illustration)\b(?:(?!\bof\b)[^.:;,]){0,60}?)\s+of\s+/i;

/** Words about the camera's way, about room left free and about lettering: nothing of them is to be drawn. */
const UNSEEN: readonly RegExp[] = [
  /\b(?:(?:the|a|slow|our)\s+)*camera (?:glides|pans|pulls|rises|circles|tilts|drifts|moves|pushes|zooms|tracks|follows|dollies)\b[^.]*/gi,
  /\b(?:deep |negative |open )?sense of space\b|\bnegative space\b|\broom to move\b[^.;,]*/gi,
  /\bno text\b|\b[\w-]+ style\b|\bwhile small things stir in the scene of\b/gi,
];

/** Sights whose words would mislead one by one. */
const IDIOMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:seen )?(?:through|under) (?:a|the) microscope\b/gi, " microscopic "],
  [/\bbirds? (?:in flight|flying)\b|\bflying birds?\b/gi, " gulls "],
  [/\bwindow sill\b/gi, " sill "],
];

/**
 * Picture prompts are commonly written as "shot of a sight: what is told; light and composition. Style." Of a prompt
 * in another form everything is sight.
 */
export function splitPrompt(prompt: string): PromptParts {
  let scene = prompt;
  for (const words of UNSEEN) scene = scene.replace(words, " ");
  const shot = SHOT.exec(scene)?.[1] ?? "";
  scene = scene.replace(SHOT, "");
  for (const [words, meaning] of IDIOMS) scene = scene.replace(words, meaning);
  const [head = "", ...rest] = scene.split(";");
  const colon = head.indexOf(":");
  return {
    sight: colon < 0 ? head : head.slice(0, colon),
    story: colon < 0 ? "" : head.slice(colon + 1),
    manner: [shot, ...rest].join(" "),
  };
}
