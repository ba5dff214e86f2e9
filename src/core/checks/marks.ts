/**
 * `hard`: never stored. `place`: says nothing of the text, only that it may belong to another line, so the line is
 * asked for again until it is placed, alone in the end. `doubt`: asked once more, then stored with its mark. `soft`:
 * stored with its mark.
 */
type Gravity = "hard" | "place" | "doubt" | "soft";

interface Mark {
  gravity: Gravity;
  /** What the model is told, and the operator reads. */
  says: string;
  /** Points off the line's quality where the mark stays. Marks about layout weigh little, doubts that stayed much. */
  penalty: number;
}

/** What can be held against a line. Hard ones never met a right human line; docs/quality.md has their rates. */
export const CHECKS = {
  missing: { gravity: "hard", says: "missing from the reply", penalty: 100 },
  empty: { gravity: "hard", says: "came back empty", penalty: 100 },
  mute: { gravity: "hard", says: "came back as nothing but punctuation", penalty: 100 },
  untranslated: { gravity: "hard", says: "came back untranslated", penalty: 100 },
  partly: { gravity: "hard", says: "holds a part of its source untranslated", penalty: 100 },
  bilingual: { gravity: "hard", says: "holds its source beside the translation", penalty: 100 },
  echo: { gravity: "hard", says: "repeats another line's source", penalty: 100 },
  repeated: { gravity: "hard", says: "is equal to the line before, whose source differs", penalty: 100 },
  uniform: {
    gravity: "hard",
    says: "is equal to most lines of the reply, whose sources differ",
    penalty: 100,
  },
  markup: { gravity: "hard", says: "marks like ⟦1⟧ were lost, doubled or invented", penalty: 100 },
  loop: { gravity: "hard", says: "repeats itself over and over", penalty: 100 },
  repetition: { gravity: "hard", says: "says everything more than once", penalty: 100 },
  control: { gravity: "hard", says: "holds a control character that its source has not", penalty: 100 },
  mojibake: { gravity: "hard", says: "holds characters that were damaged", penalty: 100 },
  escape: { gravity: "hard", says: "holds an entity, \\n or <br> written out", penalty: 100 },
  endless: { gravity: "hard", says: "is many times longer than its source", penalty: 100 },
  script: { gravity: "hard", says: "is not written in the script of the target language", penalty: 100 },
  language: { gravity: "hard", says: "is still in the source language", penalty: 100 },
  foreign: { gravity: "hard", says: "is in neither of the two languages", penalty: 100 },
  refusal: { gravity: "hard", says: "refuses to translate instead of translating", penalty: 100 },
  noise: { gravity: "hard", says: "holds remarks around the translation", penalty: 100 },
  note: { gravity: "hard", says: "holds a note about the translation", penalty: 100 },
  key: { gravity: "hard", says: "begins with its own line number", penalty: 100 },
  markdown: { gravity: "hard", says: "holds Markdown that its source has not", penalty: 100 },
  suspect: { gravity: "place", says: "may hold two lines, since its neighbour is missing", penalty: 100 },
  slid: { gravity: "place", says: "fits another line better: the reply is shifted or swapped", penalty: 100 },
  misplaced: { gravity: "place", says: "begins with another line's words", penalty: 100 },
  unanchored: { gravity: "place", says: "does not begin with its line's words and a bar", penalty: 100 },
  shifted: { gravity: "place", says: "came in a reply that is shifted at other lines", penalty: 100 },
  unkeyed: { gravity: "place", says: "came in a reply whose keys are not those asked for", penalty: 100 },
  quoted: { gravity: "doubt", says: "is put in quotes that its source has not", penalty: 25 },
  same: { gravity: "doubt", says: "is equal to its source", penalty: 15 },
  number: { gravity: "doubt", says: "a number was lost or changed", penalty: 30 },
  variant: { gravity: "doubt", says: "is written in the other Chinese script", penalty: 30 },
  overlong: { gravity: "doubt", says: "is far longer than its source", penalty: 30 },
  tooshort: { gravity: "doubt", says: "is far shorter than its source", penalty: 40 },
  confirmed: { gravity: "soft", says: "was answered the same twice, and is kept unchanged", penalty: 40 },
  unproved: { gravity: "soft", says: "is not proved to be the translation of this line", penalty: 10 },
  added: { gravity: "soft", says: "holds a number that its source has not", penalty: 10 },
  question: { gravity: "soft", says: "lost its question mark", penalty: 10 },
  fast: { gravity: "soft", says: "is more than can be read in its time", penalty: 2 },
  wide: { gravity: "soft", says: "has a line wider than the screen", penalty: 2 },
} satisfies Record<string, Mark>;

export type CheckCode = keyof typeof CHECKS;

export const gravityOf = (code: CheckCode): Gravity => CHECKS[code].gravity;
