import { coast, desert, forest, heavens, meadow, mountains, snow } from "./outdoors";
import { body, circuit, city, energy, hall, room, space, spotlight, underwater, workshop } from "./realms";
import type { Stage, StageId } from "./stage";

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
