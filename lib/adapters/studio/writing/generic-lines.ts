/**
 * What the offline writer says of things it knows nothing about: ways of looking, honest questions and pictures
 * rather than facts. Slots: {s} the subject, {S} the same at the start of a sentence, {m} what is asked, {o} the other
 * side of a comparison; {plural|singular} chooses by the subject.
 */

/** One way of looking at a subject; its lines are spoken in order. */
export type Lens = readonly string[];

export const OPENINGS: readonly string[] = [
  "Start with a picture: {s}, right in front of you, in good light.",
  "Most of us have passed {s} by without a second look, so let us take one now.",
  "Before any explanation, just look at {s} for a moment.",
  "Here {are|is} {s}, up close, the way we seldom see {them|it}.",
  "Say the words out loud: {s}.",
];

/** The same for things one does: subjects such as "making pancakes". */
export const OPENINGS_OF_DOING: readonly string[] = [
  "Today it is all about {s}.",
  "There is a first time for {s}, and it may as well be now.",
  "Roll up your sleeves: this is about {s}.",
];

export const LENSES: readonly Lens[] = [
  [
    "Come closer, until {s} {fill|fills} the whole frame.",
    "Small things show first: an edge, a surface, a mark left by use.",
    "Details like these are rarely decoration; most of them are there for a reason.",
    "Ask of each part what would go wrong without it.",
  ],
  [
    "Now step back, far enough to see what surrounds {s}.",
    "Nothing stands alone, and a neighbour often explains a shape.",
    "From a hilltop, the paths that lead to {s} become visible.",
    "Follow one of those paths with your finger, and see where it goes.",
  ],
  [
    "Think of the people around {s}.",
    "Someone was the first to notice, and someone was the first to care.",
    "Others came with tired hands and good ideas, and improved a little piece.",
    "Their names are mostly lost, but their choices are still in view.",
  ],
  [
    "Turn the clock back, slowly, and watch {s} change.",
    "Go back a year, and only a sharp eye sees the difference.",
    "Go back a century, and a traveller might not know the place.",
    "Every layer was once somebody's ordinary day.",
  ],
  [
    "Imagine an early morning, with long shadows and nobody about.",
    "In that quiet light, {s} {look|looks} almost new.",
    "By noon the same scene is loud and busy, and tells another story.",
    "When evening comes, the outlines soften, and what matters stands out.",
  ],
  [
    "Take {s} apart on a large table, piece by piece.",
    "Some pieces carry the load, and some hold the others together.",
    "A few seem useless, until you try to do without them.",
    "Put everything back in order, and you have understood half of it.",
  ],
  [
    "Suppose that, tomorrow morning, {s} {were|was} simply gone.",
    "What would be missed first: a habit, a sound, a meal, a meeting?",
    "Count what stops working, and you have measured how much {s} {matter|matters}.",
    "An empty space can be the clearest description of all.",
  ],
  [
    "Try to explain {s} to a visitor from very far away.",
    "You would reach for something familiar, and say: it is a little like this.",
    "The comparison helps, and then it breaks, and that is where it gets interesting.",
    "At the point where it breaks, the real nature of the thing begins.",
  ],
  [
    "Listen for a while, with your eyes shut.",
    "What does the world around {s} sound like: a hum, a murmur, footsteps, wind?",
    "Sound reveals what is moving, and what is moving is usually what matters.",
    "Open your eyes again, and the picture has gained a depth.",
  ],
  [
    "Good questions are worth more here than quick answers.",
    "Where does it begin, and who decides when it ends?",
    "What goes in, what comes out, and what is left behind?",
    "Write those questions on a wall, and {s} {start|starts} to answer them one by one.",
  ],
  [
    "There is a popular way of seeing {s}, and it fits on a postcard.",
    "Postcards are not lies, but they leave out the back of the building.",
    "Walk around to the other side, and look for the door marked staff only.",
    "Behind it, patient work is going on that nobody photographs.",
  ],
  [
    "Give a child a pencil, and ask for a drawing of {s}.",
    "The drawing will be wrong in places, and right about the main thing.",
    "A master would use fewer lines, and every one of them would count.",
    "Between those two drawings lies everything there is to learn.",
  ],
  [
    "Put {s} on a map of the world, and let the map come alive.",
    "Roads, rivers and wires light up, one after another.",
    "In one place it is taken for granted, while in another it is a rare thing.",
    "The same words can mean different things on opposite shores.",
  ],
  [
    "Watch the same spot through four seasons.",
    "Spring asks what could be, and summer shows what is.",
    "Autumn sorts out what lasts, and winter lays the structure bare.",
    "Through all of it, {s} {keep|keeps} a shape that we can learn to recognise.",
  ],
  [
    "Of course, things also go wrong, and that is worth a look.",
    "A crack, a delay or a misunderstanding shows where the strain is.",
    "People who know {s} well talk about failures with a smile.",
    "They learned more on those days than on all the others.",
  ],
  [
    "Let us measure, instead of guessing.",
    "How long, how many, how often, how heavy: plain numbers clear the fog.",
    "A ruler laid beside {s} can surprise even an old hand.",
    "And what cannot be measured deserves a careful description.",
  ],
  [
    "Somewhere a workbench is lit by a single lamp.",
    "On it lie sketches, tools, and three attempts that did not work.",
    "The fourth attempt, a little crooked, holds.",
    "That is how most good things come to be, and {s} {are|is} hardly an exception.",
  ],
  [
    "Look ahead now, to a street you do not know yet.",
    "Some of what we see in {s} today will seem quaint there.",
    "Some of it will have become so common that nobody has a word for it.",
    "The choices in between are being made by people like us.",
  ],
];

