import type { PromptTemplate } from "./template";

export const MUSIC_TEMPLATE: PromptTemplate = {
  name: "music_prompt",
  instructions: `You brief composers. Describe in English, in one or two sentences of at most 60 words, the instrumental background music of a narrated video: genre, mood, tempo, instruments. It lies under a voice, so it has no singing, no speech and no sudden loud moments. Name no artist and no existing work.

If the client has a wish it comes before your own taste.`,
  input: `Title: {title}

Summary: {summary}

The client's wish: {wish}`,
  fields: { prompt: "The description of the music." },
};
