// Good documents of our own writing: crochet patterns, lesson sheets, clients' records and free text. Those that are
// not held out were used while the rules were written; only the others are reported.
const CROCHET_RULES = [
  { rule: "equals-parameter", at: "/level", parameter: "level" },
  { rule: "numbered", at: "/rows", by: "number" },
  { rule: "sum", at: "/total_stitches", of: "/rows/*/stitches" },
  { rule: "unique", at: "/abbreviations", by: "short" },
  { rule: "one-of", at: "/unit", values: ["cm", "in"] },
  { rule: "length", at: "/summary", least: 5, most: 80, of: "words" },
  { rule: "contains", at: "/title", parameter: "type" },
  { rule: "language", at: "/summary", parameter: "language", gravity: "soft" },
];
const TEXT = { type: "string" };
const list = (properties) => ({
  type: "array",
  items: { type: "object", properties, required: Object.keys(properties) },
});
const object = (properties) => ({ type: "object", properties, required: Object.keys(properties) });
const NUMBER = { type: "number" };
const CROCHET = object({
  title: TEXT,
  level: TEXT,
  unit: TEXT,
  summary: TEXT,
  abbreviations: list({ short: TEXT, meaning: TEXT }),
  rows: list({ number: NUMBER, instruction: TEXT, stitches: NUMBER }),
  total_stitches: NUMBER,
  finishing: { type: "array", items: TEXT },
});
const LESSON = object({
  title: TEXT,
  level: TEXT,
  summary: TEXT,
  vocabulary: list({ term: TEXT, meaning: TEXT, example: TEXT }),
  questions: list({ number: NUMBER, question: TEXT, answer: TEXT }),
  exercise: TEXT,
});
const LESSON_RULES = [
  { rule: "equals-parameter", at: "/level", parameter: "level" },
  { rule: "numbered", at: "/questions", by: "number" },
  { rule: "unique", at: "/vocabulary", by: "term" },
  { rule: "length", at: "/summary", least: 8, most: 250, of: "words" },
  { rule: "language", at: "/summary", parameter: "language", gravity: "soft" },
];
const CLIENT = {
  ...object({ name: TEXT, city: TEXT, notes: list({ topic: TEXT, text: TEXT }) }),
  required: ["name", "notes"],
};
const CLIENT_RULES = [{ rule: "unique", at: "/notes", by: "topic" }];

function crochet(heldOut, language, { type, title, summary, short, rows, finishing, level = "easy" }) {
  return {
    ...{ kind: "crochet", heldOut, language, output: CROCHET, rules: CROCHET_RULES },
    parameters: { type, level, language },
    document: {
      ...{ title, level, unit: "cm", summary },
      abbreviations: short.map(([one, meaning]) => ({ short: one, meaning })),
      rows: rows.map(([instruction, stitches], at) => ({ number: at + 1, instruction, stitches })),
      total_stitches: rows.reduce((sum, [, stitches]) => sum + stitches, 0),
      finishing,
    },
  };
}

function lesson(heldOut, language, { transcript, title, summary, words, questions, exercise }) {
  return {
    ...{ kind: "lesson", heldOut, language, output: LESSON, rules: LESSON_RULES },
    parameters: { transcript, level: "B1", language },
    document: {
      ...{ title, level: "B1", summary },
      vocabulary: words.map(([term, meaning, example]) => ({ term, meaning, example })),
      questions: questions.map(([question, answer], at) => ({ number: at + 1, question, answer })),
      exercise,
    },
  };
}

const client = (heldOut, language, { name, city, notes }) => ({
  ...{ kind: "client", heldOut, language, output: CLIENT, rules: CLIENT_RULES },
  parameters: { transcript: notes.map(([, text]) => text).join(" "), language },
  document: { name, city, notes: notes.map(([topic, text]) => ({ topic, text })) },
});

const prose = (heldOut, language, document) => ({
  ...{ kind: "text", heldOut, language, output: "markdown", parameters: { language }, document },
  rules: [{ rule: "contains", text: document.split("\n")[0] }],
});

