import { baseOf } from "../languages.js";
import { beginning, type Check, isSameLanguage } from "./line.js";
import type { CheckCode } from "./marks.js";
import { PHRASES } from "./phrases.js";

/** What a chat model says about its translation, or instead of one: announcements, offers, notes, refusals. */
export const talk: Check = ({ source, reply }, options) => {
  if (isSameLanguage(options)) return [];
  const text = lower(reply);
  const codes: CheckCode[] = [];
  for (const language of spokenHere(options.from, options.to)) {
    const { intro, offer, note, refusal } = patternsOf(language);
    const own = lower(source);
    if (refusal.test(text) && !sourceSays("sorry", options.from).test(own)) codes.push("refusal");
    if (intro.test(text) && colonsIn(text) > colonsIn(own)) codes.push("noise");
    else if (offer.test(text) && !sourceSays("offer", options.from).test(own)) codes.push("noise");
    if (note.test(text) && !sourceSays("note", options.from).test(own)) codes.push("note");
  }
  if (baseOf(options.to) !== "en" && OPENER.test(text) && !/sure|certain|course/.test(lower(source)))
    codes.push("noise");
  return [...new Set(codes)];
};

const colonsIn = (text: string) => text.match(/[:：]/g)?.length ?? 0;

/** "Sure!" before a translation into another language than English. */
const OPENER = /^(?:sure|certainly|of course|absolutely)(?:[!,.:]| thing)/;

/** Straight apostrophes and single spaces, so that the patterns need no more of them. */
const lower = (text: string) => beginning(text).toLowerCase().replaceAll("’", "'").trim();

/** Models talk English, the language asked for, or the one they were given. */
function spokenHere(from: string | null, to: string): Set<string> {
  const spoken = [to, "en", from ?? "en"].map(phraseKey);
  return new Set(spoken.filter((language) => Object.hasOwn(PHRASES, language)));
}

const phraseKey = (tag: string) => (baseOf(tag) === "nb" ? "no" : baseOf(tag));

interface Patterns {
  intro: RegExp;
  offer: RegExp;
  note: RegExp;
  refusal: RegExp;
}

const patterns = new Map<string, Patterns>();

/** Made when a language is first met. */
function patternsOf(language: string): Patterns {
  const known = patterns.get(language);
  if (known) return known;
  const { intro, offer, note, refusal } = PHRASES[language]!;
  const made = {
    intro: new RegExp(
      `^["'*_\\s]*(?:[\\p{L}\\s]{2,20}[!,.،，、！。]\\s*)?(?:${intro})[^:：\\n]{0,80}[:：]`,
      "u",
    ),
    offer: new RegExp(offer, "u"),
    note: new RegExp(noteOf(note), "u"),
    refusal: new RegExp(refusal, "u"),
  };
  patterns.set(language, made);
  return made;
}

/** Behind a bracket, or at the start of a line with a colon soon after. */
const noteOf = (note: string) => `[([（［【{]\\s*(?:${note})|(?:^|\\n)\\s*(?:${note})[^:：\\n]{0,20}[:：]`;

const sources = new Map<string, RegExp>();

/** A source may say itself what its translation says, in its language or, if that is not known, in any. */
function sourceSays(kind: "sorry" | "offer" | "note", from: string | null): RegExp {
  const language = from === null ? "" : phraseKey(from);
  const known = sources.get(`${kind} ${language}`);
  if (known) return known;
  const rows = Object.hasOwn(PHRASES, language) ? [PHRASES[language]!] : Object.values(PHRASES);
  const all = rows.map((phrases) => phrases[kind]).join("|");
  const made = new RegExp(kind === "note" ? noteOf(all) : all, "u");
  sources.set(`${kind} ${language}`, made);
  return made;
}
