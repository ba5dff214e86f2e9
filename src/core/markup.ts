import { restoreBreaks } from "./breaks.js";
import { characterOf, decodeEntities, ENTITY } from "./entities.js";

/**
 * What must reach the other side unchanged is taken out of a line before a provider sees it: tags, override codes,
 * hard spaces, addresses and placeholders become numbered marks, tags at the ends are not sent at all, entities are sent as the
 * characters they stand for. restore() puts everything back, or says what was lost.
 */
interface Protected {
  /** What the provider sees. */
  text: string;
  /** Puts markup, entities, outer space and line breaks back; `intact` is false if a mark was lost or doubled. */
  restore(translation: string): { text: string; intact: boolean };
}

const TAG = String.raw`<\/?[a-zA-Z0-9][^<>⟦⟧]*>`;
/** Also with others inside, as in `{\an8{\i1}}`. */
const OVERRIDE = String.raw`\{\\[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{[a-zA-Z]:[^{}]*\}`;
const HARD_BREAK = String.raw`\\[Nh]`;
/** Without the punctuation that ends the sentence around it. */
const ADDRESS = String.raw`(?:https?:\/\/|\bwww\.)[^\s<>"⟦⟧]*[^\s<>"⟦⟧.,;:!?)\]}]|(?:(?<=\\[Nh])|(?<![\w.+-]))[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+`;
/** What programs fill in: `{name}`, `{{count}}`, `${x}`, `%s`, `%1$d`, `%(name)s`. */
const PLACEHOLDER = String.raw`\$?\{\{?[\w.$-]+\}\}?|%(?:\(\w+\)|\d+\$)?[sdif](?![\w])`;
const STRAY_MARK = "[⟦⟧]";
const MARKUP = new RegExp(`${TAG}|${OVERRIDE}|${HARD_BREAK}|${ADDRESS}|${PLACEHOLDER}|${STRAY_MARK}`, "g");
const FOREIGN = new RegExp(`${TAG}|${OVERRIDE}`);
const EDGES = new RegExp(`\\s+|${TAG}|${OVERRIDE}|${HARD_BREAK}|${ENTITY.source}`, "g");
/** Whatever is not plain text, in one pass: one thing taken out must not make another out of what is around it. */
const PIECE = new RegExp(`${MARKUP.source}|${ENTITY.source}`, "g");
const MARK = /⟦\s*(\d+)\s*⟧/g;
const BREAK = /\r\n|\r|\n/g;

/** For each character that the line writes as one entity throughout: that entity. */
function entitiesOf(text: string): Map<string, string> {
  const spelled = new Map<string, Set<string>>();
  for (const [entity] of text.matchAll(ENTITY)) {
    const character = characterOf(entity);
    // As characters `<` and `>` would look like tags, so these become marks.
    if (character && !/[<>]/.test(character))
      spelled.set(character, (spelled.get(character) ?? new Set()).add(entity));
  }
  const bare = new Set(text.replace(PIECE, "⟦"));
  const found = new Map<string, string>();
  for (const [character, spellings] of spelled) {
    if (spellings.size === 1 && !bare.has(character)) found.set(character, [...spellings][0]!);
  }
  return found;
}

/** Outer space, tags and codes, and entities that stand for what would be lost at an end. */
const staysBack = (piece: string) =>
  !piece.startsWith("&") || /^[\s\u200E\u200F]$/.test(characterOf(piece) ?? "");

/** What is kept back at the beginning. */
function headOf(text: string): string {
  let end = 0;
  for (const { 0: piece, index } of text.matchAll(EDGES)) {
    if (index !== end || !staysBack(piece)) break;
    end += piece.length;
  }
  return text.slice(0, end);
}

/** What is kept back at the end. A pattern anchored at the end would be tried at each space of a long line. */
function tailOf(text: string): string {
  let start = 0;
  let end = 0;
  for (const { 0: piece, index } of text.matchAll(EDGES)) {
    if (!staysBack(piece)) continue;
    if (index !== end) start = index;
    end = index + piece.length;
  }
  return end === text.length ? text.slice(start) : "";
}

