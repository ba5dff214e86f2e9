import { NearestPlaces } from "./nearest.js";

/** A dash that begins a speaker's turn, where a break belongs rather than anywhere else. */
const TURN = /^[-–—]\s?\p{L}/u;
/** Characters that are enough to see one. */
const TURN_LENGTH = 3;

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

/**
 * Gives a translation as many line breaks as its source has. Where the provider kept them they stay; otherwise
 * each goes to the space nearest to the same share of the text, before a speaker's dash if the source broke there.
 */
export function restoreBreaks(source: string, translation: string): string {
  const from = [...source];
  const wanted = placesOf(from, (character) => character === "\n");
  if (translation.split("\n").length - 1 === wanted.length) return translation;
  const flat = onOneLine(translation);
  if (wanted.length === 0) return flat;

  const characters = [...flat];
  const beginsTurn = (text: readonly string[], at: number) =>
    TURN.test(text.slice(at + 1, at + 1 + TURN_LENGTH).join(""));
  const spaces = placesOf(characters, (character) => /\s/.test(character));
  const turns = spaces.filter((at) => beginsTurn(characters, at));
  const [anySpace, anyTurn] = [new NearestPlaces(spaces), new NearestPlaces(turns)];
  let left = wanted.length;
  for (const at of wanted) {
    const share = (at * characters.length) / from.length;
    const place = (turns.length && beginsTurn(from, at) ? anyTurn : anySpace).nearest(share);
    if (place === undefined) continue;
    anySpace.remove(place);
    anyTurn.remove(place);
    characters[place] = "\n";
    left--;
  }
  const broken = characters.join("");
  // Words are not broken: a text with fewer spaces than its source has breaks keeps fewer.
  return left > 0 && SPACELESS.test(flat) ? breakWithoutSpaces(broken, left) : broken;
}

function placesOf(characters: readonly string[], wanted: (character: string) => boolean): number[] {
  return characters.flatMap((character, at) => (wanted(character) ? [at] : []));
}

/** A space for each line break, and for the blanks and blank lines around it. */
function onOneLine(text: string): string {
  const [first, ...rest] = text.split("\n");
  if (rest.length === 0) return text;
  const last = rest.pop()!;
  const between = rest.map((line) => line.trim()).filter(Boolean);
  return [first!.trimEnd(), ...between, last.trimStart()].join(" ");
}

/** For scripts without spaces: even parts, none beginning with punctuation. */
function breakWithoutSpaces(text: string, breaks: number): string {
  const characters = [...text];
  const step = characters.length / (breaks + 1);
  const cuts = new Set<number>();
  let at = 0;
  for (let part = 1; part <= breaks; part++) {
    at = Math.max(at, Math.round(step * part));
    while (at < characters.length && /[\p{P}\p{M}]/u.test(characters[at]!)) at++;
    if (at > 0 && at < characters.length) cuts.add(at);
  }
  return characters.map((character, at) => (cuts.has(at) ? `\n${character}` : character)).join("");
}
