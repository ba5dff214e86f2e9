import { restoreBreaks } from "./breaks.js";
import { characterOf, ENTITY } from "./entities.js";

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
const OVERRIDE = String.raw`\{\\[^{}]*\}|\{[a-zA-Z]:[^{}]*\}`;
const HARD_BREAK = String.raw`\\[Nh]`;
/** Without the punctuation that ends the sentence around it. */
const ADDRESS = String.raw`(?:https?:\/\/|\bwww\.)[^\s<>"⟦⟧]*[^\s<>"⟦⟧.,;:!?)\]}]|(?:(?<=\\[Nh])|(?<![\w.+-]))[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+`;
/** What programs fill in: `{name}`, `{{count}}`, `${x}`, `%s`, `%1$d`, `%(name)s`. */
const PLACEHOLDER = String.raw`\$?\{\{?[\w.$-]+\}\}?|%(?:\(\w+\)|\d+\$)?[sdif](?![\w])`;
const STRAY_MARK = "[⟦⟧]";
const MARKUP = new RegExp(`${TAG}|${OVERRIDE}|${HARD_BREAK}|${ADDRESS}|${PLACEHOLDER}|${STRAY_MARK}`, "g");
const INVISIBLE = "&(?:nbsp|lrm|rlm|#160|#x[aA]0);";
const EDGE = `\\s+|${TAG}|${OVERRIDE}|${HARD_BREAK}|${INVISIBLE}`;
const HEAD = new RegExp(`^(?:${EDGE})*`);
const EDGES = new RegExp(EDGE, "g");
/** Whatever is not plain text, in one pass: one thing taken out must not make another out of what is around it. */
const PIECE = new RegExp(`${MARKUP.source}|${ENTITY.source}`, "g");
const MARK = /⟦\s*(\d+)\s*⟧/g;

/** For each character that the line writes as one entity throughout: that entity. */
function entitiesOf(text: string): Map<string, string> {
  const spelled = new Map<string, Set<string>>();
  for (const [entity] of text.matchAll(ENTITY)) {
    const character = characterOf(entity);
    // As characters `<` and `>` would look like tags, so these become marks.
    if (character && !/[<>]/.test(character))
      spelled.set(character, (spelled.get(character) ?? new Set()).add(entity));
  }
  const bare = text.replace(PIECE, "⟦");
  const found = new Map<string, string>();
  for (const [character, spellings] of spelled) {
    if (spellings.size === 1 && !bare.includes(character)) found.set(character, [...spellings][0]!);
  }
  return found;
}

/** What may be kept back at the end. A pattern anchored at the end would be tried at each space of a long line. */
function tailOf(text: string): string {
  let start = text.length;
  let end = 0;
  for (const match of text.matchAll(EDGES)) {
    if (match.index !== end || start === text.length) start = match.index;
    end = match.index + match[0].length;
  }
  return end === text.length ? text.slice(start) : "";
}

export function protect(source: string): Protected {
  const head = HEAD.exec(source)![0];
  const body = source.slice(head.length);
  const tail = tailOf(body);
  const inner = body.slice(0, body.length - tail.length);

  const entities = entitiesOf(inner);
  const kept: string[] = [];
  const mark = (piece: string) => `⟦${kept.push(piece)}⟧`;
  const text = inner
    .replace(PIECE, (piece) => {
      const character = piece.startsWith("&") ? characterOf(piece) : undefined;
      return character && entities.get(character) === piece ? piece : mark(piece);
    })
    .replace(ENTITY, (entity) => characterOf(entity) ?? entity);

  return {
    text,
    restore: (translation) => restore(translation, { source: text, head, tail, kept, entities }),
  };
}

interface Parts {
  source: string;
  head: string;
  tail: string;
  kept: string[];
  entities: Map<string, string>;
}

function restore(
  translation: string,
  { source, head, tail, kept, entities }: Parts,
): { text: string; intact: boolean } {
  const broken = restoreBreaks(source, cleaned(source, translation).trim());
  const seen = [...broken.matchAll(MARK)].map((match) => Number(match[1]));
  const once =
    seen.length === kept.length && new Set(seen).size === kept.length && seen.every((n) => kept[n - 1]);
  const invented = new RegExp(`${TAG}|${OVERRIDE}`).test(broken.replace(MARK, "⟦"));
  const nested = isNested(kept) ? isNested(seen.map((n) => kept[n - 1] ?? "")) : true;
  const escaped = [...entities].reduce(
    (text, [character, entity]) => escapeWith(text, character, entity),
    broken,
  );
  const text = head + escaped.replace(MARK, (whole, n) => kept[Number(n) - 1] ?? whole) + tail;
  return { text, intact: once && nested && !invented };
}

/** Other line separators would break the file, and half a character can't be written. */
function cleaned(source: string, translation: string): string {
  const text = translation.replace(/\r\n?/g, "\n").toWellFormed();
  return SEPARATORS.test(source) ? text : text.replace(new RegExp(SEPARATORS, "g"), "\n");
}

const SEPARATORS = /[\u000B\u000C\u0085\u2028\u2029]/;

/** An ampersand of an entity that was just written is not escaped again. */
function escapeWith(text: string, character: string, entity: string): string {
  if (character !== "&") return text.replaceAll(character, entity);
  return text.replace(/&(?!(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);)/g, entity);
}

/** True if every closing tag follows its opening one. */
function isNested(tags: string[]): boolean {
  const open: string[] = [];
  for (const tag of tags) {
    const match = /^<(\/?)([a-zA-Z]+)/.exec(tag);
    if (!match) continue;
    if (!match[1]) open.push(match[2]!);
    else if (open.lastIndexOf(match[2]!) >= 0) open.splice(open.lastIndexOf(match[2]!), 1);
    else if (tags.some((other) => other.startsWith(`<${match[2]}`))) return false;
  }
  return true;
}

/** True if there is anything to translate once markup and entities are taken away. */
export function hasLetters(text: string): boolean {
  return /\p{L}/u.test(text.replace(MARKUP, "").replace(ENTITY, ""));
}
