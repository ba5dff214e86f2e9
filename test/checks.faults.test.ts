import { expect, test } from "vitest";
import { type CheckCode, type CheckOptions, checkReply, wantsIdentifier } from "../src/core/checks.js";
import { readNumbers } from "../src/core/numbers.js";
import { loadIdentifier } from "../src/identifier.js";

/** The marks of one line, from English into French. */
const marksOf = (source: string, reply: string, options: Partial<CheckOptions> = {}) =>
  checkReply([{ source, reply, intact: true, duration: null }], { from: "en", to: "fr", ...options })[0]!;

type Case = [
  rule: string,
  source: string,
  reply: string,
  marks: CheckCode[],
  options?: Partial<CheckOptions>,
];
const holds = (cases: Case[]) =>
  test.each(cases)("%s", (_, source, reply, marks, options) => {
    expect(marksOf(source, reply, options)).toEqual(marks);
  });

holds([
  ["a dash stands for no sentence", "He is at home.", "-", ["mute"]],
  ["an ellipsis stands for no sentence", "He is at home.", "…", ["mute"]],
  ["an ellipsis may stand for a sigh", "Oh.", "…", ["tooshort"]],
  ["a number written in digits says something", "Twenty.", "20.", ["added"]],
]);

holds([
  ["a refusal is no translation", "He is at home.", "I'm sorry, but I can't assist with that.", ["refusal"]],
  ["nor is one in the target language", "He is at home.", "Je ne peux pas traduire ce contenu.", ["refusal"]],
  [
    "a person may be sorry too",
    "I'm sorry, but I can't come.",
    "Je suis désolé, mais je ne peux pas venir.",
    [],
  ],
  ["an announcement in English", "He is at home.", "Here is the translation: Il est chez lui.", ["noise"]],
  [
    "an announcement in French",
    "He is at home.",
    "Bien sûr ! Voici la traduction : Il est chez lui.",
    ["noise"],
  ],
  ["what a source announces, its translation does", "Here is the plan: run.", "Voici le plan : courez.", []],
  ["an offer after it", "He is at home.", "Il est chez lui. N'hésitez pas à me relancer.", ["noise"]],
  ["a note in brackets", "He is at home.", "Il est chez lui. (Note : registre familier)", ["note"]],
  ["a bracket of the source", "He is (I think) at home.", "Il est (je crois) chez lui.", []],
]);

holds([
  ["its own number before it", "He is at home, 24.", "1. Il est chez lui, 24.", ["key"]],
  ["a number that the source begins with", "1. He is at home.", "1. Il est chez lui.", []],
  ["bold", "He is at home.", "**Il est chez lui.**", ["markdown"]],
  ["a song's sign is no heading", "♪ La la la", "# La la li", []],
  ["quotes around it", "He is at home.", "« Il est chez lui. »", ["quoted"]],
  ["quotes that the source has", '"He is at home."', "« Il est chez lui. »", []],
]);

holds([
  ["an entity", "It's his home.", "C&apos;est chez lui.", ["escape"]],
  ["an ampersand, as WebVTT writes it", "Tom & Jerry", "Tom &amp; Gérard", []],
  ["a break written out", "He is at\nhome.", "Il est\\nchez lui.", ["escape"]],
  ["UTF-8 read as Latin-1", "He was late.", "Il Ã©tait en retard.", ["mojibake"]],
  ["a letter that was lost", "He was late.", "Il \uFFFDtait en retard.", ["mojibake"]],
  ["Portuguese capitals", "No, brothers…", "NÃO, IRMÃ…", [], { to: "pt" }],
]);

holds([
  ["a sentence said twice", "He is at home.", "Il est là. Il est là.", ["repetition"]],
  ["what the source says twice", "Go away! Go away!", "Va-t'en loin d'ici ! Va-t'en loin d'ici !", []],
  ["two words said twice may be a line", "Hurry!", "Allez, viens ! Allez, viens !", []],
  ["the source beside the translation", "He is at home.", "He is at home. / Il est chez lui.", ["bilingual"]],
  [
    "a half that was left",
    "He is at home and waits for you.",
    "Il est chez lui and waits for you.",
    ["partly"],
  ],
  [
    "a command is copied",
    "Run npm install --save-dev typescript",
    "Lancez npm install --save-dev typescript",
    [],
  ],
]);

