import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GlobalFonts } from "@napi-rs/canvas";

/** Family names under which the bundled fonts are registered; never those of a font the machine may have. */
export const DISPLAY_FONT = "Studio Display";
export const TEXT_FONT = "Studio Text";

const FILES: readonly (readonly [family: string, file: string])[] = [
  [DISPLAY_FONT, "Yrsa-SemiBold.ttf"],
  [TEXT_FONT, "LeagueSpartan-Medium.otf"],
];

let areLoaded = false;

/** Registers the fonts once a thread. Throws Error naming a font file that is not where it belongs. */
export function loadTitleFonts(): void {
  if (areLoaded) return;
  for (const [family, file] of FILES) {
    if (!GlobalFonts.registerFromPath(fontPath(file), family)) {
      throw new Error(`The font ${file} could not be read.`);
    }
  }
  areLoaded = true;
}

/** Beside this folder; below the project's folder when a bundler has moved this file elsewhere. */
function fontPath(file: string): string {
  const places = [
    fileURLToPath(new URL(`../fonts/${file}`, import.meta.url)),
    join(process.cwd(), "lib/adapters/studio/fonts", file),
  ];
  return places.find((path) => existsSync(path)) ?? places.join(" or ");
}
