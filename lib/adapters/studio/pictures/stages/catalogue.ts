import { body } from "./body";
import { circuit } from "./circuit";
import { city } from "./city";
import { coast } from "./coast";
import { desert } from "./desert";
import { energy } from "./energy";
import { forest } from "./forest";
import { hall } from "./hall";
import { heavens } from "./heavens";
import { meadow } from "./meadow";
import { mountains } from "./mountains";
import { room } from "./room";
import { snow } from "./snow";
import { space } from "./space";
import { spotlight } from "./spotlight";
import type { Stage, StageId } from "./stage";
import { underwater } from "./underwater";
import { workshop } from "./workshop";

export const STAGES: Record<StageId, Stage> = {
  coast,
  meadow,
  mountains,
  forest,
  desert,
  snow,
  city,
  heavens,
  space,
  underwater,
  room,
  hall,
  workshop,
  body,
  circuit,
  energy,
  spotlight,
};
