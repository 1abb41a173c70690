import type { Catalogue } from "../../ports/catalogue";
import { OPENAI_VOICES, resolveOpenaiVoice } from "./voices";

/** What OpenAI offers people to choose: voices, which speak every language of the inputs. */
export const openaiCatalogue: Pick<Catalogue, "providers" | "voices" | "languages" | "hasVoice"> = {
  providers: [{ id: "openai", label: "OpenAI", offline: false }],
  voices: OPENAI_VOICES,
  languages: null,
  hasVoice: (id) => resolveOpenaiVoice(id) !== undefined,
};
