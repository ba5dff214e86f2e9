let names: Intl.DisplayNames | undefined;

/** Made when first asked, since making it takes longer than starting the rest of the program. */
function nameOf(base: string): string | undefined {
  names ??= new Intl.DisplayNames(["en"], { type: "language", fallback: "none", languageDisplay: "dialect" });
  return names.of(base);
}

/** The canonical form of a BCP 47 tag (`pt-br` is `pt-BR`), or undefined if no such language is known. */
export function canonicalTag(text: string): string | undefined {
  if (!tags.has(text)) {
    if (tags.size >= MOST_TAGS) tags.clear();
    tags.set(text, readTag(text));
  }
  return tags.get(text);
}

/** What was read: names of many files hold few different words, and a plan of 40,000 looks each up several times. */
const tags = new Map<string, string | undefined>();
const MOST_TAGS = 10_000;

function readTag(text: string): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(text.trim().replaceAll("_", "-"));
    return tag && languageName(tag) ? tag : undefined;
  } catch {
    return undefined;
  }
}

/** `French`, `Brazilian Portuguese`; for a private tag (`art-x-pirate`) its base and what is private about it. */
export function languageName(tag: string): string | undefined {
  const [base, privateUse] = tag.split("-x-") as [string, string | undefined];
  try {
    const name = base === "art" ? "Artificial" : nameOf(base);
    return name && (privateUse ? `${name} (${privateUse})` : name);
  } catch {
    return undefined;
  }
}

/** The tag that was meant by a language written out in English (`Spanish`) or by a country (`jp`), for an error. */
export function tagMeant(text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  return tagOfName(wanted) ?? languageOfCountry(wanted);
}

function languageOfCountry(code: string): string | undefined {
  // ZZ is Unicode's code for no known country.
  if (!/^[a-z]{2}$/.test(code) || code === "zz") return undefined;
  const countries = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  return countries.of(code.toUpperCase()) && new Intl.Locale(`und-${code}`).maximize().language;
}

function tagOfName(wanted: string): string | undefined {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (const first of letters) {
    for (const second of letters) {
      if (languageName(first + second)?.toLowerCase() === wanted) return first + second;
    }
  }
  return undefined;
}

export const baseOf = (tag: string) => tag.split("-")[0]!.toLowerCase();

/** Written in more than one script, so that without a script in the tag each is right. */
const TWO_SCRIPTS = new Set([
  "sr",
  "bs",
  "uz",
  "az",
  "kk",
  "ku",
  "tg",
  "tk",
  "mn",
  "pa",
  "sd",
  "ks",
  "ms",
  "ug",
  "yue",
]);

const scripts = new Map<string, string | undefined>();

/** The script a language is written in (`Latn`, `Cyrl`, `Hans`), or undefined where none can be told. */
export function scriptOf(tag: string): string | undefined {
  if (!scripts.has(tag)) scripts.set(tag, likelyScript(tag));
  return scripts.get(tag);
}

function likelyScript(tag: string): string | undefined {
  if (["art", "und", "mis", "mul", "zxx", "x"].includes(baseOf(tag))) return undefined;
  const locale = new Intl.Locale(tag);
  return locale.script ?? (TWO_SCRIPTS.has(locale.language) ? undefined : locale.maximize().script);
}

const UNSPACED = new Set(["Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"]);

/** Whether words are written without spaces between them. */
export const isUnspaced = (tag: string) => UNSPACED.has(scriptOf(tag) ?? "");

const SCRIPTS: Record<string, RegExp> = {
  Latn: /\p{Script=Latin}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
  Grek: /\p{Script=Greek}/u,
  Arab: /\p{Script=Arabic}/u,
  Hebr: /\p{Script=Hebrew}/u,
  Deva: /\p{Script=Devanagari}/u,
  Beng: /\p{Script=Bengali}/u,
  Thai: /\p{Script=Thai}/u,
  Geor: /\p{Script=Georgian}/u,
  Armn: /\p{Script=Armenian}/u,
  Taml: /\p{Script=Tamil}/u,
  Telu: /\p{Script=Telugu}/u,
  Knda: /\p{Script=Kannada}/u,
  Mlym: /\p{Script=Malayalam}/u,
  Gujr: /\p{Script=Gujarati}/u,
  Guru: /\p{Script=Gurmukhi}/u,
  Sinh: /\p{Script=Sinhala}/u,
  Khmr: /\p{Script=Khmer}/u,
  Laoo: /\p{Script=Lao}/u,
  Mymr: /\p{Script=Myanmar}/u,
  Ethi: /\p{Script=Ethiopic}/u,
  Tibt: /\p{Script=Tibetan}/u,
  Hans: /\p{Script=Han}/u,
  Hant: /\p{Script=Han}/u,
  Jpan: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  Kore: /[\p{Script=Hangul}\p{Script=Han}]/u,
};

/** A test for one letter of the script a language is written in; undefined where any script may be right. */
export function letterOf(tag: string): RegExp | undefined {
  return SCRIPTS[scriptOf(tag) ?? ""];
}

const DEFAULT_SPEED = 17;
/**
 * Characters a second a reader follows: Subtitle Edit's rules; the base language decides. For Japanese these say 4,
 * which 610 of 815 human lines exceed (median 6.1), so it has the figure of Chinese.
 */
const READING_SPEED: Record<string, number> = { ar: 20, en: 20, hi: 22, ja: 9, ko: 12, zh: 9 };
const DEFAULT_WIDTH = 42;
/**
 * Characters a line: Netflix's timed text guides (42 for alphabets, 13 full-width ones for Japanese). 13 is exceeded by
 * 367 of 815 human Japanese lines, so Subtitle Edit's 23 is taken there.
 */
const LINE_WIDTH: Record<string, number> = { zh: 16, ko: 16, ja: 23, th: 35 };

export const readingSpeed = (tag: string) => READING_SPEED[baseOf(tag)] ?? DEFAULT_SPEED;
export const lineWidth = (tag: string) => LINE_WIDTH[baseOf(tag)] ?? DEFAULT_WIDTH;
