// Faults to plant into good documents. Each makes the faulty copies of one document, as many as it can.
const copy = (document) => structuredClone(document);
const TUNED = {
  placeholder: [
    "Lorem ipsum dolor sit amet.",
    "TODO: describe this part.",
    "[insert text here]",
    "TBD",
    "[…]",
    "Your text goes here.",
    "{language}",
  ],
  "meta-talk": [
    "As an AI language model, I don't have hands to try this.",
    "I'm sorry, but I can't assist with that request.",
    "Here is the document you asked for:",
    "Certainly! Here's a complete version.",
    "Je suis désolé, mais je ne peux pas générer ce document.",
    "Als KI-Sprachmodell kann ich das nicht beurteilen.",
    "Como modelo de lenguaje, no tengo opiniones.",
    "Sure, I've put together something for you.",
  ],
  offers: ["I hope this helps! Let me know if you want any changes."],
};
/** Wordings that the rules were never tuned on; they are planted into the documents that are held out. */
const HELD_OUT = {
  placeholder: [
    "Lorem ipsum dolor sit amet, consectetur.",
    "[Insert details about this step]",
    "TODO",
    "To be written: TBD",
    "XXX",
    "[...]",
    "Placeholder text here.",
    "<your text>",
    "Write it in {language}.",
    "[texte à insérer ici]",
    "Coming soon.",
  ],
  "meta-talk": [
    "As a large language model, I am not able to test this.",
    "Unfortunately, I cannot create this document for you.",
    "Here's your pattern, based on the parameters you gave me:",
    "Absolutely! I'd be happy to help with this one.",
    "The following is the JSON that matches the schema.",
    "Voici le document demandé :",
    "Désolé, je ne peux pas répondre à cette demande.",
    "Hier ist das gewünschte Dokument:",
    "Es tut mir leid, aber dabei kann ich nicht helfen.",
    "Aquí tienes el documento solicitado:",
    "Lo siento, pero no puedo ayudar con esa solicitud.",
    "Mi dispiace, ma non posso aiutarti con questa richiesta.",
  ],
  offers: [
    "Hope this helps!",
    "Please let me know if you would like any adjustments.",
    "Feel free to ask if anything is unclear.",
    "N'hésitez pas à me demander des modifications.",
    "Ich hoffe, das hilft dir weiter.",
    "Espero que te sea útil.",
  ],
};
const LOOP = Array(12).fill("and then once more").join(" ");
const STRAY = {
  en: "Les enfants sont partis hier avec leurs parents pour passer les vacances dans une petite maison au bord de la mer.",
  other:
    "The children left with their parents yesterday in order to spend their holidays in a small house near the sea.",
};

const wordsOf = ({ heldOut }) => (heldOut ? HELD_OUT : TUNED);

/** The texts that a sentence can be put into: by their way in a document. */
function ways(document) {
  if (typeof document === "string") return [[]];
  const long = (value, way) =>
    typeof value === "string"
      ? value.length > 30
        ? [way]
        : []
      : typeof value === "object" && value
        ? Object.entries(value).flatMap(([name, one]) => long(one, [...way, name]))
        : [];
  return long(document, []);
}

function changed(document, way, change) {
  if (way.length === 0) return change(document);
  const made = copy(document);
  const holder = way.slice(0, -1).reduce((at, name) => at[name], made);
  holder[way.at(-1)] = change(holder[way.at(-1)]);
  return made;
}

const first = (document, most) => ways(document).slice(0, most);
/** The first long text changed. */
const put = ({ document }, change) => first(document, 1).map((way) => changed(document, way, change));
const listIn = (document) => document.rows ?? document.questions;
const json =
  (make) =>
  ({ document }) =>
    typeof document === "string" ? [] : make(document);
const rows = (make) =>
  json((document) => {
    if (!listIn(document)) return [];
    const made = copy(document);
    make(listIn(made), made);
    return [made];
  });
