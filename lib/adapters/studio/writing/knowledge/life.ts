import { defineTopics } from "./topic";

/** Plants, animals and the human body. */
export const LIFE = defineTopics([
  {
    id: "photosynthesis",
    subject: "photosynthesis",
    match:
      /\bphotosynthe|\bchlorophyll|\bhow (?:do )?plants? (?:eat|grow|make|breathe|feed)|\bwhy are (?:leaves|plants) green/i,
    lines: `
? A leaf seems to do nothing all day, and yet it feeds the world.
> It holds its face to the sun, and takes in light.
* Through tiny pores a leaf breathes in carbon dioxide, and the roots send up water.
> Inside its cells lie green grains called chloroplasts.
* Chlorophyll, a green pigment, drinks in red and blue light and sends back the green.
> Light splits water apart, and oxygen escapes into the air.
* With the captured energy, the leaf builds sugar out of water and carbon dioxide.
~ Sunlight goes in, and sugar comes out: the leaf is a tiny kitchen.
^ The carbon is fixed in the Calvin cycle by rubisco, probably the most abundant enzyme on Earth.
= Some of the sugar is burned at once, and some is stored as starch in roots, seeds and fruit.
= Strung together, it becomes cellulose, the stuff of wood, cotton and paper.
! A great oak is made mostly of air and water.
= In the sea, drifting algae do the same work, out of our sight.
! More than two billion years ago, microbes began to fill the air with oxygen in just this way.
+ Every breakfast, every forest and every piece of coal began with light in a green cell.
+ Without it there would be almost nothing to eat, and very little to breathe.
. So the quietest thing in the garden is the busiest.
. It is turning sunshine into life.`,
  },
  {
    id: "dinosaurs",
    subject: "dinosaurs",
    match: /\bdinosaurs?\b|\bt\.? ?rex\b|\btyrannosaur|\bfossils?\b(?! fuel)|\bjurassic\b(?! park)/i,
    lines: `
? Long before there were people to fear them, giants walked through forests of ferns and conifers.
> Dinosaurs first appeared more than 230 million years ago.
> For well over a hundred million years, they were the largest animals on land.
> Some were as small as chickens, and some were longer than three buses.
= Diplodocus swept its long neck over the plants, balanced by an even longer tail.
= Triceratops carried three horns, and a shield of bone.
= Tyrannosaurus had teeth as long as bananas, and arms too short to clap.
! Tyrannosaurus lived closer in time to us than to Stegosaurus.
* We know them from bones, footprints, eggs, and even from fossil dung.
> A body sinks into mud, minerals fill the bones, and the mud turns to stone.
~ A fossil is like a letter from the past, written in stone.
> In fine rock from China, the outlines of feathers have survived.
^ Bone tissue with growth rings shows that many of them grew fast, more like birds than like lizards.
* About sixty-six million years ago, an asteroid some ten kilometres wide struck what is now Mexico.
> Dust and smoke dimmed the sun, plants failed, and most of the giants starved.
! Yet one branch lives on, for birds are dinosaurs with wings.
+ In the empty spaces they left, small furry mammals began to spread.
+ Every new bone can still redraw the picture.
. Watch a hen scratch the ground, and look at its feet.
. The dinosaurs are not quite gone.`,
  },
  {
    id: "bees",
    subject: "bees",
    match: /\bbees?\b(?! movie)|\bhoney(?:bees?|combs?)?\b(?!moon)|\bpollinat|\bbeehives?\b/i,
    lines: `
? A small brown bee leaves the hive at sunrise, with miles of meadow before her.
* She visits a flower to drink its nectar, and pollen dusts her furry coat.
* At the next flower some of the pollen rubs off, and a seed can begin.
~ The flower gets a postman, and the bee gets a sweet drink.
> She carries nectar home in a special stomach, and passes it from mouth to mouth.
> The bees fan it with their wings until the water is gone, and honey remains.
! One worker makes only about a twelfth of a teaspoon of honey in her life.
> A summer hive can hold fifty thousand bees, nearly all of them sisters.
> One queen lays the eggs, as many as two thousand in a day.
> The workers clean, nurse, build, guard, and at last go out to forage.
> Their wax cells are hexagons, which fill the space with the least wax.
= A bee that finds food comes home and dances.
= The angle of her dance tells the direction, and its length tells how far.
^ Karl von Frisch decoded the waggle dance, and shared a Nobel Prize in 1973.
> In winter the bees huddle around the queen, and shiver to keep warm.
+ Apples, almonds, cherries and pumpkins depend on such visits.
! Most of the world's bee species live alone, in soil or in hollow stems.
+ Fewer flowers, pesticides and parasites make life hard for them.
+ A patch of wild flowers, left unmown, is a feast.
. So when a bee passes your ear, wish her luck.
. She is on her way to make the summer bear fruit.`,
  },
  {
    id: "trees",
    subject: "trees and forests",
    match:
      /\btrees?\b(?! (?:house|data|structure|search))|\bforests?\b|\brainforest|\bautumn leaves|\bleaves (?:change|fall|turn)/i,
    lines: `
? A seed no bigger than a fingernail holds the plan of a tower.
* Roots go first, feeling their way down between stones.
> They drink water and minerals, and anchor the trunk against the wind.
> Water climbs through tubes finer than a hair, pulled upward as the leaves lose moisture.
^ The water column is under tension, held together by cohesion, and a bubble in it can break the thread.
> Just under the bark, a thin living layer adds a new ring of wood each year.
= A wide ring tells of a good summer, and a narrow one of drought.
~ You can count the rings of a stump, and learn how old the tree was.
! In California, bristlecone pines have been alive for more than four thousand years.
! The tallest coast redwoods reach beyond 110 metres.
> In autumn the green pigment breaks down, and hidden yellows show at last.
> Fungi wrap around the roots, and trade minerals for sugar.
= A single oak can be home to hundreds of kinds of insects, lichens and birds.
= After a fire, the first green shoots appear among the black stems.
+ Forests cool the air, hold the soil, and store carbon in wood and earth.
+ More than half of all land species are thought to live in forests.
. A forest is not a crowd of trees but a slow conversation.
. Plant one, and someone you will never meet may rest in its shade.`,
  },
  {
    id: "evolution",
    subject: "evolution",
    match:
      /\bevolution\b(?! of (?!life|species|humans|animals))|\bnatural selection\b|\bdarwin\b|\borigin of (?:life|species)/i,
    lines: `
? A beetle, a whale and a rose are relatives, if you look back far enough.
> Young ones resemble their parents, but they are never quite the same.
* Small changes in the inherited code make one a little faster, darker or hardier.
> More are born than can survive, so not all of them pass on their traits.
* Whatever helps in a given place becomes more common there, and this is natural selection.
~ Nature does not plan ahead: it keeps what works.
> Generation after generation, little differences add up.
= On the Galápagos, finches grew beaks for seeds, for insects and for cactus flowers.
= Peppered moths darkened in sooty towns, and grew pale again when the air was cleaned.
= In whales, small hip bones remain from ancestors that walked.
> Cut off by a sea or a mountain, two groups can drift so far apart that they become two species.
^ Chance matters as well: in small populations, drift can fix traits that selection does not see.
! You share roughly half of your protein-coding genes with a banana, in one form or another.
+ Charles Darwin and Alfred Russel Wallace each found the idea, and it was announced in 1858.
+ Bacteria that outlive our medicines show it at work within a few years.
+ Fossils, embryos and genes all tell the same family story.
. Every living thing is the latest line of a very long letter.
. And the letter is still being written.`,
  },
  {
    id: "dna",
    subject: "DNA",
    match: /\bdna\b|\bgenes?\b|\bgenetics?\b|\bgenome|\bchromosome|\bcrispr\b/i,
    lines: `
? In almost every cell of your body lies a thread two metres long, folded into a speck.
> It is DNA, and its shape is a ladder, twisted into a spiral.
* Four chemical letters, A, T, C and G, make up the rungs.
> A always pairs with T, and C with G, so each side tells what the other must be.
~ It is a recipe book written with just four letters.
* A gene is a stretch of it that tells the cell how to build a part, most often a protein.
> To use a gene, the cell copies it into a short strand of RNA.
> A tiny machine called a ribosome reads that copy, three letters at a time.
^ Sixty-four triplets code for twenty amino acids and three stops, so most amino acids have several spellings.
> When a cell divides, the ladder is unzipped, and each half is completed again.
> Mistakes are rare, because enzymes proofread the copy as it is made.
! The human book holds about three billion pairs, but only one or two per cent of it spells proteins.
= In 1953, Watson and Crick described the double helix, with help from Rosalind Franklin's X-ray pictures.
= Half of your DNA came from your mother, and half from your father.
! Any two people share about 99.9 per cent of it.
+ It can identify a suspect, trace ancestors and reveal disease.
+ With tools such as CRISPR, people have begun to edit the text itself.
. All of life uses this alphabet, from moss to elephant.
. You are a story, told in four letters.`,
  },
  {
    id: "heart",
    subject: "the heart",
    match:
      /\bhearts?\b(?! ?break| of (?:darkness|gold))(?!.*\bdraw\b)|\bblood (?:circul|flow|pressure|vessels?)|\bcardio|\bcirculat(?:ory|ion of blood)/i,
    lines: `
? Close your hand into a fist: that is about the size of the muscle that keeps you alive.
> Your heart beats around a hundred thousand times a day.
* The heart is two pumps side by side, each with an upper and a lower room.
* The right side sends tired, dark blood to the lungs.
> There the blood drops its carbon dioxide, and picks up oxygen.
* Bright red, the blood returns to the left side, which drives it out to the whole body.
~ Lub-dub, lub-dub: that is the sound of valves closing like little doors.
> Valves between the rooms make sure that blood flows only one way.
> A small knot of cells sets the rhythm, with a spark of electricity.
^ The sinoatrial node fires on its own, and nerves only speed it up or slow it down.
= Run for a bus, and the heart can pump several times as much as it does at rest.
= Arteries carry blood outward, veins bring it home, and capillaries reach nearly every cell.
! A blue whale's heart weighs about as much as a small piano, and in a deep dive it may beat only twice a minute.
! It takes only about one minute for blood to travel around the whole body.
= In 1628, William Harvey showed that blood moves in a circle.
+ Walking, sleeping well and not smoking are the kindest things you can do for it.
+ Fatty deposits can narrow its own arteries, and then the muscle starves.
. Right now, without being asked, it beats again.
. Put a hand on your chest, and say thank you.`,
  },
  {
    id: "brain",
    subject: "the brain",
    match:
      /\bbrains?\b(?!storm)|\bneurons?\b|\bneuroscience|\bmemory\b(?! (?:card|stick|leak|manage))|\bmemories\b|\bhow (?:do )?we (?:learn|think|remember)/i,
    lines: `
? Three pounds of soft, wrinkled tissue are making sense of this sentence.
> Your brain holds about eighty-six billion nerve cells.
* Each nerve cell listens to thousands of others, across tiny gaps called synapses.
> A signal runs along a nerve as a brief electrical pulse, and crosses the gap as a chemical.
~ It is like a message whispered from friend to friend, very, very fast.
* When two cells fire together often, the link between them grows stronger.
> That is how practice turns stumbling into skill.
= At the back of the head, sight is taken apart into edges, colours and movement.
= Above the ears, sounds become words.
= Behind the forehead we plan, choose and hold ourselves back.
= Deep inside, a curl of tissue called the hippocampus helps turn today into memory.
^ Long-term potentiation, the lasting strengthening of a synapse, is the best studied basis of learning.
! It is about two per cent of your weight, and uses about a fifth of your energy at rest.
! Remembering is rebuilding, and so a memory can change each time we visit it.
+ Sleep, movement and company keep it healthy.
+ After an injury, healthy parts can sometimes learn the work of damaged ones.
! It has no feeling of its own: surgeons can operate on it while the patient talks.
. Nothing else we know of has ever tried to understand itself.
. Somewhere in there, right now, is you.`,
  },
  {
    id: "sleep",
    subject: "sleep and dreams",
    match:
      /\bsleep(?:s|ing)?\b|\bdreams?\b(?! (?:job|car|house|home|vacation|team))|\bdreaming\b|\binsomnia\b/i,
    lines: `
? Every night we close our eyes, leave the room, and trust that we will come back.
> We spend about a third of our lives asleep.
> All day long, a chemical called adenosine builds up in the brain and makes us drowsy.
> A small clock behind the eyes, set by daylight, says when it is night.
* Sleep comes in rounds of about ninety minutes.
> First we drift into light sleep, then sink into deep sleep, with slow, rolling brain waves.
> In deep sleep the body repairs itself, and growth hormone flows.
* Then the eyes begin to dart beneath the lids, and the brain wakes up inside: this is REM sleep.
> Here come the most vivid dreams, while the muscles are switched off.
~ That is why you can fly in a dream without falling out of bed.
> Feelings run high in dreams, and the part of the brain that checks for sense is quiet.
^ Sharp ripples in the hippocampus replay the day in deep sleep, which seems to help memory settle.
= Learn a tune in the evening, and you will often play it better in the morning.
! Dolphins sleep with one half of the brain at a time.
! Most people dream every night, and forget nearly all of it within minutes of waking.
+ Too little sleep makes us slow, moody and more likely to fall ill.
+ Scientists still argue about why we dream at all.
. Tonight the screen will go dark, and a stranger one will light up.
. Sleep well: there is work to be done in there.`,
  },
  {
    id: "immune",
    subject: "vaccines and the immune system",
    match: /\bvaccin|\bimmun|\bviruses\b|\bvirus\b(?! (?:scan|software))|\bantibod|\bbacteria\b|\bgerms?\b/i,
    lines: `
? Right now, in your nose and on your hands, uninvited guests are looking for a way in.
> Skin, tears and mucus stop most of them at the door.
* Germs that slip through meet white blood cells, which swallow whatever looks foreign.
> They call for help with chemical alarms, and the place grows warm and swollen.
> A slower, cleverer defence wakes up next.
* B cells make antibodies, Y-shaped molecules that grip one kind of invader.
> T cells give the orders, and destroy cells that have been taken over.
~ It is like a team with guards, detectives and a very good memory.
> After the fight, a few of these cells stay behind for years and remember.
* A vaccine uses the body's memory: it shows the body a harmless piece of a germ, or a weakened one.
> The body rehearses, so that it is ready when the real one comes.
^ Memory B cells have refined their antibodies in germinal centres, so the second response is faster and binds tighter.
= In 1796, Edward Jenner protected a boy from smallpox with the mild cowpox.
! In 1980 smallpox was declared gone from the whole world.
= Some newer vaccines carry only a message, in RNA, that tells cells how to make one piece of the virus.
+ When enough people are protected, a disease finds no path to those who cannot be.
! Allergies are the same defence, making a mistake about something harmless.
. Most of its victories you will never notice.
. A healthy day is a battle won in silence.`,
  },
  {
    id: "cats",
    subject: "cats",
    match: /\bcats?\b|\bkittens?\b|\bpurr(?:s|ing)?\b/i,
    lines: `
? A cat walks along a fence no wider than a hand, and does not even look down.
> Cats came to live with people about ten thousand years ago, when farmers began to store grain.
> Grain drew mice, mice drew wildcats, and both sides found the arrangement useful.
* Whiskers feel the slightest breath of air, and tell whether a gap is wide enough.
> Eyes with slit pupils open wide at dusk, and a mirror behind them gives each ray a second chance.
> Ears turn like little dishes, and hear notes far above our own range.
! A falling cat twists in mid-air, and usually lands on its feet.
> The spine is so flexible that the front and back can turn in different directions.
~ No one taught it that trick: kittens can do it when they are a few weeks old.
= It walks on its toes, and keeps its claws tucked in to stay sharp and silent.
= Purring comes from quick twitches of the voice box, on the breath in and on the breath out.
> Why cats purr is not fully settled: contented ones do it, and so do hurt ones, perhaps to soothe themselves.
! Grown cats rarely meow at one another; they do it mostly for us.
^ Domestic cats lack a working receptor for sweetness, as befits a strict carnivore.
+ A slow blink from a cat is a sign of trust.
+ In ancient Egypt they were honoured, and even made into mummies.
. We say that we keep cats, and they let us say it.
. Somewhere in that soft shape, a small tiger is taking a nap.`,
  },
  {
    id: "dogs",
    subject: "dogs",
    match: /\bdogs?\b(?! ?(?:e?coin))|\bpupp(?:y|ies)\b|\bwolves\b/i,
    lines: `
? Long before there were farms or towns, a wolf came closer to a fire than the others dared.
> Dogs descend from wolves, and they were the first animals to live with people.
> That was at least fourteen thousand years ago, when everybody still hunted and gathered.
* The tamer wolves stayed near, found scraps, and gave warning in the night.
> Generation by generation, people chose the ones that helped them most.
= Sheepdogs guide a flock with a stare and a low, quick run.
= Hounds follow a scent, retrievers fetch, and small terriers dig.
! Every breed, from the chihuahua to the great dane, is the same species.
> A dog's world is made of smells, with tens of times more scent sensors than we have.
~ One sniff of a lamp post is like reading the morning paper.
> They read our faces and follow a pointing finger, which even chimpanzees find hard.
^ Mutual gazing raises oxytocin in both dog and owner, a loop that wolves raised by hand do not show.
= Trained noses find lost hikers, explosives, and even some illnesses.
+ Guide dogs lead people safely through traffic.
+ A walk every day is good for both ends of the lead.
. We shaped dogs, and along the way they shaped us.
. Somewhere a tail is wagging, because someone is coming home.`,
  },
]);
