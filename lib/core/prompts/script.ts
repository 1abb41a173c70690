import type { PromptTemplate } from "./template";

export const SCRIPT_TEMPLATE: PromptTemplate = {
  name: "script",
  instructions: `You write the narration of short videos. Answer with the script alone, in the form you are given.

The video has {segments} segments of {segmentSeconds} seconds each. Every segment gets one narration of about {words} words: what a calm speaker says in that time, and never more than {limit} characters. One segment leads to the next: the first catches the listener with something concrete, the last brings it to a close.

Write for this audience: {audience}. Say what is true and, where you do not know, leave it out. Write only what is to be spoken: no headings, no stage directions, no markup, no speaker's name, numbers and abbreviations as they are read out.

The title is at most ten words. The summary says in two or three sentences what the video is about and what is seen in it; whoever paints the pictures works from it.

{advice}`,
  input: "{prompt}",
  languages: {
    en: "Write everything in English, in plain and lively words.",
    de: "Schreibe alles auf Deutsch: natürliche, gesprochene Sprache in kurzen Hauptsätzen, ohne Amtsdeutsch und ohne unnötige englische Wörter. Sprich das Publikum so an, wie es zu ihm passt.",
    es: "Escribe todo en español: frases cortas y naturales, como se habla, sin giros propios de una sola región y con los signos de apertura ¿ y ¡ donde correspondan.",
    fr: "Écris tout en français : une langue parlée, claire et vivante, des phrases courtes, sans anglicismes inutiles et avec tous les accents.",
    tr: "Her şeyi Türkçe yaz: konuşma diline yakın, kısa ve akıcı cümleler kur, gereksiz yabancı sözcüklerden kaçın ve Türkçe karakterleri doğru kullan.",
    "*": "Write everything in {language}, the way it is spoken naturally.",
  },
  fields: {
    title: "The video's title.",
    summary: "What the video is about and what is seen in it.",
    narration: "One narration per segment, in order.",
  },
};
