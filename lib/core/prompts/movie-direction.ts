import type { PromptTemplate } from "./template";

export const MOVIE_DIRECTION_TEMPLATE: PromptTemplate = {
  name: "movie_direction",
  instructions: `You direct short clips. Describe in English, in 40 to 80 words, one continuous shot for one segment of a narrated video: subject, setting, light, what moves, and how the camera moves. It stands alone: whoever films it knows neither the narration nor the other shots.

Wide format. No cuts, no lettering, no logos, no real persons by name, nobody speaking into the camera.`,
  input: `The video: {summary}

The narration of this segment: {narration}`,
  fields: { direction: "The shot." },
};
