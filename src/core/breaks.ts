/** A dash that begins a speaker's turn, where a break belongs rather than anywhere else. */
const TURN = /^[-–—]\s?\p{L}/u;

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

/**
 * Gives a translation as many line breaks as its source has. Where the provider kept them they stay; otherwise
 * each goes to the space nearest to the same share of the text, before a speaker's dash if the source broke there.
 */
export function restoreBreaks(source: string, translation: string): string {
  const wanted = positionsOf(source, "\n");
  if (positionsOf(translation, "\n").length === wanted.length) return translation;
  const flat = translation.replace(/[^\S\n]*\n\s*/g, " ");
  if (wanted.length === 0) return flat;

  const characters = [...flat];
  const taken = new Set<number>();
  const spaces = characters.flatMap((character, at) => (/\s/.test(character) ? [at] : []));
  const length = [...source].length;
  for (const position of wanted) {
    const share = ([...source.slice(0, position)].length * characters.length) / length;
    const turns = TURN.test(source.slice(position + 1))
      ? spaces.filter((at) => TURN.test(characters.slice(at + 1, at + 4).join("")))
      : [];
    const free = (turns.length ? turns : spaces).filter((at) => !taken.has(at));
    const nearest = free.reduce<number | undefined>(
      (best, at) => (best === undefined || Math.abs(at - share) < Math.abs(best - share) ? at : best),
      undefined,
    );
    if (nearest === undefined) continue;
    taken.add(nearest);
    characters[nearest] = "\n";
  }
  const left = wanted.length - taken.size;
  const broken = characters.join("");
  // Words are not broken: a text with fewer spaces than its source has breaks keeps fewer.
  return left > 0 && SPACELESS.test(flat) ? breakWithoutSpaces(broken, left) : broken;
}

function positionsOf(text: string, character: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found.push(at);
  return found;
}

/** For scripts without spaces: even parts, none beginning with punctuation. */
function breakWithoutSpaces(text: string, breaks: number): string {
  const characters = [...text];
  const step = characters.length / (breaks + 1);
  const cuts = new Set<number>();
  for (let part = 1; part <= breaks; part++) {
    let at = Math.round(step * part);
    while (at < characters.length && /[\p{P}\p{M}]/u.test(characters[at]!)) at++;
    if (at > 0 && at < characters.length) cuts.add(at);
  }
  return characters.map((character, at) => (cuts.has(at) ? `\n${character}` : character)).join("");
}