holds([
  ["a number that was changed", "There were 45 of us.", "Nous étions 54.", ["number"]],
  ["a small number that was changed", "I have 3 cats and a dog.", "J'ai 4 chats et un chien.", ["number"]],
  ["a clock in another notation", "It starts at 4:40 pm.", "Ça commence à 16h40.", []],
  ["a century in Roman numerals", "In the 19th century.", "Au XIXe siècle.", []],
  ["a magnitude as a word", "It cost 3.1 million.", "Cela a coûté 3 100 000.", []],
  ["a magnitude as a character", "It cost 3.1 million pounds.", "费用为310万英镑。", [], { to: "zh" }],
  ["an Indian magnitude", "It cost 250,000.", "इसकी कीमत 2.5 लाख थी।", [], { to: "hi" }],
  ["digits of another script", "It cost 1,250.", "بلغت التكلفة ١٬٢٥٠.", [], { to: "ar" }],
  ["a group of digits over a break", "Call 00 48 15 now.", "Appelez le 00 48\n15 maintenant.", []],
  ["miles in kilometres", "It is 45 miles away.", "C'est à 72 kilomètres.", []],
  ["a number that was made up", "He is at home.", "Il est chez lui depuis 47 ans.", ["added"]],
  ["a number that was written out", "I have three cats.", "J'ai 3 chats.", []],
  ["a question that asks no more", "Is he at home?", "Il est chez lui.", ["question"]],
]);

test("a number tells all it may stand for", () => {
  expect([...readNumbers("1億2,500万", "ja")[0]!.readings]).toContain(125_000_000);
  expect([...readNumbers("2 million people", "en")[0]!.readings]).toContain(2_000_000);
  expect(readNumbers("下午十四点", "zh")[0]!.value).toBe(14);
});

const batch = (sources: string[], replies: string[], options: Partial<CheckOptions> = {}) =>
  checkReply(
    sources.map((source, index) => ({ source, reply: replies[index], intact: true, duration: null })),
    { from: "en", to: "fr", ...options },
  );

const SOURCES = [
  "The ship left the harbour at dawn.",
  "Nobody on board had slept that night.",
  "We could hear the engines far below.",
  "Then a light appeared in the fog.",
  "The captain told us to keep quiet.",
];

test("one reply in every line is stored nowhere, whatever it says", () => {
  for (const text of ["HACKED", "Bonjour à tous, mes amis.", "…et voilà"])
    expect(batch(SOURCES, Array(5).fill(text)).every((marks) => marks.includes("uniform"))).toBe(true);
});

test("short lines that mean the same may be the same", () => {
  expect(batch(["No!", "No.", "Nope.", "Never."], Array(4).fill("Non."))).toEqual([[], [], [], []]);
});

test("a reply that says again what stands before the batch is not stored", () => {
  const around = [
    { source: "It was the year of the great storm.", translation: "C'était l'année de la tempête." },
  ];
  expect(batch(["The ship left."], ["C'était l'année de la tempête."], { around })[0]).toContain("repeated");
});

test("two wordings of one thing may have one translation", () => {
  expect(
    batch(["⟦1⟧ scopes of access", "⟦1⟧ scope of access"], Array(2).fill("⟦1⟧ portée des accès")),
  ).toEqual([[], []]);
});

test("lines that are all cut in half are doubted, each of them", () => {
  const halves = [
    "Le navire a quitt",
    "Personne à bord",
    "Nous entendions",
    "Puis une lueur",
    "Le capitaine",
  ];
  expect(batch(SOURCES, halves).filter((marks) => marks.includes("tooshort")).length).toBeGreaterThan(3);
});

test("a reply in another language is not stored, also where each line is short", async () => {
  const identify = (await loadIdentifier())!;
  const spanish = [
    "El barco salió.",
    "Nadie durmió allí.",
    "Se oían motores.",
    "Luego hubo una luz.",
    "Callad, dijo él.",
  ];
  const french = [
    "Le bateau partit.",
    "Nul ne dormit.",
    "On entendait les moteurs.",
    "Puis une lumière.",
    "Chut, dit-il.",
  ];
  const short = ["It sailed.", "None slept.", "Engines.", "A light.", "Hush, he said."];
  expect(batch(short, spanish, { identify }).every((marks) => marks.includes("foreign"))).toBe(true);
  expect(batch(short, spanish, { identify, from: null }).every((marks) => marks.includes("foreign"))).toBe(
    true,
  );
  expect(batch(short, french, { identify }).flat()).not.toContain("foreign");
});

test("languages that are hard to tell apart are not told apart", async () => {
  const identify = (await loadIdentifier())!;
  const danish = "Skibet forlod havnen ved daggry, og ingen om bord havde sovet.";
  expect(marksOf(SOURCES[0]!, danish, { to: "no", identify })).toEqual([]);
});

test("an identifier is loaded only where letters do not tell the language", () => {
  const wants = (to: string, reply: string, from: string | null = "en") =>
    wantsIdentifier([reply], { from, to });
  expect(wants("fr", "Une phrase assez longue.")).toBe(true);
  expect(wants("fr", "Oui.")).toBe(false);
  expect(wants("ja", "おはようございます。今日はいい天気ですね。")).toBe(false);
  expect(wants("en-GB", "A sentence that is long enough.", "en-US")).toBe(false);
});

test("layout is judged with the breaks a line is stored with", () => {
  const source = "A sentence that runs over two lines,\nas many sentences in films do.";
  const reply = "Une phrase qui tient sur deux lignes, comme souvent dans les films.";
  const line = { source, reply, intact: true, duration: 9000 };
  expect(checkReply([line], { from: "en", to: "fr" })).toEqual([[]]);
});