export function protect(source: string): Protected {
  const head = headOf(source);
  const body = source.slice(head.length);
  const tail = tailOf(body);
  const inner = body.slice(0, body.length - tail.length);

  const entities = entitiesOf(inner);
  const kept: string[] = [];
  const mark = (piece: string) => `⟦${kept.push(piece)}⟧`;
  const marked = inner.replace(PIECE, (piece) => {
    const character = piece.startsWith("&") ? characterOf(piece) : undefined;
    return character && entities.get(character) === piece ? piece : mark(piece);
  });
  const breaks = marked.match(BREAK) ?? [];
  const text = decodeEntities(marked.replace(BREAK, "\n"));

  return {
    text,
    restore: (translation) => restore(translation, { source: text, head, tail, kept, entities, breaks }),
  };
}

interface Parts {
  source: string;
  head: string;
  tail: string;
  kept: string[];
  entities: Map<string, string>;
  /** The line's own breaks, in order. */
  breaks: string[];
}

function restore(translation: string, parts: Parts): { text: string; intact: boolean } {
  const { source, head, tail, kept } = parts;
  const broken = restoreBreaks(source, cleaned(source, translation).trim());
  const seen = [...broken.matchAll(MARK)].map((match) => Number(match[1]));
  const once =
    seen.length === kept.length && new Set(seen).size === kept.length && seen.every((n) => kept[n - 1]);
  const nested = isNested(kept) ? isNested(seen.map((n) => kept[n - 1] ?? "")) : true;
  const invented = holdsMarkup(broken) && !holdsMarkup(source);
  return { text: head + asWritten(broken, parts) + tail, intact: once && nested && !invented };
}

const holdsMarkup = (text: string) => FOREIGN.test(text.replace(MARK, "⟦"));

/** What is written in another way than it was sent: marks, line breaks, characters that the line has as entities. */
const SENT = new RegExp(`${MARK.source}|${ENTITY.source}|[^]`, "gu");

/** In one pass, so that what was just written is not written again: an entity, or the number of a mark. */
function asWritten(text: string, { source, kept, entities, breaks }: Parts): string {
  // An entity in a reply is one, unless the line that was sent speaks of entities itself: `&amp;amp;`.
  const speaksOfThem = source.search(ENTITY) >= 0;
  let line = 0;
  const write = (piece: string): string => {
    if (piece === "\n") return breaks[line++] ?? breaks[0] ?? "\n";
    if (piece.length > 2 && speaksOfThem) return Array.from(piece, write).join("");
    return entities.get(piece) ?? piece;
  };
  return text.replace(SENT, (piece, number?: string) =>
    number === undefined ? write(piece) : (kept[Number(number) - 1] ?? piece),
  );
}

/** Other line separators would break the file, and half a character can't be written. */
function cleaned(source: string, translation: string): string {
  const text = translation.replace(/\r\n?/g, "\n").toWellFormed();
  return SEPARATORS.test(source) ? text : text.replace(new RegExp(SEPARATORS, "g"), "\n");
}

const SEPARATORS = /[\u000B\u000C\u0085\u2028\u2029]/;

/** True if every closing tag follows its opening one; those whose opening tag is in another line don't count. */
function isNested(tags: string[]): boolean {
  const found = tags.map((tag) => /^<(\/?)([a-zA-Z]+)/.exec(tag)).filter((match) => match !== null);
  const opened = new Set(found.filter((match) => !match[1]).map((match) => match[2]!));
  const open = new Map<string, number>();
  for (const [, closing, name] of found) {
    if (!opened.has(name!)) continue;
    const count = (open.get(name!) ?? 0) + (closing ? -1 : 1);
    if (count < 0) return false;
    open.set(name!, count);
  }
  return true;
}

/** True if there is anything to translate once markup and entities are taken away. */
export function hasLetters(text: string): boolean {
  return /\p{L}/u.test(text.replace(MARKUP, "").replace(ENTITY, ""));
}

const TAG_NAME = /^<\/?([a-zA-Z0-9]+)/;

/**
 * Whether two lines hold the same markup: the same codes, addresses and placeholders, and the same tags as often. In
 * which order is left to the language.
 */
export const sameMarkup = (one: string, other: string): boolean => markupIn(one) === markupIn(other);

const markupIn = (text: string): string =>
  (text.match(MARKUP) ?? [])
    .map((piece) => TAG_NAME.exec(piece)?.[1]?.toLowerCase() ?? piece)
    .sort()
    .join("\n");