export const CHILDREN_LINES: readonly string[] = [
  "Can you spot it too?",
  "Take a deep breath, and look again.",
  "That is a big idea, so let us say it slowly.",
  "If you have a question now, that is a very good sign.",
];

export const EXPERT_LENS: Lens = [
  "For those who know the field, the useful question is not what, but under which conditions.",
  "Name the assumptions first, then look for the case that breaks them.",
  "Where two careful accounts of {s} disagree, there is usually a hidden variable.",
  "State what evidence would change your mind, and the discussion becomes short.",
];

export const KIND_LENSES: Readonly<
  Record<"how" | "why" | "history" | "versus" | "list" | "guide" | "about", readonly Lens[]>
> = {
  how: [
    [
      "The question is {m}, and the best way in is to follow one single trip from start to end.",
      "Something sets it going: a push, a signal, a need.",
      "Then one step hands over to the next, like runners passing a baton.",
      "Wherever a step is slow, something waits, and wherever it is quick, something is spent.",
    ],
    [
      "Look for three things: what goes in, what changes on the way, and what comes out.",
      "Draw them as three boxes with arrows, and {s} already {look|looks} less mysterious.",
      "The middle box is where the cleverness hides.",
      "Open it, and there are smaller boxes inside, each with a simpler task.",
    ],
  ],
  why: [
    [
      "To ask {m} is to ask for a cause, and causes like to hide behind one another.",
      "The first answer that comes to mind is often only the nearest one.",
      "So we ask why once more, and then again, the way a stubborn child does.",
      "After a few rounds we stop hearing opinions, and begin to see how things are made.",
    ],
    [
      "One way to test an idea is to change a single thing, and keep all the rest.",
      "If {s} {stay|stays} the same, that was not the reason.",
      "If everything shifts, hold on to the thread and pull.",
    ],
  ],
  history: [
    [
      "Every history begins before anybody thinks of writing it down.",
      "First there was a need, then a clumsy answer, then a better one.",
      "Picture an old table with letters, tickets and faded photographs, all about {s}.",
      "Each scrap of paper belonged to a day whose ending no one knew.",
    ],
    [
      "There are moments when the road forks, and the turn that was taken looks obvious only later.",
      "Some people saw what {s} could become, and others laughed.",
      "Habits changed first, then words, and the laws came last.",
      "What survived is what somebody found worth keeping.",
    ],
  ],
  versus: [
    [
      "Here they stand, side by side: {s} on the left, and {o} on the right.",
      "At first glance we see the differences, because they catch the light.",
      "Look longer, and the things they share come forward.",
      "A fair comparison asks both of them the same questions.",
    ],
    [
      "What does each one cost, in money, in time, in care?",
      "There are days that call for {s}, when nothing else would do.",
      "And there are days when {o} would be the wiser choice.",
      "Put both on a scale, and notice that your own needs are the weights.",
      "The winner changes with the question, and that is the honest answer.",
    ],
  ],
  list: [
    [
      "Lists are like ladders: every rung should carry some weight.",
      "Begin with what you can do today, with what lies on your table.",
      "Take away one thing that gets in the way of {s}.",
      "Make the good choice the easy one, and put it within reach.",
      "Do a little and do it often, because small steps add up.",
      "Ask somebody who has been there, and listen to the end.",
      "And then look back after a week, and keep only what has helped.",
    ],
  ],
  guide: [
    [
      "Before you begin, clear a space and lay out everything you need.",
      "Picture the end first: what should it look like when {s} has gone well?",
      "Work from rough to fine, and leave the details for later.",
      "Do the first step slowly, and a little more carefully than seems necessary.",
      "Stop halfway, and check from a distance.",
      "If something resists, do not force it: go back one step and find out why.",
      "Let it rest before you judge it, and let yourself rest too.",
      "Your first try teaches your hands, and the second one is for showing.",
    ],
    [
      "Anyone who is good at {s} was once bad at it, and kept going.",
      "Watch the hands of someone with practice: there is hardly a wasted movement.",
      "Good tools help, but knowing when to stop helps more.",
      "Keep a note of what you changed, and next time change just one thing.",
    ],
  ],
  about: [
    [
      "What makes {s} worth a few minutes of your day?",
      "Perhaps it is the shape, perhaps the story, perhaps only the way the light falls.",
      "There is always a first impression, and it deserves to be tested.",
    ],
    [
      "Walk into the scene as if you had never heard of {s}.",
      "What catches the eye first, and what only shows itself after a while?",
      "Everyone who looks at {s} brings a different memory along.",
    ],
  ],
};

export const CLOSINGS: readonly string[] = [
  "So the next time you meet {s}, stay a moment longer.",
  "Keep one question about {s} in your pocket, and let it lead you on.",
  "We have not seen everything, but we have begun to look at {s} with open eyes.",
  "That is {s}, from near and from far; the rest is yours to find.",
  "The picture fades, and {s} {remain|remains}, waiting for the next curious visitor.",
];

export const CLOSINGS_OF_DOING: readonly string[] = [
  "Nobody masters {s} by watching, so now it is your turn.",
  "The rest of {s} is practice, and practice can begin today.",
  "Do it once, do it again, and {s} will soon feel like an old friend.",
];

/** From a topic to its neighbour. */
export const BRIDGES: readonly string[] = [
  "And this leads us straight to {s}.",
  "A close neighbour of this story is {s}.",
  "To see the wider picture, turn to {s}.",
  "From here it is only a step to {s}.",
];