const texts = (make) => json((document) => first(document, 2).map((way) => changed(document, way, make)));
/** A change of one property, in the documents that have it. */
const property = (name, make) =>
  json((document) =>
    document[name] === undefined ? [] : [{ ...copy(document), [name]: make(document[name]) }],
  );
const lines =
  (make) =>
  ({ document }) =>
    typeof document === "string" ? [make(document)] : [];

/** By the rule that is to find it: faults and how each is made. */
export const FAULTS = [
  [
    "placeholder",
    "instead of a text",
    (one) =>
      wordsOf(one).placeholder.flatMap((words) =>
        typeof one.document === "string" ? [`${one.document}\n\n${words}`] : put(one, () => words),
      ),
  ],
  [
    "meta-talk",
    "in front of a text",
    (one) => wordsOf(one)["meta-talk"].flatMap((words) => put(one, (text) => `${words}\n\n${text}`)),
  ],
  [
    "meta-talk",
    "behind a text",
    (one) => wordsOf(one).offers.flatMap((words) => put(one, (text) => `${text}\n\n${words}`)),
  ],
  [
    "empty",
    "a required text",
    ({ document, ...rest }) =>
      ["", "  ", "-", "N/A"].flatMap((words) => texts(() => words)({ document, ...rest })),
  ],
  ["markup", "HTML in a field", texts((text) => `<p>${text}</p>`)],
  ["markup", "Markdown in a field", texts((text) => `**Note** ${text}`)],
  [
    "loop",
    "the same words over and over",
    ({ document }) => first(document, 2).map((way) => changed(document, way, (text) => `${text} ${LOOP}`)),
  ],
  ["doubled", "an item twice", rows((list) => list.splice(1, 0, copy(list[1])))],
  ["numbering", "a number is left out", rows((list) => list.splice(1, 1))],
  ["numbering", "a line is left out", lines((text) => text.replace(/^2\. .*\n/m, ""))],
  ["numbering", "two lines change places", lines((text) => text.replace(/^(2\. .*\n)(3\. .*\n)/m, "$2$1"))],
  ["cut-off", "a text is cut in a word", texts((text) => text.slice(0, -7))],
  ["cut-off", "the end is cut off", lines((text) => text.trimEnd().slice(0, -7))],
  [
    "language",
    "in another language",
    ({ document, language }) => {
      const words = language === "en" ? STRAY.en : STRAY.other;
      return typeof document === "string"
        ? [`${document.split("\n")[0]}\n\n${words} ${words}`]
        : document.summary
          ? [{ ...copy(document), summary: words }]
          : [];
    },
  ],
  ["sum", "a total that is wrong", property("total_stitches", (total) => total + 2)],
  [
    "sum",
    "a part that is wrong",
    json((document) =>
      document.total_stitches === undefined
        ? []
        : [changed(document, ["rows", 1, "stitches"], (count) => count + 1)],
    ),
  ],
  [
    "numbered",
    "a number twice",
    rows((list) => {
      list[2].number = 2;
    }),
  ],
  [
    "unique",
    "a key twice",
    json((document) => {
      const made = copy(document);
      const [list, key] = made.vocabulary
        ? [made.vocabulary, "term"]
        : made.notes
          ? [made.notes, "topic"]
          : [made.abbreviations, "short"];
      list[1][key] = ` ${list[0][key].toUpperCase()}`;
      return [made];
    }),
  ],
  ["equals-parameter", "another level", property("level", () => "C2")],
  ["one-of", "a value that is not allowed", property("unit", () => "yards")],
  ["length", "too short", property("summary", () => "A short one.")],
  [
    "length",
    "too long",
    property("summary", (text) =>
      Array.from({ length: 300 }, (_, at) => `${text.split(" ")[at % 9]}${at}`).join(" "),
    ),
  ],
  [
    "contains",
    "a title without what it is",
    json((document) => (document.unit ? [{ ...copy(document), title: "Something nice" }] : [])),
  ],
  ["contains", "a heading is missing", lines((text) => text.split("\n").slice(1).join("\n"))],
];
