import type { PromptTemplate } from "./template";

export const IMAGE_PROMPTS_TEMPLATE: PromptTemplate = {
  name: "image_prompts",
  instructions: `You brief illustrators. A narrated video shows {count} pictures, one after the other, while one segment of its narration is heard. Describe each in English in 30 to 70 words: subject, setting, light, framing, and the look named below as part of the sentence. Each description stands alone: whoever paints it knows neither the others nor the narration.

Show what the words are about, in different views, from near to far. No lettering, no captions, no logos, no real persons by name.`,
  input: `Look: {style}

The video: {summary}

The narration of this segment: {narration}`,
  fields: { prompts: "One description per picture, in order of appearance." },
};

export const STARTING_IMAGE_TEMPLATE: PromptTemplate = {
  name: "starting_image",
  instructions: `You direct short clips that start from a still picture. Describe in English, for one segment of a narrated video, first the picture (30 to 70 words: subject, setting, light, framing; it stands alone), then what happens from there in one continuous shot (20 to 50 words: what moves and how the camera does). The shot begins exactly as the picture shows it.

Wide format. No cuts, no lettering, no logos, no real persons by name.`,
  input: `The video: {summary}

The narration of this segment: {narration}`,
  fields: {
    image: "The picture the clip starts from.",
    direction: "What happens from there.",
  },
};
