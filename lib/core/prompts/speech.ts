/** How a voice is told to speak, for models that take instructions. In English, which they follow best. */
export const SPEECH_TEMPLATE = {
  neutral: "Read this narration of a video in {language}: clear, natural, at an even pace.",
  emotion:
    "Read this narration of a video in {language}: clear, natural, at an even pace. Emotion: {emotion}.",
} as const;
