/**
 * A tale in thirteen movements, with slots: {hero} "cat", {Hero} the same with its article at the start of a sentence,
 * {the} the same inside one, {name} a given name, {goal} "fly", {going} "flying", {they} {them} {their} pronouns,
 * {helper} and {place} drawn by chance. The first line of each movement is kept in the shortest telling.
 */
export const STORY_MOVEMENTS: readonly (readonly string[])[] = [
  [
    "In {place} there lived {a} called {name}.",
    "Every morning {they} sat in the same patch of sun, and watched the world go by.",
    "Nobody expected anything unusual of {name}, and {name} {were|was} used to it.",
    "The neighbours nodded, the clock ticked, and one day looked much like another.",
  ],
  [
    "But {name} had a secret wish: to {goal}.",
    "It came at night, in dreams so bright that waking felt like a mistake.",
    "{They} told no one, for wishes are shy and easily laughed at.",
    "Still, it grew a little every day, like a seed under a stone.",
  ],
  [
    "One evening, under a pink sky, {name} made up {their} mind.",
    "If not now, then when, {they} thought.",
    "{They} packed a crust of bread, a piece of string, and all of {their} courage.",
    "The garden gate creaked, and behind it lay everything unknown.",
  ],
  [
    "The first attempt ended in a puddle.",
    "Mud flew, birds scattered, and a snail looked up in mild surprise.",
    "{name} shook {themself} dry, and pretended that nothing had happened.",
    "From a window somebody laughed, and the laugh stung more than the fall.",
  ],
  [
    "The second attempt was braver, and hurt rather more.",
    "There was a roof, a run-up, and a very short moment of hope.",
    "Then there was a hedge, full of thorns, with {name} in the middle of it.",
    "That night, rain drummed on the leaves, and the wish felt far too large.",
  ],
  [
    "It was then that {name} met {helper}.",
    "The stranger asked no questions, and simply made room under a dry branch.",
    "Everyone who can do a thing, said the stranger, once could not.",
    "You are trying to do it the way others do, so try it your own way.",
  ],
  [
    "And so, from that day on, they practised together.",
    "They began with small things, so small that failing hardly hurt.",
    "Morning after morning the grass was silver with dew, and {name} tried again.",
    "{They} learned to wait, to feel the wind, and to begin at the right moment.",
    "Autumn came, and the leaves showed how letting go is done.",
  ],
  [
    "One afternoon they walked farther than ever before.",
    "They crossed a bridge of stepping stones, and a field of thistles taller than a door.",
    "At the top of a hill stood an old stone tower, with swallows wheeling around it.",
    "From up there the whole valley lay open, with its roofs, its river and its tiny carts.",
    "It looks so small, said {name}, and felt for the first time that the wish was the right size.",
    "On the way home they shared the crust of bread, and it tasted like a feast.",
  ],
  [
    "But winter brought doubts as well as snow.",
    "The path vanished, the pond froze, and a letter said that the stranger would soon move on.",
    "By the stove, {name} drew plans in the ashes, and rubbed them out again.",
    "What if a wish is only a wish, {they} wondered.",
    "In the morning there were footprints around the house, and a ribbon tied to the gate.",
    "On it was a single word, in a careful hand: again.",
  ],
  [
    "Then came the storm.",
    "Black clouds rolled over the hills, and the river climbed its banks.",
    "Across the water a tiny voice was calling for help.",
    "There was no time to be afraid, and nobody else was near.",
  ],
  [
    "{name} ran, took a breath, and knew at last how to {goal}.",
    "For one heartbeat nothing happened.",
    "Then the world tilted, the wind took hold, and the fear fell away behind.",
    "Beyond the rain, the lamps of the village shone like spilled stars.",
    "It was not graceful, and it was not quite as planned, but it worked.",
  ],
  [
    "When the sun rose, everyone had heard what {the} had done.",
    "The neighbours came out in their slippers, and for once they had nothing to say.",
    "The one who had laughed brought a bowl of warm soup, and an apology.",
    "The stranger only smiled, and walked on down the road, humming.",
  ],
  [
    "And {name}, who had wished to {goal}, found that {they} had a new wish.",
    "Beside {them}, a small pair of eyes was looking up, full of wonder.",
    "Come along, said {name}, I will show you how it starts.",
    "It starts in a puddle.",
    "And if you pass that garden on a clear evening, look closely: the gate is still open.",
  ],
];

export const STORY_NAMES: Readonly<Record<"she" | "he", readonly string[]>> = {
  she: ["Nora", "Juno", "Mabel", "Tove"],
  he: ["Milo", "Pip", "Oskar", "Finn"],
};
export const STORY_PLACES: readonly string[] = [
  "a crooked house at the end of a lane",
  "a harbour town with blue shutters",
  "a village between two green hills",
  "an old garden behind a railway station",
  "a small town where the bells were always late",
];
export const STORY_HELPERS: readonly string[] = [
  "an old heron with a limp",
  "a travelling clockmaker",
  "a grey owl with torn feathers",
  "a quiet girl with a lantern",
  "a toad who had once seen the sea",
];
