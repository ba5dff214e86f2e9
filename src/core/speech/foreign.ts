import { areAlike } from "../checks/identified.js";
import type { HeardSegment } from "../heard.js";
import { baseOf, languageName } from "../languages.js";
import { isWrittenIn, languageByScript } from "../text-language.js";
import type { Finding } from "./guards.js";
import { FOREIGN } from "./limits.js";
import { isSound } from "./units.js";

/** Which language a text is in, if that is sure: a BCP 47 tag. */
export type IdentifyTag = (text: string) => string | undefined;

interface Spoken {
  segments: readonly HeardSegment[];
  expectedLanguage: string | null;
  identify?: IdentifyTag;
}

/** Letters that an identifier is asked about at a time: of this length it is nearly always right. */
const PIECE = 60;

interface Piece {
  text: string;
  letters: number;
  segments: number[];
}

/** Text in other languages than the one expected, if that is more of the text than quotes and names would be. */
export function foreignText({ segments, expectedLanguage, identify }: Spoken): Finding[] {
  if (expectedLanguage === null) return [];
  const pieces = piecesOf(segments).map((piece) => ({ ...piece, tag: tagOf(piece, identify) }));
  const isForeign = ({ tag, text }: { tag: string | undefined; text: string }) =>
    tag === undefined
      ? isInAnotherScript(text, expectedLanguage)
      : !areAlike(baseOf(tag), baseOf(expectedLanguage));
  const letters = (of: readonly Piece[]) => of.reduce((sum, piece) => sum + piece.letters, 0);
  const foreign = pieces.filter(isForeign);
  if (letters(foreign) <= letters(pieces) * FOREIGN) return [];
  const expected = languageName(expectedLanguage) ?? expectedLanguage;
  return foreign.map(({ tag, segments: own }) => ({
    code: "language",
    segments: own,
    says: `text in ${tag === undefined ? "another script" : (languageName(tag) ?? tag)} where ${expected} was expected`,
    stretch: {
      start: Math.min(...own.map((at) => segments[at]!.start)),
      end: Math.max(...own.map((at) => segments[at]!.end)),
    },
  }));
}

function piecesOf(segments: readonly HeardSegment[]): Piece[] {
  const pieces: Piece[] = [];
  segments.forEach(({ text }, at) => {
    const letters = isSound(text) ? 0 : lettersIn(text);
    if (letters === 0) return;
    const last = pieces.at(-1);
    if (!last || last.letters >= PIECE) pieces.push({ text, letters, segments: [at] });
    else {
      last.text += `\n${text}`;
      last.letters += letters;
      last.segments.push(at);
    }
  });
  return pieces;
}

/** Letters of one language's own script say it surely; what is short is not asked about. */
function tagOf({ text, letters }: Piece, identify: IdentifyTag | undefined): string | undefined {
  return languageByScript(text) ?? (letters >= PIECE ? identify?.(text) : undefined);
}

/** Of its letters, so that names and quotes do not count. */
const OF_ANOTHER_SCRIPT = 0.7;

function isInAnotherScript(text: string, tag: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const other = letters.filter((letter) => !isWrittenIn(letter, tag));
  return other.length > letters.length * OF_ANOTHER_SCRIPT;
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** A character that stands for a syllable or word tells as much as three letters. */
const lettersIn = (text: string) =>
  (text.match(/\p{L}/gu)?.length ?? 0) + 2 * (text.match(WIDE)?.length ?? 0);
