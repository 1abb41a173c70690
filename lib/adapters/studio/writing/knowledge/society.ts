import { defineTopics } from "./topic";

/** Food, trade, arts and the past. */
export const SOCIETY = defineTopics([
  {
    id: "bread",
    subject: "bread",
    match: /\bbread\b|\bsourdough\b|\bbak(?:e|ing|ery)\b(?! soda)|\byeast\b/i,
    lines: `
? Flour, water, salt and a little patience: few things so plain have fed so many.
* Wet flour forms gluten, a springy net of protein.
> Kneading lines up the strands, until the dough is smooth and stretches without tearing.
> Yeast, a living fungus, eats sugars from the flour.
* As it feeds, yeast gives off carbon dioxide, and the net of gluten holds the gas in thousands of bubbles.
~ Millions of tiny helpers are blowing up tiny balloons.
> The dough doubles, while time and microbes make its flavour.
* In the oven the bubbles swell once more, and then the crumb sets around them.
> The surface dries and browns, and hundreds of new aromas appear.
^ That browning is the Maillard reaction, between sugars and amino acids, and it needs a hot, dry surface.
= Sourdough works with wild yeast and bacteria, whose acids give it its tang and keep it fresh.
= Flatbreads such as chapati and tortilla need no rising at all.
! In Jordan, archaeologists found crumbs of flat bread more than fourteen thousand years old, from before farming began.
= In ancient Egypt, workers were paid in bread and beer.
+ When bread grew dear in Paris in 1789, anger filled the streets.
+ To break bread together still means to trust one another.
. Listen to a fresh loaf as it cools: the crust crackles.
. It is the sound of a very old friendship.`,
  },
  {
    id: "coffee",
    subject: "coffee",
    match: /\bcoffee\b(?! (?:table|shop ad))|\bespresso\b|\bcaffeine\b/i,
    lines: `
? Before the first word of the morning, somewhere, water is poured over dark brown powder.
* Coffee begins as the seed of a red cherry, on a shrub that likes cool tropical hills.
> Pickers gather the cherries, and the flesh is stripped away.
> The pale green seeds are dried in the sun and shipped around the world.
* Roasting turns the pale seeds brown, and they pop and swell like quiet popcorn.
> Heat makes hundreds of aromas that were not there before.
> Grinding opens the bean, so that water can reach the flavour.
~ The finer the powder, the faster its taste escapes.
= Espresso forces hot water through a packed puck in about half a minute.
= A paper filter takes its time, and keeps back the oils.
* In the brain, caffeine sits in the seat of adenosine, the molecule that makes us sleepy.
^ It blocks the receptor without switching it on, and its half-life in adults is around five hours.
! Two kinds of plant, arabica and robusta, give us nearly all the coffee we drink.
= Legend tells of an Ethiopian goatherd, whose goats danced after eating the berries.
= By the fifteenth century, people in Yemen drank it to stay awake for prayer.
+ In London's coffee houses, merchants, writers and scientists argued for a penny a cup.
+ Millions of small farms live by the harvest, and by its price.
. A cup is a long journey, and it ends in the first sip.
. Breathe in before you drink: half the taste is in the air.`,
  },
  {
    id: "chocolate",
    subject: "chocolate",
    match: /\bchocolate\b|\bcocoa\b|\bcacao\b/i,
    lines: `
? Break a bar, and hear it snap.
> It begins on a tropical tree, whose pods grow straight out of the trunk.
> Each pod holds some forty seeds, wrapped in sweet white pulp.
* Heaped under banana leaves, the seeds ferment for days, and there the flavour begins.
* The seeds are dried, roasted, cracked and ground into a thick brown paste.
> About half of the bean is fat, called cocoa butter.
! Cocoa butter melts just below the temperature of the body, and so chocolate melts on the tongue.
^ Its fat can set in six crystal forms, and tempering selects the one that shines and snaps.
> Stirring for hours makes it smooth, and drives off sour notes.
~ Milk and sugar turn a bitter bean into a treat.
= The Maya and the Aztecs drank it frothy and spiced, without sugar.
! Among the Aztecs, cocoa beans were used as money.
= In 1828, a Dutch press squeezed out the butter, and solid bars soon followed.
+ Today more than half of all cocoa comes from two countries, Ivory Coast and Ghana.
+ A fair price decides whether the farmers' children can go to school.
. From a bitter seed to a soft sweet square: that is a long way.
. Let the next piece melt slowly.`,
  },
  {
    id: "writing",
    subject: "writing",
    match:
      /\bhistory of writing\b|\bwriting systems?\b|\balphabets?\b|\bhieroglyph|\bcuneiform\b|\binvention of writing\b/i,
    lines: `
? Once, everything that people knew had to fit into somebody's head.
> When the person died, the knowledge could die as well.
> More than five thousand years ago, in the cities of Mesopotamia, there was too much to remember.
> How many sheep, how much barley, who owes what to whom?
* Clerks pressed small marks into wet clay, first pictures and then wedges.
! So the first writers were not poets but bookkeepers.
~ A drawing of an ox's head could mean: one ox.
* Soon a sign could stand for a sound, and with sounds you can write anything, even a name.
= In Egypt, hieroglyphs covered temple walls, and reed pens ran across papyrus.
= In China, questions to the ancestors were carved into bones and turtle shells.
= In Central America, the Maya carved dates and kings in stone.
! Writing was invented from nothing only a few times in history.
> Around four thousand years ago, workers in Egypt and Sinai borrowed a handful of signs and made them letters.
> The Phoenicians spread that alphabet, and the Greeks added signs for vowels.
^ Most of the alphabets in use today descend from that one Semitic script.
= In 1822, with the Rosetta Stone, Champollion made hieroglyphs speak again.
+ Laws could be posted, debts proved, and stories sent across the sea.
+ Now our letters are made of light, but they still sit in lines.
. Someone pressed a reed into clay, and has not stopped talking since.
. To read is to hear the dead, and to answer the unborn.`,
  },
  {
    id: "money",
    subject: "money and inflation",
    match:
      /\bmoney\b(?! laundering)|\binflation\b|\bcurrenc|\bcentral banks?\b|\binterest rates?\b|\bbanknotes?\b/i,
    lines: `
? A strip of printed paper buys a loaf of bread, and the baker smiles.
> He takes it because he trusts that the next person will take it too.
* Money does three jobs: it pays, it measures value, and it keeps value for later.
> Without it, a baker who wants shoes must find a shoemaker who wants bread.
= People have used shells, salt, silver and cattle.
= Coins were struck in Lydia, in what is now Turkey, in the seventh century before our era.
= Paper money appeared in China about a thousand years ago.
! Today most money is not paper at all, but numbers in banks' computers.
> When a bank grants a loan, it writes a new sum into an account, and so creates money.
> Prices move with how much people want to buy, and how much there is to sell.
* If nearly all prices keep rising, that is inflation, and each coin buys a little less.
~ The ice cream is the same, but it costs more coins than last year.
> It can come from too much spending, from scarce oil or grain, or from the fear of more inflation.
= In 1923, Germans carried banknotes in laundry baskets, because prices doubled within days.
> Central banks lean against it by raising interest, which makes borrowing dear and spending slower.
^ They usually aim at about two per cent, far enough from deflation to leave room for cutting rates.
+ Savers lose by surprise inflation, while those who owe fixed sums gain.
! A little is often welcome, for falling prices make people wait and shops stand still.
. In the end, money is a promise that we keep on making to each other.
. Its real metal is trust.`,
  },
  {
    id: "sound",
    subject: "sound and music",
    match:
      /\bsound\b(?! investment)(?:s|waves?)?|\bmusic\b(?! video)|\bhearing\b|\bechoes\b|\bpiano\b|\bguitars?\b|\bviolins?\b/i,
    lines: `
? Pluck a string, and watch it blur.
* The string pushes the air to and fro, and a ripple of pressure runs outward.
> In air, sound travels about 340 metres in a second, and in water more than four times as fast.
! Where there is no air there is no sound, so space is silent.
* Your eardrum trembles along, and three tiny bones pass the motion inward.
> In a coiled tube, hair cells turn it into signals for the brain.
~ The smallest bone in your body is in there, no bigger than a grain of rice.
* Fast waves sound high, slow waves sound low.
> Double the speed, and you hear the same note, one octave higher.
> A string swings as a whole, and also in halves, thirds and quarters.
> That mixture of overtones is why a flute and a violin playing one note sound different.
^ Intervals please most when the frequencies stand near simple ratios, such as three to two for a fifth.
= A flute carved from bone shows that people were making music forty thousand years ago.
= Drums speak to the legs, because rhythm is tied to the parts of the brain that move us.
! Elephants talk in notes too low for us, and bats in notes too high.
+ A song can bring back a summer, even when names have been forgotten.
+ Loud sound wears out the hair cells, and they do not grow back.
. Music is only moving air, and it can make us weep.
. Listen: the silence after the last note belongs to it too.`,
  },
  {
    id: "time",
    subject: "time and clocks",
    match:
      /\bclocks?\b|\btime ?zones?\b|^\s*(?:what is |explain |the nature of |(?:a )?(?:brief )?history of )?time\s*\??$|\bcalendars?\b|\bmeasur\w+ time\b|\btimekeeping\b|\bwatchmak/i,
    lines: `
? Nobody has ever seen it, and everybody is short of it.
* At first people read time from the sky: one sun, one day; one moon, one month.
= A stick in the ground made a shadow, and the shadow made a sundial.
= At night, or indoors, water dripped from one bowl into another.
> Around the year 1300, wheels and weights began to tick in the towers of Europe.
= Galileo saw that a pendulum keeps its beat, and in 1656 Christiaan Huygens put one into a clock.
> At sea a pendulum is useless, and without a good clock sailors could not find their longitude.
= In the eighteenth century, John Harrison built a sea clock that lost only seconds on a long voyage.
> When railways came, towns had to give up their own noon and share zones.
* A crystal of quartz trembles 32,768 times a second in an ordinary watch.
> Atomic clocks count the waves that caesium atoms respond to, more than nine billion for every second.
~ Tick, tock is fine for tea, but satellites need something better.
^ The best optical clocks would drift by less than a second in the age of the universe.
! Time itself is not the same everywhere: a clock on a mountain runs a hair faster than one by the sea.
> Einstein showed that motion and gravity both slow it down.
+ Our bodies keep their own time, set anew by every dawn.
+ Counting the hours changed work, prayer and play.
. We can measure it to eighteen places, and still not say what it is.
. It passes, and this sentence passes with it.`,
  },
  {
    id: "rome",
    subject: "ancient Rome",
    match:
      /\broman (?:empire|republic|roads?|legion|army)|\bancient rome\b|\bromans\b|\bjulius caesar\b|\bcolosseum\b/i,
    lines: `
? It began as a few villages on hills beside the Tiber.
> By legend Rome was founded in 753 before our era, and at first it was ruled by kings.
* Around 509 the Romans drove the last king out and made a republic.
> Two consuls shared the power, and each could stop the other.
> Step by step, by war and by alliance, the city took all of Italy.
= Hannibal crossed the Alps with elephants, and still could not break it.
> The generals grew stronger than the laws, and citizen fought citizen.
= In 44 before our era, Julius Caesar was stabbed by senators who feared a king.
> His heir Augustus ended the civil wars, and became the first emperor.
~ Imagine one country around the whole of the Mediterranean Sea.
* Straight stone roads tied the provinces together, and legions marched along them.
> Aqueducts brought clean water over valleys on rows of arches.
! Roman concrete has lasted for two thousand years, even in the sea.
= The dome of the Pantheon is still the largest of unreinforced concrete in the world.
^ Ash from volcanoes and lumps of lime gave that concrete its strength, and may let small cracks heal.
= At its widest, around the year 117, the empire reached from Britain to Mesopotamia.
> Later came plague, costly armies, rival emperors and peoples on the move.
> In 476 the last emperor in the west was sent away, but in the east, Constantinople carried on for a thousand years.
+ Our months, many of our laws and several of our languages still carry its stamp.
+ It was built, too, by millions of enslaved people, whose names were never carved.
. Empires fall slowly, and then they become our words.
. Walk an old straight road, and you may be walking on Rome.`,
  },
  {
    id: "egypt",
    subject: "ancient Egypt and its pyramids",
    match: /\bpyramids?\b(?! scheme)|\bancient egypt|\bpharaoh|\bsphinx\b|\btutankhamun\b|\bmumm(?:y|ies)\b/i,
    lines: `
? At the edge of the desert stand mountains that people have made.
* Every summer the Nile flooded, and left black, fertile mud along its banks.
> Fields of barley and wheat fed scribes, priests, potters and kings.
> The king was called pharaoh, and he was held to be the link between people and gods.
> A dead king needed an eternal house.
= The Great Pyramid of Khufu was built about four and a half thousand years ago.
! It holds more than two million blocks, and for almost four thousand years nothing taller was built by people.
> Most of the stone was cut nearby, and fine white limestone came across the river by boat.
* Workers dragged the blocks on sledges, and built ramps as the walls grew.
= A papyrus logbook found by the Red Sea tells of a crew that shipped stone to Giza.
> The builders lived in a town of their own, with bakeries, and were buried in honour near their king.
~ They had bread, beer and even doctors.
^ The sides of the Great Pyramid face the compass points to within a fraction of a degree.
= Bodies were dried with natron salt and wrapped in linen, for a life to come.
= In 1922, Howard Carter opened the tomb of Tutankhamun, and saw wonderful things.
! Cleopatra lived nearer in time to us than to the building of the Great Pyramid.
+ Its signs, its calendar and its medicine taught the peoples around it.
+ We know a great deal, and the exact shape of the ramps is still debated.
. They wanted to be remembered forever, and so far it is working.
. The sand moves on, and the stones stay.`,
  },
  {
    id: "democracy",
    subject: "democracy",
    match: /\bdemocra(?!ti[cz]e)|\belections?\b|\bvoting\b/i,
    lines: `
? Who should decide, when people do not agree?
> Democracy gives an old and daring answer: all of us.
> The word comes from Greek, and means the rule of the people.
= In Athens, some 2,500 years ago, citizens met on a hill to debate and vote.
! Women, slaves and foreigners had no voice there, so only a minority took part.
= Many offices were filled by lot, since chance cannot be bribed.
* In large countries we choose others to speak for us, and that is representation.
* Power is divided: one body makes the laws, another carries them out, and judges settle disputes.
> A constitution sets limits that even a majority may not cross.
~ It is like a game in which everyone agrees on the rules before playing.
^ Every voting system has flaws: Kenneth Arrow proved that none can meet a few reasonable demands at once.
= In 1893, New Zealand became the first self-governing country to let women vote.
> A free press, open courts and fair counting matter as much as the ballot box.
> The hardest part comes afterwards: the losers step aside, knowing that they may win another day.
+ It is slow and noisy, because many voices must be heard.
+ Its great advantage is that mistakes can be corrected without blood.
. A ballot is a small piece of paper with a very long history.
. It works for as long as people care to use it.`,
  },
]);
