// What a generator's work is called in front of people; short enough for a layer's line.
const WORDS: Readonly<Record<string, string>> = {
  ScriptGen: "script",
  TextToMusicPromptGen: "prompts",
  MusicGen: "music",
  AudioGen: "voice",
  TextToImagePromptGen: "prompts",
  ImageGen: "pictures",
  TextToVideoPromptGen: "prompts",
  TextToVideoGen: "clips",
  ImageToVideoPromptGen: "prompts",
  StartingImageGen: "first frames",
  ImageToVideoGen: "clips",
  TimelineAssembler: "timeline",
};

/** `["AudioGen", "AudioGen", "MusicGen"]` → `voice, music` */
export function describeGenerators(genIds: Iterable<string>): string {
  return [...new Set([...genIds].map((genId) => WORDS[genId] ?? genId))].join(", ");
}

/** What works offline and free of charge on this machine. */
const OFFLINE_PROVIDERS = new Set(["studio", "local"]);

/** True when every one of these providers is the offline studio or plain local work. */
export function isOffline(providers: Iterable<string>): boolean {
  const all = [...providers];
  return all.length > 0 && all.every((provider) => OFFLINE_PROVIDERS.has(provider));
}
