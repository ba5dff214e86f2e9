/** Named, decimal and hexadecimal character references. */
export const ENTITY = /&(?:[a-zA-Z]+\d*|#\d+|#[xX][0-9a-fA-F]+);/g;

/** Latin-1's names in the order of their characters, from U+00A0 on. */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  lrm: "\u200E",
  rlm: "\u200F",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  euro: "€",
  trade: "™",
  oelig: "œ",
  OElig: "Œ",
  scaron: "š",
  Scaron: "Š",
};
for (const [index, name] of LATIN_1.split(" ").entries()) NAMED[name] = String.fromCharCode(0xa0 + index);

/** The character a reference such as `&eacute;` stands for; undefined if it is none. */
export function characterOf(entity: string): string | undefined {
  const body = entity.slice(1, -1);
  if (!body.startsWith("#")) return Object.hasOwn(NAMED, body) ? NAMED[body] : undefined;
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
  const character = code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  return character?.isWellFormed() ? character : undefined;
}

export const decodeEntities = (text: string) =>
  text.replace(ENTITY, (entity) => characterOf(entity) ?? entity);
