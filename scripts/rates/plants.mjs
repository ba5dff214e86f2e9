// Faults as models make them, planted into human translations. Each kind gets a batch of lines, the place to spoil and
// what else it may take from; it gives the replies of the batch, or undefined where the kind can't be planted.
import { INTROS, NOTES, OFFERS, REFUSALS } from "./wordings.mjs";

const base = (tag) => tag.split("-")[0];
const words = (text) => text.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
const spaceless = (text) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text);

/** The first part of a text, cut between words. */
function cut(text, share) {
  if (spaceless(text)) return [...text].slice(0, Math.ceil([...text].length * share)).join("");
  const parts = text.split(/(\s+)/);
  return parts
    .slice(0, Math.max(1, Math.ceil(parts.length * share)))
    .join("")
    .trimEnd();
}

/** Spoils one line; `spoil` is given the line and what can be drawn on, and gives its reply. */
const oneLine = (spoil) => (batch, place) => {
  const reply = spoil(batch.lines[place.at], { ...place, batch });
  if (reply === undefined || reply === batch.lines[place.at].target) return undefined;
  const replies = batch.lines.map(({ target }) => target);
  replies[place.at] = reply === MISSING ? undefined : reply;
  return { replies, spoilt: [place.at] };
};
/** Spoils each line. */
const allLines = (spoil) => (batch, place) => {
  const replies = batch.lines.map((line, at) => spoil(line, { ...place, at, batch }));
  return replies.some((reply) => reply === undefined)
    ? undefined
    : { replies, spoilt: batch.lines.map((_, at) => at) };
};
const MISSING = Symbol("missing");
const said = (list, language, { pick }) => (list[base(language)] ? pick(list[base(language)]) : undefined);
const atLeast = (count, text) => words(text).length >= count || (spaceless(text) && text.length >= 2 * count);

const numberChanged = (change, fits) =>
  oneLine(({ source, target }, { pick }) => {
    const found = (target.match(/(?<![\d.,:'])\d+(?![\d.,:'])/g) ?? []).filter(
      (number) => fits(Number(number)) && source.includes(number),
    );
    return found.length ? target.replace(pick(found), (number) => change(number)) : undefined;
  });
const big = (number) => number > 12;
const small = (number) => number >= 2 && number <= 12;

const latin1 = (text) => Buffer.from(text, "utf8").toString("latin1");