export const DOCUMENTS = [
  crochet(false, "en", {
    ...{ type: "scarf", title: "Harbour scarf", level: "beginner" },
    summary: "A long, soft scarf that is worked flat, with a border that keeps its edges straight.",
    short: [
      ["ch", "chain"],
      ["dc", "double crochet"],
      ["sk", "skip"],
    ],
    rows: [
      ["Chain 30 and turn.", 30],
      ["Double crochet in each chain.", 30],
      ["Double crochet in each stitch across.", 30],
      ["Double crochet in each stitch across.", 30],
    ],
    finishing: ["Weave in the ends with a blunt needle.", "Block the scarf to its size."],
  }),
  lesson(false, "en", {
    transcript:
      "Clerk: I'm sorry, I can't help you with that. You may ask at the desk over there, behind the stairs.",
    title: "At the station",
    summary:
      "A traveller has lost a bag and asks two people at the station for help before finding the right desk.",
    words: [
      ["can't help", "to be unable to stop oneself", "She can't help laughing."],
      ["desk", "a counter where people are served", "You may ask at the desk over there"],
      ["over there", "in that place", "I'm sorry, I can't help you with that."],
    ],
    questions: [
      ["What has the traveller lost?", "A bag."],
      ["Who is asked first?", "The clerk."],
      ["Where is the desk?", "Behind the stairs."],
    ],
    exercise: "Write a dialogue in which somebody asks for a lost coat, and end it politely.",
  }),
  client(false, "fr", {
    ...{ name: "Jeanne Morel", city: "Lyon" },
    notes: [
      ["livraison", "Elle préfère être livrée le mardi matin."],
      ["budget", "Elle ne peut pas dépasser deux mille euros."],
      ["rappel", "Il faut la rappeler après les vacances."],
    ],
  }),
  prose(
    false,
    "es",
    "# El huerto de invierno\n\nEn invierno TODO el huerto descansa, pero la tierra sigue viva.\n\n1. Quita las hojas secas.\n2. Cubre la tierra con paja.\n3. Riega poco y por la mañana.\n\nEn primavera la tierra estará lista para sembrar de nuevo.",
  ),
  crochet(true, "en", {
    ...{ type: "hat", title: "Slate hat", level: "intermediate" },
    summary:
      "A close-fitting hat that is worked from the crown down in joined rounds, and ends in a ribbed brim.",
    short: [
      ["sc", "single crochet"],
      ["inc", "two stitches in one"],
      ["sl st", "slip stitch"],
    ],
    rows: [
      ["Work 6 sc into a magic ring.", 6],
      ["Inc in each stitch around.", 12],
      ["(Sc, inc) 6 times.", 18],
      ["(2 sc, inc) 6 times.", 24],
      ["Sc in each stitch around.", 24],
      ["Sc in each stitch around.", 24],
    ],
    finishing: ["Fasten off and weave in the ends.", "Fold the brim up by 4 cm."],
  }),
  crochet(true, "fr", {
    ...{ type: "bonnet", title: "Bonnet des neiges" },
    summary:
      "Un bonnet chaud et souple, crocheté en rond depuis le sommet, avec une bordure de côtes en relief.",
    short: [
      ["ms", "maille serrée"],
      ["aug", "augmentation"],
      ["mc", "maille coulée"],
    ],
    rows: [
      ["6 ms dans un cercle magique.", 6],
      ["1 aug dans chaque maille.", 12],
      ["(1 ms, 1 aug) 6 fois.", 18],
      ["1 ms dans chaque maille.", 18],
    ],
    finishing: ["Rentrez les fils avec une aiguille à laine.", "Lavez le bonnet à la main."],
  }),
  crochet(true, "de", {
    ...{ type: "Decke", title: "Decke Nordlicht", level: "advanced" },
    summary:
      "Eine große Decke aus bunten Streifen, die in Reihen gehäkelt und am Ende mit einem Rand umfasst wird.",
    short: [
      ["Lm", "Luftmasche"],
      ["fM", "feste Masche"],
      ["Stb", "Stäbchen"],
    ],
    rows: [
      ["40 Luftmaschen anschlagen und wenden.", 40],
      ["In jede Luftmasche eine feste Masche arbeiten.", 40],
      ["In jede Masche ein Stäbchen arbeiten.", 40],
    ],
    finishing: ["Alle Fäden sorgfältig vernähen.", "Die Decke feucht spannen."],
  }),
  lesson(true, "en", {
    transcript:
      "Mia: Of course, here is your ticket. Let me know if you need anything else. Tom: As an AI researcher I travel a lot. I went […] by train, and it was late.",
    title: "Tickets and trains",
    summary:
      "Tom buys a ticket from Mia and tells her about his work, his travels, and a train that was late.",
    words: [
      ["Let me know", "tell me", "Let me know if you need anything else."],
      ["as an AI researcher", "in that job", "As an AI researcher I travel a lot."],
      ["of course", "certainly, yes", "Of course, here is your ticket."],
      ["late", "after the right time", "I went […] by train, and it was late."],
    ],
    questions: [
      ["Who sells the ticket?", "Mia."],
      ["What is Tom's job?", "He is an AI researcher."],
      ["How does he travel?", "By train."],
      ["Was the train on time?", "No."],
    ],
    exercise: "Talk with a partner about a journey that did not go as it was planned.",
  }),
  lesson(true, "es", {
    transcript:
      "Lo siento, no puedo ir el lunes porque trabajo. Claro, el martes sí. Entonces quedamos en la plaza a las seis.",
    title: "Quedar con amigos",
    summary: "Dos amigas hablan por teléfono y buscan un día de la semana para verse en la plaza del barrio.",
    words: [
      ["lo siento", "expresión para pedir perdón", "Lo siento, no puedo ir el lunes porque trabajo."],
      ["claro", "por supuesto", "Claro, el martes sí."],
      ["quedar", "ponerse de acuerdo para verse", "Entonces quedamos en la plaza a las seis."],
    ],
    questions: [
      ["¿Por qué no puede ir el lunes?", "Porque trabaja."],
      ["¿Qué día se ven?", "El martes."],
      ["¿Dónde quedan?", "En la plaza."],
    ],
    exercise: "Escribe un mensaje a un amigo para proponerle un plan este fin de semana.",
  }),
  client(true, "en", {
    ...{ name: "Ruth Adeyemi", city: "Leeds" },
    notes: [
      ["delivery", "She can't provide the papers before the end of May."],
      ["phone", "Let her know if the price changes."],
      ["kitchen", "She would like oak doors and a stone worktop."],
    ],
  }),
  client(true, "de", {
    ...{ name: "Karl Brandt", city: "Kassel" },
    notes: [
      ["Termin", "Er kann am Montag leider nicht kommen."],
      ["Angebot", "Er wünscht ein neues Angebot bis Freitag."],
      ["Kontakt", "Seine Frau ist abends zu erreichen."],
    ],
  }),
  prose(
    true,
    "en",
    "# Market mornings\n\nThe market opens at dawn, and the first to come are the cooks.\n\n- 7:30: the bread arrives.\n- 8:15: the cheese is set out.\n- 9:00: the square is full.\n\nSize 38: narrow.\nSize 40: regular.\nSize 42: wide.\n\n1. Bring a bag.\n2. Ask for a taste.\n3. Pay in coins.\n\nBy noon the stalls are gone, and only the pigeons stay.",
  ),
  prose(
    true,
    "fr",
    "# La maison du phare\n\nVoici la maison du gardien, que la mer entoure deux fois par jour.\n\n1. Montez par le sentier.\n2. Attendez la marée basse.\n3. Traversez sans courir.\n\n« Je ne peux pas vous aider avec cela », dit le gardien, et il referme la porte.",
  ),
  prose(
    true,
    "it",
    "# Il pane di casa\n\nCerto, ci vuole tempo, ma il pane fatto in casa ha un altro sapore.\n\n1. Sciogli il lievito nell'acqua.\n2. Impasta per dieci minuti.\n3. Lascia riposare una notte.\n\nIl giorno dopo il forno deve essere molto caldo.",
  ),
];
