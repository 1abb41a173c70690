import { defineTopics } from "./topic";

/** Machines, power and information. */
export const TECHNOLOGY = defineTopics([
  {
    id: "internet",
    subject: "the internet",
    match:
      /\binternet\b|\bworld wide web\b|\bwi-?fi\b|\bweb ?(?:sites?|pages?) (?:work|load)|\bhow (?:does |do )?emails? work/i,
    lines: `
? You tap a link, and before you can blink a page arrives from another continent.
> The internet is a network of networks, all of which agreed to speak one language.
* Whatever you send is cut into small packets, each with an address on it.
~ It is like posting a jigsaw puzzle, one piece in each envelope.
* Machines called routers read the address, and pass each packet one step closer.
* Packets of one message may take different roads, and they are put in order at the end.
> If one gets lost, it is simply sent again.
^ IP makes no promise of delivery, and TCP builds order and reliability on top of it.
> Names such as example dot com are looked up in a directory, which answers with a number.
> Between continents, pulses of light race through cables on the sea floor.
! Such a cable can be as thin as a garden hose, and it carries almost all of the traffic between continents.
= Your phone covers only the last few metres by radio.
= In 1969, the first message between two distant computers crashed after two letters, L and O.
= The web came later: Tim Berners-Lee proposed it in 1989, as a way to link documents.
+ Nobody owns the whole of it, and that is why it could grow so fast.
+ Encryption seals the envelopes, so that strangers on the way cannot read them.
. Billions of machines, one agreement, and a question answered in a blink.
. Somewhere under the sea, a flash of light just carried your click.`,
  },
  {
    id: "electricity",
    subject: "electricity",
    match:
      /\belectricity\b|\belectric(?:al)? (?:current|circuit|power|grid)|\bpower (?:plants?|grid|stations?)\b|\bbatter(?:y|ies)\b/i,
    lines: `
? You press a switch, and the dark is gone before your finger leaves it.
> All matter holds electric charge, in tiny electrons and in the nuclei they surround.
* In metals some of the electrons are free to wander from atom to atom.
* Push those electrons all in one direction, and you have a current.
> Voltage is the push, current is the flow, and resistance is whatever gets in the way.
~ Think of water in a hose: pressure, stream, and a kink.
* To make the push, power stations spin magnets past coils of copper wire.
> Steam, falling water or wind turns the wheel; sunlight on silicon does it without one.
> High voltage carries the power across the country, for less of it is lost that way.
> Near your street, transformers step it down again.
! The electrons themselves crawl along slower than a snail, but the push travels at nearly the speed of light.
^ The energy is carried by the field around the wire rather than by the electrons within it.
= In 1800, Alessandro Volta stacked discs of metal and wet cardboard, and built the first battery.
= In 1831, Michael Faraday moved a magnet through a coil and watched a needle jump.
= Your own nerves use small electric pulses to think and to move.
+ On the grid, supply and demand must match from second to second.
+ Batteries, dams and long lines help to share sunny hours and windy nights.
. Behind a plain wall, a whole landscape is at work.
. Light on, light off: it was never as simple as it looked.`,
  },
  {
    id: "computers",
    subject: "computers",
    match:
      /\bcomputers?\b(?! vision)|\bmicrochips?\b|\btransistors?\b|\bprocessors?\b|\bbinary\b|\bhow (?:does |do )?(?:smart ?)?phones? work/i,
    lines: `
? It can steer a spacecraft or show you a kitten, and all it really knows is on and off.
> A computer is built of switches, called transistors, made of treated silicon.
* A switch is either on or off, and we write that as one or zero.
> A row of ones and zeros can stand for a number, a letter or the colour of a dot.
~ It is like a secret code with only two signs.
* A few switches together make a gate, which answers a tiny question such as: are both of these on?
> Gates make adders, adders make processors, and a clock keeps them in step.
> A program is a list of very small orders: fetch this, add that, jump there.
! A modern chip holds billions of transistors, and follows billions of orders each second.
> Memory keeps what is needed now, and storage keeps it when the power is off.
^ Caches, pipelines and guessed branches exist because memory is far slower than arithmetic.
= In 1843, Ada Lovelace published a program for a machine that was never finished.
= In 1936, Alan Turing described a simple machine that could carry out any computation.
= In 1945, ENIAC filled a large hall and used about eighteen thousand glass tubes.
+ A phone in a pocket has far more power than the computers that guided people to the moon.
+ A machine does exactly what it is told, and so the telling is the hard part.
. Out of yes and no we have built music, maps and games.
. Simple steps, taken very fast, look a lot like magic.`,
  },
  {
    id: "ai",
    subject: "artificial intelligence",
    match:
      /\bartificial intelligence\b|\bmachine learning\b|\bneural net|\blanguage models?\b|\bai\b|\bchatbots?\b|\bdeep learning\b/i,
    lines: `
? For most of its history a computer could do only what someone had spelled out, step by step.
* Machine learning turns that around: we show examples, and let the machine find the rule.
> Show it thousands of pictures of cats, and it adjusts itself until its guesses come out right.
~ It learns a little like you do, by trying, missing and trying again.
> Many of these systems are neural networks, loosely inspired by nerve cells.
> A neural network consists of layers of simple sums, and every link has a weight.
* After each mistake, all the weights are nudged a little in a better direction.
^ Backpropagation finds that direction, by passing the error back through the layers with the chain rule.
> A language model learns to predict the next piece of a text, again and again.
> From guessing the next word it picks up grammar, style and a good many facts.
! It may also state a falsehood with perfect confidence, for it is built to sound likely.
= It can spot patterns in an X-ray, translate a letter, or suggest how a protein folds.
= In 2016, a program called AlphaGo beat one of the best players of the game of go.
+ What it learns depends on its examples, and their gaps and prejudices come along.
+ That is why people must test it, question it and decide where it belongs.
+ Training the largest systems takes great halls of computers, and a great deal of power.
. It is a tool made out of our own words and pictures.
. What it becomes depends on what we ask of it.`,
  },
  {
    id: "printing",
    subject: "the printing press",
    match: /\bprinting\b(?! 3d)|\bgutenberg\b|\bprinting press\b|\bhistory of (?:the )?books?\b/i,
    lines: `
? Once, a book was as precious as a house, for every letter in it was written by hand.
> A monk or a clerk might spend a year over a single Bible.
= In China, people printed from carved wooden blocks more than a thousand years ago.
= There, around 1040, Bi Sheng tried movable letters of baked clay.
= Korean printers cast type in metal by the fourteenth century.
* Around 1450, in Mainz, Johannes Gutenberg brought several inventions together.
* He cast each letter in metal, all at one height, so that they could be set, inked and used again.
> His ink was oily, and clung to metal where watery ink would run.
> The press itself was borrowed from makers of wine and paper.
~ Imagine a giant stamp, with a whole page of letters on it.
> Line by line, a worker set the letters backward, and read them in a mirror of his mind.
^ Type metal, an alloy of lead, tin and antimony, hardened fast and kept its shape.
! By the year 1500, European presses had printed millions of books.
+ Prices fell, and merchants, students and craftsmen began to read.
+ Pamphlets carried quarrels, discoveries and news across borders in weeks.
+ Scientists could at last compare the very same page in different cities.
. A few small pieces of metal made it hard to keep a secret, and easy to share a thought.
. Every page you read still bows to that press.`,
  },
  {
    id: "steam-engine",
    subject: "the steam engine",
    match:
      /\bsteam\b|\bindustrial revolution\b|\blocomotives?\b|\bhistory of (?:the )?(?:trains?|railways?|railroads?)\b|\bjames watt\b/i,
    lines: `
? For thousands of years the strongest helpers were oxen, wind and falling water.
> Then someone took a closer look at a boiling kettle.
> When water turns to steam, it takes up well over a thousand times more room.
* Trap steam in a cylinder, and it can push a piston.
* Let it cool, and it shrinks back to a few drops, leaving a near vacuum behind.
= In 1712, Thomas Newcomen used that trick to pump water out of flooded mines.
> His engine was hungry, because the same cylinder was heated and chilled with every stroke.
= In 1765, James Watt had the answer: cool the steam in a separate chamber.
> The main cylinder could stay hot, and the engine needed far less coal.
> With rods and gears, the to-and-fro became a turning wheel.
~ Chuff, chuff, chuff: the wheel goes round, and never gets tired.
^ Sadi Carnot, puzzling over such engines, found the limit on turning heat into work, and began thermodynamics.
= In 1804, Richard Trevithick set an engine on rails, and it pulled iron and men through Wales.
= By 1830, trains ran between Liverpool and Manchester to a timetable.
+ Mills no longer needed a river, and towns grew up around their chimneys.
+ Railways were so punctual that whole countries had to agree on the time.
! Steam still drives much of our electricity, in the turbines of power stations.
. A cloud of vapour moved the world out of the age of muscle.
. And the bill for all that coal is still being counted.`,
  },
  {
    id: "bicycle",
    subject: "the bicycle",
    match: /\bbicycl|\bbikes?\b(?! (?:share price))|\bcycling\b/i,
    lines: `
? It has no engine and weighs less than a big dog, and still it can carry you across a continent.
= In 1817, Karl von Drais built a wooden running machine, with two wheels and no pedals.
= In the 1860s, French makers put pedals on the front wheel, and riders called it the boneshaker.
> With pedals fixed to the wheel, a bigger wheel meant more speed, and so it grew enormous.
! The rider of a high-wheeler sat so far up that one stone could throw him over the handlebar.
= In 1885, John Kemp Starley's safety bicycle had two equal wheels and a chain to the rear one.
* The chain let small wheels run fast, because one turn of the pedals gave several turns of the wheel.
= In 1888, John Boyd Dunlop's tyres put a cushion of air under the rider.
* A moving bicycle stays up because it steers into a lean and brings its wheels back beneath you.
~ Once your body has learned that, it never quite forgets.
^ Gyroscopic effects and trail both help, but experiments show that neither is strictly needed for self-stability.
> Gears let your legs keep one comfortable rhythm, uphill and down.
! For each kilometre travelled, a cyclist uses less energy than a walker.
+ For women in the 1890s, it meant going out alone, and wearing clothes fit to move in.
+ Riders' clubs asked for smooth roads, well before there were many cars to use them.
+ Small electric motors are now flattening the hills.
. Two wheels, one chain, and the wind in your face.
. Good ideas do not always need an engine.`,
  },
  {
    id: "solar-power",
    subject: "solar and wind power",
    match:
      /\bsolar (?:panels?|power|energy|cells?)\b|\bwind (?:power|turbines?|energy|farms?)\b|\brenewable/i,
    lines: `
? A dark blue panel lies on a roof, without a sound, and the meter begins to run.
> Inside it are thin slices of silicon, treated so that one side is short of electrons.
* When light strikes, it knocks electrons loose.
> The built-in field drives them all one way, and that is a current.
~ The sun pushes, and the electrons run.
^ A single junction of silicon can turn at most about a third of sunlight into power.
> There is no flame, no steam, and nothing that moves.
= Out at sea, wind turbines lift blades as long as a football field.
* Wind presses more gently on one side of the blade than on the other, and the lift turns the wheel.
> In the hub, magnets sweep past coils and make the current.
! In about an hour and a half, the sunlight reaching Earth brings as much energy as people use in a year.
! Since 2010 the price of solar modules has fallen by around nine tenths.
> Clouds pass and winds drop, so power must be stored or shared.
= Batteries hold the noon for the evening, and dams hold water for a calm night.
+ Long lines can link a windy coast to a sunny plain.
+ Every kilowatt hour made this way leaves some coal in the ground.
. The oldest power there is comes up every morning.
. We are learning, at last, to catch it.`,
  },
  {
    id: "gps",
    subject: "satellite navigation",
    match: /\bgps\b|\bsatellite navigation\b|\bsat-?nav\b/i,
    lines: `
? A small blue dot moves along a map, and it knows where you are standing.
> High overhead, some thirty satellites of the GPS system circle the Earth twice a day.
* Each satellite keeps on saying the same two things: where it is, and what time it is.
> The signal travels at the speed of light, and still arrives a little late.
* From the tiny delay of the signal, your phone works out how far away the satellite is.
> One distance puts you somewhere on a great sphere, and two put you on a circle.
> A third leaves two points, and a fourth sets your own clock right.
~ It is like finding yourself from the echoes of distant bells.
! An error of a millionth of a second would move you three hundred metres.
> So every satellite carries atomic clocks.
^ Relativity makes those clocks gain about thirty-eight microseconds a day, and the system corrects for it.
= Farmers steer tractors with it, and pilots find the runway in fog.
= Geologists use it to watch continents creep by centimetres.
+ Power grids and phone networks borrow its time.
+ Deep valleys and tall buildings bend or block the signal.
! Your phone sends nothing to the satellites: it only listens.
. To know where you are, it turns out, you must know exactly when.
. Look up: the sky is counting for you.`,
  },
  {
    id: "photography",
    subject: "photography",
    match: /\bphotograph|\bcameras?\b(?! crew)|\bhow (?:does |do )?(?:a )?lens(?:es)? work/i,
    lines: `
? A moment passes, and with a click it is kept.
> Long ago, people noticed that a small hole in a dark room throws a picture of the street on the wall.
> The picture is upside down, because light travels in straight lines and crosses in the hole.
* A lens does the work better: it is brighter, and it can be made sharp.
> What was missing was a way to keep the image.
= In the 1820s, Nicéphore Niépce let the light work for many hours on a plate coated with tar.
= In 1839, Louis Daguerre's silver plates amazed Paris.
= William Henry Fox Talbot made negatives on paper, and from one negative came many prints.
* Film carries crystals of silver salts, which darken where light has touched them.
> A digital sensor has millions of tiny wells, and each one counts light as electric charge.
> Red, green and blue filters over the wells let the camera rebuild the colours.
~ Every photo is a mosaic of very small coloured tiles.
^ Most sensors use the Bayer pattern, with two green filters for each red and blue one.
> The shutter decides how long to look, and the aperture how wide to open the eye.
= A short look freezes a hummingbird, and a long one turns a river into silk.
+ Photographs have changed laws, elections and the way that we remember.
+ A picture can also deceive, by what it leaves outside the frame.
. To photograph is to say: this, here, now.
. The light has moved on, but it left its mark.`,
  },
]);