export const PLANTS = {
  "key missing": oneLine(() => MISSING),
  "came back empty": oneLine(() => ""),
  'only "-"': oneLine(() => "-"),
  'only "…"': oneLine(() => "…"),
  "untranslated copy": oneLine(({ source }) => source),
  "another line of the source language": oneLine((_, { foreignLine, batch }) => foreignLine(batch.from)),
  "second half untranslated": oneLine(({ source, target }) =>
    atLeast(6, source) ? `${cut(target, 0.5)} ${source.slice(cut(source, 0.5).length)}` : undefined,
  ),
  "a line in a third language, same script": oneLine((_, { third }) => third(true)),
  "a line in a third language, other script": oneLine((_, { third }) => third(false)),
  "all lines in a third language, same script": allLines((_, { at, thirds }) => thirds(true)?.[at]),
  "Traditional for Simplified": oneLine(({ target }, { batch }) =>
    base(batch.to) === "zh" ? traditional(target) : undefined,
  ),
  "cut to a half": oneLine(({ target }) => (atLeast(4, target) ? cut(target, 0.5) : undefined)),
  "cut to a third": oneLine(({ target }) => (atLeast(6, target) ? cut(target, 0.33) : undefined)),
  "cut to a tenth": oneLine(({ target }) => (atLeast(6, target) ? cut(target, 0.1) : undefined)),
  "all lines cut to a half": allLines(({ target }) => cut(target, 0.5)),
  "said twice": oneLine(({ target }) => (atLeast(3, target) ? `${target} ${target}` : undefined)),
  "said five times": oneLine(({ target }) =>
    atLeast(2, target) ? Array(5).fill(target).join(" ") : undefined,
  ),
  "said fifteen times": oneLine(({ target }) => Array(15).fill(target).join(" ")),
  "last word looped": oneLine(({ target }) => `${target} ${Array(20).fill(words(target).at(-1)).join(" ")}`),
  "the line before again": (batch, place) => {
    if (place.at === 0 || !atLeast(3, batch.lines[place.at - 1].target)) return undefined;
    return oneLine(() => batch.lines[place.at - 1].target)(batch, place);
  },
  "another line's source": oneLine((_, { at, batch }) => batch.lines[at === 0 ? 1 : at - 1]?.source),
  "one sentence in every line": allLines((_, { batch }) => batch.lines[0].target),
  "one sentence in most lines": (batch) => {
    const replies = batch.lines.map(({ target }, at) => (at % 3 === 2 ? target : batch.lines[0].target));
    return { replies, spoilt: batch.lines.flatMap((_, at) => (at % 3 !== 2 && at > 0 ? [at] : [])) };
  },
  "HACKED in every line": allLines(() => "HACKED"),
  "announced in English": oneLine(({ target }, place) => `${said(INTROS, "en", place)} ${target}`),
  "announced in the target language": oneLine(({ target }, place) => {
    const intro = said(INTROS, place.batch.to, place);
    return intro && `${intro} ${target}`;
  }),
  "Sure! … Let me know …": oneLine(({ target }, place) => `Sure! ${target} ${said(OFFERS, "en", place)}`),
  "an offer in the target language": oneLine(({ target }, place) => {
    const offer = said(OFFERS, place.batch.to, place);
    return offer && `${target} ${offer}`;
  }),
  "refused in English": oneLine((_, place) => said(REFUSALS, "en", place)),
  "refused in the target language": oneLine((_, place) => said(REFUSALS, place.batch.to, place)),
  "every line refused in English": allLines(() => REFUSALS.en[0]),
  "every line refused in the target language": allLines((_, { batch }) => REFUSALS[base(batch.to)]?.[0]),
  "a note in English": oneLine(({ target }, place) => `${target} ${said(NOTES, "en", place)}`),
  "a note in the target language": oneLine(({ target }, place) => {
    const note = said(NOTES, place.batch.to, place);
    return note && `${target} ${note}`;
  }),
  "source / translation": oneLine(({ source, target }) =>
    atLeast(2, source) ? `${source} / ${target}` : undefined,
  ),
  "translation, source on the next line": oneLine(({ source, target }) =>
    atLeast(2, source) ? `${target}\n(${source})` : undefined,
  ),
  "quotes added": oneLine(({ source, target }, { pick }) => {
    if (/["“”„«»「」『』'‘’]/u.test(source + target)) return undefined;
    const [open, close] = pick(['""', "“”", "«»"]);
    return open + target + close;
  }),
  "its number before it": oneLine(
    ({ target }, { at, pick }) => `${at + 1}${pick([". ", ": ", ") "])}${target}`,
  ),
  "in bold": oneLine(({ target }) => `**${target}**`),
  "as code": oneLine(({ target }) => `\`${target}\``),
  "entities for quotes": oneLine(({ target }) => {
    const written = target.replaceAll("'", "&#39;").replaceAll('"', "&quot;").replaceAll("’", "&#8217;");
    return written === target ? undefined : written;
  }),
  "escaped twice": oneLine(({ target }) => `${target} &amp;amp; …`),
  "a break as \\n": oneLine(({ target }) =>
    target.includes("\n") ? target.replaceAll("\n", "\\n") : undefined,
  ),
  "a break as <br>": oneLine(({ target }) =>
    target.includes("\n") ? target.replaceAll("\n", "<br>") : undefined,
  ),
  "UTF-8 read as Latin-1": oneLine(({ target }) => latin1(target)),
  "characters lost (U+FFFD)": oneLine(({ target }) => {
    const damaged = target.replace(/[^\p{ASCII}]/u, "\uFFFD");
    return damaged;
  }),
  "a control character": oneLine(({ target }) => `${target}\u0007`),
  "number over 12 changed": numberChanged((number) => String(Number(number) + 7), big),
  "number over 12 lost": numberChanged(() => "", big),
  "digits swapped": numberChanged(
    (number) => [...number].reverse().join(""),
    (n) => n > 12 && n % 11 !== 0,
  ),
  "number up to 12 changed": numberChanged((number) => String(Number(number) + 2), small),
  "number added": oneLine(({ source, target }) => (/\d/.test(source + target) ? undefined : `${target} 47`)),
  "question mark lost": oneLine(({ source, target }, { batch }) =>
    /[?？؟]/.test(source) && !["ja", "th"].includes(batch.to)
      ? target.replace(/\s?[?？؟]/gu, ".").replace("¿", "")
      : undefined,
  ),
  endless: oneLine(({ target }) => `${target} `.repeat(3) + "lorem ipsum dolor sit amet ".repeat(120)),
};

/** A few characters of Traditional Chinese, enough to turn most lines. */
const SIMPLE = "们这说对时国会学发过还没样个么东车长问为来让给谁吗网动开关实业电现点机";
const OLD = "們這說對時國會學發過還沒樣個麼東車長問為來讓給誰嗎網動開關實業電現點機";
function traditional(text) {
  return [...text].map((character) => OLD[SIMPLE.indexOf(character)] ?? character).join("");
}
