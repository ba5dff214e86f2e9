import { beginning, type Check, withoutMarks } from "./line.js";
import type { CheckCode } from "./marks.js";

/** What a model puts around a translation: the line's number, Markdown, quotes. */
export const dressing: Check = ({ source, reply, key }) => {
  const codes: CheckCode[] = [];
  const text = beginning(reply).trim();
  if (begins(text, key) && !begins(source.trim(), key)) codes.push("key");
  if (MARKDOWN.some(([written, own]) => written.test(text) && !own.test(source))) codes.push("markdown");
  if (isQuoted(withoutMarks(text).trim()) && !QUOTE.test(source)) codes.push("quoted");
  return codes;
};

/** `3. `, `3: `, `"3": `, `[3] ` at the start of the third line. "Three" may be "3.", but not with text behind it. */
function begins(text: string, key: number): boolean {
  const found =
    /^["'[(]?(\d{1,4})["'\])]?\s?(?:[.:)\]-]|：)\s+\S/u.exec(text) ?? /^\[(\d{1,4})\]\s*\S/.exec(text);
  return found !== null && Number(found[1]) === key;
}

/** What is Markdown, and what in a source makes it right: songs are marked by # or ♪. */
const MARKDOWN: [written: RegExp, own: RegExp][] = [
  [/\*\*\s?\S/, /\*/],
  [/(?:^|\s)__\S/, /_/],
  [/`/, /[`'‘’]/],
  [/^`.*`$/s, /`/],
  [/^#{1,6}\s/, /[#♪♫]/],
];

const QUOTE = /["“”„«»‹›「」『』]|(?:^|[\s⟧])['‘‚]|['’](?:$|\s|⟦)/u;
const PAIRS: Record<string, string> = {
  '"': '"',
  "“": "”",
  "„": "“”",
  "«": "»",
  "»": "«",
  "‘": "’",
  "'": "'",
  "「": "」",
  "『": "』",
  "”": "”",
};

/** All of it inside one pair of quotes. A title or a word that is mentioned may gain them, so it is a doubt. */
function isQuoted(text: string): boolean {
  const closing = PAIRS[text[0] ?? ""];
  const body = text.replace(/[.!?。]$/u, "");
  const last = body.at(-1);
  if (!closing || body.length < 4 || !last || !closing.includes(last)) return false;
  return ![...body.slice(1, -1)].some((character) => character === text[0] || closing.includes(character));
}
