/** A piece of a file that can be translated: when it is shown, what it says, and where its payload stands. */
export interface Cue {
  /** Milliseconds; null where the format has no times. */
  start: number | null;
  end: number | null;
  /** The payload as the file has it (tags and entities included), with `\n` for every line break. */
  text: string;
  /** The payload's span in the source, in UTF-16 units. */
  from: number;
  to: number;
  /** Further spans whose text belongs to this cue; what is written fills all of them. */
  rest?: [from: number, to: number][];
}

/** Something in the file that a reader may stumble over; nothing is dropped because of it. */
export interface Oddity {
  line: number;
  what: string;
}

export interface Document {
  /** The format it turned out to be, which may differ from what its name says; of a table with the column: `csv:text`. */
  format: string;
  source: string;
  cues: Cue[];
  oddities: Oddity[];
  /** A span that repeats the cues' text (the `text` of a Whisper file) and follows their translations. */
  digest?: { from: number; to: number; text: string };
}

/** Undefined at an index keeps the source text at that place. */
export type Translations = readonly (string | undefined)[];

/** A cue on its way into another format: plain text, of markup only `<b>`, `<i>`, `<u>`. */
export interface PlainCue {
  start: number | null;
  end: number | null;
  text: string;
}

export interface Format {
  name: string;
  extensions: string[];
  /** What the README's format table says of it. */
  about: string;
  /** True if every cue must have a time. */
  timed: boolean;
  /** For tables, of which one column is translated: this format with that column, by its name or number from 1. */
  ofColumn?(column: string): Format;
  /** Reads the text of a file; throws UserError if nothing in it can be read. */
  parse(source: string): Document;
  /** The source with translations in place of payloads: byte for byte the source where they are equal. */
  serialize(document: Document, translations: Translations): string;
  /** A cue's text without this format's own markup and escapes. */
  toPlain(text: string): string;
  /** A new file of this format. */
  compose(cues: readonly PlainCue[]): string;
}
