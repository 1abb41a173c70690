import type { Pen } from "../pen";
import type { StageId } from "../stages/stage";

/** Paints one thing in its own units: height 1. */
export type Painter = (pen: Pen) => void;

export interface Subject {
  /** Words that call it, singular, lower case, parted by commas; two words joined by a space match a phrase. */
  readonly words: string;
  readonly paint: Painter;
  /** Where it looks at home when the prompt names no setting. */
  readonly home: StageId;
  /** `base`: (0, 0) is its foot and it reaches up to y = -1. `centre`: it spans -0.5…0.5. */
  readonly origin: "base" | "centre";
  readonly place: "ground" | "water" | "air";
  /** Height relative to an ordinary subject of the scene. */
  readonly scale?: number;
  /** Belongs in its home whatever else the prompt names: a cell among city streets would be absurd. */
  readonly stays?: boolean;
  /** Complete by itself: nothing named beside it is added. */
  readonly alone?: boolean;
  /** Drawn as a thing in these settings alone; elsewhere the setting shows it (the sun in a sky). */
  readonly only?: readonly StageId[];
  /** Half its width in its own units; default 0.45. */
  readonly wide?: number;
  /** Never mirrored: it bears writing, or rises to the right. */
  readonly oneWay?: boolean;
  /** Smaller copies around it, for things that come in numbers. */
  readonly company?: number;
}
