import { widthOf } from "../text.js";
import { type Check, withoutMarks } from "./line.js";
import type { CheckCode } from "./marks.js";

/** Text that was damaged on its way: nothing left, control characters, wrong encodings, escapes written out. */
export const damage: Check = ({ source, reply }) => {
  const codes: CheckCode[] = [];
  if (addsControl(source, reply)) codes.push("control");
  if (MOJIBAKE.test(reply) && !MOJIBAKE.test(source)) codes.push("mojibake");
  if (addsEscape(source, reply)) codes.push("escape");
  if (!/[\p{L}\p{N}]/u.test(withoutMarks(reply))) codes.push(...muteMarks(withoutMarks(source)));
  return codes;
};

/** Line breaks of any kind, and tabs, do no harm; restore() mends those that would. */
const CONTROL = /(?![\t\n\v\f\r\u0085])\p{Cc}/gu;

function addsControl(source: string, reply: string): boolean {
  const found = reply.match(CONTROL);
  if (!found) return false;
  const own = new Set(source.match(CONTROL));
  return found.some((character) => !own.has(character));
}

/** What UTF-8 becomes when it is read as Latin-1 or Windows-1252, per script, and what can't be read at all. */
const CONTINUATION = "[\\u0080-\\u00BF€‚ƒ„†‡ˆ‰Š‹ŒŽ‘•˜™š›œžŸ]";
const MOJIBAKE = new RegExp(
  [
    "\uFFFD",
    // Letters with accents. Portuguese capitals end in Ã, so punctuation after it is no sign.
    "Ã[\\u00A0-\\u00AA\\u00AC-\\u00B6\\u00B8-\\u00BA\\u00BC-\\u00BE]",
    "Â[\\u00A0-\\u00BF]",
    "â€[\\u0080-\\u00BF™œ˜¦“”]",
    // Cyrillic, Hebrew, Arabic: at least two letters. Thai, Devanagari, Chinese, Japanese: three bytes each.
    `(?:[ÐÑ×ØÙ]${CONTINUATION}){2}`,
    `(?:[à-é]${CONTINUATION}{2}){2}`,
    // Cyrillic read as Windows-1251.
    "(?:[РС][\\u0402-\\u040F\\u0451-\\u045F\\u0080-\\u00BF‘’“”„†‡•…‰‹›€№™]){4}",
  ].join("|"),
  "u",
);

const BREAK_AS_TEXT = /\\[nN](?![\p{L}])|\\n|<br\b/u;
const ENTITY = /&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});/g;
/** WebVTT has to write these characters so, and then they are right. */
const WRITTEN_SO: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

function addsEscape(source: string, reply: string): boolean {
  if (reply.includes("\\") || reply.includes("<")) {
    if (BREAK_AS_TEXT.test(reply) && !/\\|<br\b/.test(source)) return true;
  }
  if (!reply.includes("&")) return false;
  const found = reply.match(ENTITY) ?? [];
  if (found.length === 0 || source.search(ENTITY) >= 0) return false;
  return found.some((entity) => !(WRITTEN_SO[entity] && source.includes(WRITTEN_SO[entity])));
}

/** "Oh…" may become "…", so a short exclamation is only doubted. */
function muteMarks(source: string): CheckCode[] {
  const letters = source.match(/[\p{L}\p{N}]/gu)?.join("") ?? "";
  if (letters === "") return [];
  return widthOf(letters) > 3 ? ["mute"] : ["tooshort"];
}
