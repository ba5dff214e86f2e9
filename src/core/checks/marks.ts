/**
 * `hard`: never stored. `place`: says nothing of the text, only that it may belong to another line, so the line is
 * asked for again until it is placed, alone in the end. `doubt`: asked once more, then stored with its mark. `soft`:
 * stored with its mark.
 */
type Gravity = "hard" | "place" | "doubt" | "soft";

interface Mark {
  gravity: Gravity;
  /** What is wrong, as it follows "line 3": people read it, and so does the model unless `prompts` is there. */
  says: string;
  /** What the model is told where it sees something else than people do. */
  prompts?: string;
  /** Points off the line's quality where the mark stays. Marks about layout weigh little, doubts that stayed much. */
  penalty: number;
}

/** What can be held against a line. Hard ones never met a right human line; docs/quality.md has their rates. */
export const CHECKS = {
  missing: { gravity: "hard", says: "is missing from the reply", penalty: 100 },
  empty: { gravity: "hard", says: "came back empty", penalty: 100 },
  mute: { gravity: "hard", says: "came back with nothing but punctuation", penalty: 100 },
  untranslated: { gravity: "hard", says: "came back untranslated", penalty: 100 },
  partly: { gravity: "hard", says: "leaves a part of its source untranslated", penalty: 100 },
  bilingual: { gravity: "hard", says: "repeats its source beside the translation", penalty: 100 },
  echo: { gravity: "hard", says: "repeats another line's source", penalty: 100 },
  repeated: {
    gravity: "hard",
    says: "is the same as a line beside it, although their sources differ",
    penalty: 100,
  },
  uniform: {
    gravity: "hard",
    says: "is the same as most lines of the reply, although their sources differ",
    penalty: 100,
  },
  markup: {
    gravity: "hard",
    says: "lost, added or changed a tag, a code, an address or a placeholder",
    prompts: "lost, doubled or invented a mark like ⟦1⟧",
    penalty: 100,
  },
  loop: { gravity: "hard", says: "repeats itself over and over", penalty: 100 },
  repetition: { gravity: "hard", says: "says everything more than once", penalty: 100 },
  control: {
    gravity: "hard",
    says: "contains a control character that its source does not have",
    penalty: 100,
  },
  mojibake: { gravity: "hard", says: "contains damaged characters", penalty: 100 },
  escape: { gravity: "hard", says: "contains an entity, \\n or <br> as literal text", penalty: 100 },
  endless: { gravity: "hard", says: "is many times longer than its source", penalty: 100 },
  script: { gravity: "hard", says: "is not written in the script of the target language", penalty: 100 },
  language: { gravity: "hard", says: "is still in the source language", penalty: 100 },
  foreign: { gravity: "hard", says: "is in neither the source nor the target language", penalty: 100 },
  refusal: { gravity: "hard", says: "is a refusal instead of a translation", penalty: 100 },
  noise: { gravity: "hard", says: "contains remarks around the translation", penalty: 100 },
  note: { gravity: "hard", says: "contains a note about the translation", penalty: 100 },
  key: { gravity: "hard", says: "begins with its own line number", penalty: 100 },
  markdown: { gravity: "hard", says: "contains Markdown that its source does not have", penalty: 100 },
  suspect: {
    gravity: "place",
    says: "may contain two lines, because the line next to it is missing",
    penalty: 100,
  },
  slid: {
    gravity: "place",
    says: "fits another line better: the reply is shifted, or lines are swapped",
    penalty: 100,
  },
  misplaced: { gravity: "place", says: "begins with another line's words", penalty: 100 },
  unanchored: {
    gravity: "place",
    says: "does not begin with the first words of its source and a bar",
    penalty: 100,
  },
  shifted: { gravity: "place", says: "came in a reply in which other lines are shifted", penalty: 100 },
  unkeyed: {
    gravity: "place",
    says: "came in a reply whose keys are not the ones that were asked for",
    penalty: 100,
  },
  quoted: { gravity: "doubt", says: "is in quotation marks that its source does not have", penalty: 25 },
  same: { gravity: "doubt", says: "is the same as its source", penalty: 15 },
  tail: { gravity: "doubt", says: "ends with untranslated words of its source", penalty: 40 },
  tongue: { gravity: "doubt", says: "seems to be in the wrong language", penalty: 40 },
  number: { gravity: "doubt", says: "does not have the same numbers as its source", penalty: 30 },
  variant: { gravity: "doubt", says: "is written in the other Chinese script", penalty: 30 },
  overlong: { gravity: "doubt", says: "is far longer than its source", penalty: 30 },
  tooshort: { gravity: "doubt", says: "is far shorter than its source", penalty: 40 },
  confirmed: { gravity: "soft", says: "was answered the same way twice, and is kept as it is", penalty: 40 },
  unproved: { gravity: "soft", says: "may belong to another line: nothing proves its place", penalty: 10 },
  added: { gravity: "soft", says: "contains a number that its source does not have", penalty: 10 },
  name: { gravity: "soft", says: "lost a name that other lines keep", penalty: 10 },
  question: { gravity: "soft", says: "lost its question mark", penalty: 10 },
  fast: { gravity: "soft", says: "is too long to be read while it is shown", penalty: 2 },
  wide: { gravity: "soft", says: "is wider than the screen", penalty: 2 },
} satisfies Record<string, Mark>;

export type CheckCode = keyof typeof CHECKS;

const markOf = (code: CheckCode): Mark => CHECKS[code];

export const gravityOf = (code: CheckCode): Gravity => CHECKS[code].gravity;

/** What the model is told of a line with this mark, as it follows "Line 3". */
export const promptOf = (code: CheckCode): string => markOf(code).prompts ?? markOf(code).says;
