import type { Mood, TimeOfDay, Weather } from "./environment";
import type { StageId } from "./stages/stage";

function table<T>(entries: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  return new Map(
    entries.flatMap(([value, words]) => words.split(",").map((word) => [word.trim(), value] as const)),
  );
}

export const STAGE_WORDS = table<StageId>([
  [
    "coast",
    "sea, ocean, tide, tidal, coast, beach, shore, seaside, bay, wave, harbour, harbor, port, island, sail, dock, pier, lagoon, gulf, tide pool, marina, cliff, high tide, low tide, water, dark sea",
  ],
  ["underwater", "underwater, reef, seabed, coral, abyss, deep sea, ocean floor, aquarium, submarine"],
  ["mountains", "mountain, hill, alps, everest, peak, valley, summit, canyon, highland, lake"],
  ["forest", "forest, wood, woodland, jungle, rainforest, grove, park"],
  [
    "meadow",
    "meadow, field, farm, garden, countryside, prairie, grassland, savanna, village, pasture, river, wheat, harvest, agriculture, farmer, orchard, stream, rain, storm cloud, country road, country, road, plain, steam locomotive, steam train, viaduct, wind turbine, rainbow, aqueduct, roman arch",
  ],
  ["desert", "desert, dune, sahara, oasis, egypt, egyptian, pyramid, pharaoh, mars"],
  [
    "snow",
    "snow, snowy, ice, arctic, antarctica, antarctic, polar, winter, glacier, frozen, tundra, blizzard, ski, skiing",
  ],
  [
    "city",
    "city, street, town, skyline, square, harbour town, downtown, urban, skyscraper, avenue, traffic, building, metropolis, market, commute, london, paris, tokyo, york",
  ],
  [
    "space",
    "space, galaxy, star, universe, cosmos, cosmic, orbit, nebula, planet, astronomy, asteroid, interstellar, solar system, big bang, black hole, milky way, supernova, event horizon, constellation, spacetime, outer space, light year",
  ],
  [
    "heavens",
    "sky, night sky, blue sky, flight, flying, cloud, airborne, altitude, atmosphere, aviation, stratosphere",
  ],
  [
    "hall",
    "history, historical, ancient, library, museum, law, court, democracy, philosophy, senate, empire, university, justice, parliament, medieval, church, cathedral, civilization, century, government, politics, religion, myth",
  ],
  [
    "workshop",
    "laboratory, lab, workshop, forge, garage, experiment, workbench, invention, inventor, industry, engineering, chemistry, machinery",
  ],
  [
    "room",
    "room, kitchen, sill, wooden table, house interior, table, bedroom, home, sofa, office, cafe, bakery, oven, cook, cooking, baking, bake, recipe, dough, restaurant, desk, indoor, indoors, window, breakfast, dinner, classroom",
  ],
  [
    "body",
    "blood, body, vein, artery, organ, muscle, cell, tissue, immune, nerve, bacteria, virus, microscopic, inside, microscopic, bloodstream, oxygen, circulation, digestion, stomach",
  ],
  [
    "circuit",
    "circuit, processor, transistor, electronic, electronics, digital, data, software, code, algorithm, cyber, internet, network, server, microchip, computing, ai, artificial intelligence, machine learning, blockchain, semiconductor",
  ],
  [
    "energy",
    "field line, quantum, particle, physics, gravity, electricity, electric, magnetism, magnetic, energy, photon, relativity, frequency, vibration, wavelength, radiation, nuclear, thermodynamics, entropy, dimension, infinity, mathematics, math, sound wave",
  ],
  [
    "spotlight",
    "stage, concert, theatre, theater, music, orchestra, dance, jazz, song, melody, art, performance, sport, champion",
  ],
]);

export const TIME_WORDS = table<TimeOfDay>([
  [
    "night",
    "night, nighttime, midnight, moonlit, moonlight, starry, nocturnal, dark, moon, lunar, star, sleep, dream",
  ],
  ["sunset", "sunset, warm light, dusk, evening, golden, twilight, orange, autumn, ancient"],
  ["dawn", "dawn, sunrise, morning, daybreak, early, misty, spring, pastel"],
  ["day", "day, noon, afternoon, sunny, midday, bright, daylight, summer, blue sky"],
]);

export const WEATHER_WORDS = table<Weather>([
  ["storm", "storm, stormy, thunder, lightning, tempest, hurricane, thunderstorm, tornado, typhoon"],
  ["rain", "rain, rainy, drizzle, shower, monsoon, rainfall, wet"],
  ["snow", "snowfall, snowing, blizzard, snowflake, snowy"],
  ["fog", "fog, foggy, mist, misty, haze, hazy"],
  ["cloudy", "cloud, cloudy, overcast, gray, grey, gloomy"],
]);

export const MOOD_WORDS = table<Mood>([
  ["calm", "calm, peaceful, serene, gentle, quiet, tranquil, soft, slow, still"],
  [
    "joyful",
    "joy, joyful, happy, cheerful, playful, celebrate, celebration, festival, vibrant, colorful, colourful, fun, bright",
  ],
  [
    "dramatic",
    "dramatic, epic, powerful, intense, war, battle, disaster, collapse, danger, violent, explode, explosion, mighty",
  ],
  [
    "mysterious",
    "mystery, mysterious, secret, unknown, dark, strange, eerie, haunting, hidden, invisible, deep",
  ],
  ["warm", "warm, cozy, cosy, golden, love, home, heat, hot, fire, autumn"],
  ["cold", "cold, cool, frozen, icy, winter, lonely, chill"],
]);

/** Camera words, 0 wide … 1 close. */
export const CAMERA_WORDS = table<number>([
  [
    0.05,
    "wide, panorama, panoramic, aerial, above, vast, landscape, distant, overview, establishing, bird's-eye",
  ],
  [0.95, "close-up, closeup, close, macro, detail, detailed view, portrait, zoomed, microscopic, tiny"],
  [0.5, "medium, mid-shot"],
  [0.78, "low-angle, silhouette, foreground frame"],
]);

/** Words about how to draw, never about what. */
export const IGNORED = new Set(
  "a an the of in on at to and or with without for from by as is are was were be been being this that these those it its their his her our your my into over under through between across during after before while when where why how what who which than then there here very more most much many some any all no not can could would should will may might do does did have has had up down out off about like such other each every one two three illustration picture image painting photo style watercolor watercolour scene background foreground shot view lighting composition".split(
    " ",
  ),
);
