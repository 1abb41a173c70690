import type { Catalogue } from "../../ports/catalogue";
import { STUDIO_STYLES } from "./pictures/styles/catalogue";
import { resolveStudioVoice, STUDIO_VOICES } from "./speech/voices";

/** What the offline studio offers: English voices and drawn styles. */
export const studioCatalogue: Catalogue = {
  providers: [{ id: "studio", label: "Offline studio", offline: true }],
  voices: STUDIO_VOICES.map(({ id, label, description }) => ({ id, label, description })),
  styles: STUDIO_STYLES,
  languages: ["en"],
  hasVoice: (id) => id === "default" || resolveStudioVoice(id) !== undefined,
};
