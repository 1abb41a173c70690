import type { Environment } from "../environment";
import type { Pen } from "../pen";
import type { Random } from "../random";

export const LAYERS = ["sky", "far", "middle", "subject", "front"] as const;
export type LayerName = (typeof LAYERS)[number];

export type StageId =
  | "coast"
  | "meadow"
  | "mountains"
  | "forest"
  | "desert"
  | "snow"
  | "city"
  | "heavens"
  | "space"
  | "underwater"
  | "room"
  | "hall"
  | "workshop"
  | "body"
  | "circuit"
  | "energy"
  | "spotlight";

/** Where subjects can stand: x and y in layer pixels, size the height in pixels of a subject of size 1. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface Spots {
  /** Standing on something: the first is the hero's. */
  readonly ground: readonly Spot[];
  readonly water?: readonly Spot[];
  /** Hanging free; (x, y) is the middle of the subject. */
  readonly air: readonly Spot[];
}

export interface StageInput {
  readonly pens: Readonly<Record<LayerName, Pen>>;
  readonly env: Environment;
  readonly random: Random;
  readonly width: number;
  readonly height: number;
  /** The shorter practical side, for sizes that must suit any aspect ratio. */
  readonly unit: number;
  /** 0 wide shot … 1 close-up. */
  readonly closeness: number;
  /** Where the hero stands across, 0…1, by the rule of thirds. */
  readonly heroX: number;
  /** Words of the prompt the stage may react to. */
  readonly words: ReadonlySet<string>;
  /** The light stands behind the hero. */
  readonly isBacklit: boolean;
  /** What the hero needs under it. */
  readonly heroPlace: "ground" | "water" | "air";
  readonly light: "sun" | "moon" | "crescent" | "none";
}

/** Paints the setting and says where subjects go; `foreground` runs after the subjects. */
export interface StageResult {
  readonly spots: Spots;
  readonly foreground?: () => void;
}

export type Stage = (input: StageInput) => StageResult;

/** True when the prompt used any of these words. */
export function mentions(input: StageInput, ...words: readonly string[]): boolean {
  return words.some((word) => input.words.has(word));
}
