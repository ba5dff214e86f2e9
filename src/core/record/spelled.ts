import { baseOf } from "../languages.js";
import { numberWordsOf } from "../number-words.js";
import { wordsOf } from "./words.js";

/** How a language builds its numbers above twelve; forms of one number are divided by a slash. */
interface Numerals {
  /** 13 to 19, and 20, 30 … 90. */
  teens: string;
  tens: string;
  /** Between tens and units; and where the units come first. */
  joint: string;
  unitsFirst?: boolean;
  /** 100 and 1000, and what 200 to 900 are where they are words of their own. */
  hundred: string;
  thousand: string;
  hundreds?: string;
}

const NUMERALS: Record<string, Numerals> = {
  en: {
    teens: "thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    tens: "twenty thirty forty fifty sixty seventy eighty ninety",
    joint: "",
    hundred: "hundred",
    thousand: "thousand",
  },
  fr: {
    teens: "treize quatorze quinze seize dixsept dixhuit dixneuf",
    tens: "vingt trente quarante cinquante soixante septante/soixantedix huitante/octante/quatrevingts/quatrevingt nonante/quatrevingtdix",
    joint: "/et",
    hundred: "cent/cents",
    thousand: "mille",
  },
  es: {
    teens: "trece catorce quince dieciseis diecisiete dieciocho diecinueve",
    tens: "veinte/veinti treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    joint: "y/",
    hundred: "cien/ciento",
    thousand: "mil",
    hundreds:
      "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas",
  },
  de: {
    teens: "dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
    tens: "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    joint: "und",
    unitsFirst: true,
    hundred: "hundert",
    thousand: "tausend",
  },
  it: {
    teens: "tredici quattordici quindici sedici diciassette diciotto diciannove",
    tens: "venti/vent trenta/trent quaranta/quarant cinquanta/cinquant sessanta/sessant settanta/settant ottanta/ottant novanta/novant",
    joint: "",
    hundred: "cento",
    thousand: "mille/mila",
  },
  pt: {
    teens: "treze quatorze/catorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove",
    tens: "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    joint: "e",
    hundred: "cem/cento",
    thousand: "mil",
    hundreds:
      "duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas oitocentos/oitocentas novecentos/novecentas",
  },
  nl: {
    teens: "dertien veertien vijftien zestien zeventien achttien negentien",
    tens: "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    joint: "en",
    unitsFirst: true,
    hundred: "honderd",
    thousand: "duizend",
  },
};

/** Languages in which numbers above twelve are known: those that are tried where a transcript's is not known. */
export const SPELLED_LANGUAGES = Object.keys(NUMERALS);

const known = new Map<string, string[]>();
/** A run that meets more numbers than this does without remembering them. */
const MOST_KNOWN = 20_000;

/** A whole number below a million as a language writes it, folded and without spaces; none where it is not known. */
export function spell(number: number, language: string): string[] {
  const base = baseOf(language);
  const key = `${base} ${number}`;
  let forms = known.get(key);
  if (!forms) {
    forms = [...new Set(formsOf(number, base))];
    if (known.size < MOST_KNOWN) known.set(key, forms);
  }
  return forms;
}

/** How zero is said in telephone numbers. */
const ZEROS: Record<string, string[]> = { en: ["oh", "o"] };

const small = new Map<string, string[][]>();

/** The words for 0 to 12, folded. */
function smallWords(language: string): string[][] {
  let words = small.get(language);
  if (!words) {
    words = Array.from({ length: 13 }, () => []);
    for (const [word, value] of numberWordsOf(language) ?? []) words[value]!.push(wordsOf(word).join(""));
    words[0]!.push(...(ZEROS[language] ?? []));
    small.set(language, words);
  }
  return words;
}

const formsIn = (row: string, at: number) => row.split(" ")[at]!.split("/");

const joined = (...parts: string[][]): string[] =>
  parts.reduce((left, right) => left.flatMap((start) => right.map((end) => start + end)));

function formsOf(number: number, language: string): string[] {
  if (number <= 12) return smallWords(language)[number] ?? [];
  const numerals = NUMERALS[language];
  if (!numerals || number >= 1_000_000) return [];
  if (number < 20) return formsIn(numerals.teens, number - 13);
  if (number < 100) return tensOf(number, language, numerals);
  if (number < 1000) return hundredsOf(number, language, numerals);
  return thousandsOf(number, language, numerals);
}

function tensOf(number: number, language: string, { tens, joint, unitsFirst }: Numerals): string[] {
  const ten = formsIn(tens, Math.floor(number / 10) - 2);
  const unit = number % 10;
  if (unit === 0) return ten;
  const joints = joint.split("/");
  if (unitsFirst) return joined(formsOf(unit, language), joints, ten);
  const forms = joined(ten, joints, formsOf(unit, language));
  // In French, 71 is sixty-eleven, and 91 four-twenty-eleven.
  if (language !== "fr" || number < 70 || (number >= 80 && number < 90)) return forms;
  const sixty = formsIn(tens, Math.floor(number / 10) - 3);
  return [...forms, ...joined(sixty, joints, formsOf(unit + 10, language))];
}

function hundredsOf(number: number, language: string, { hundred, hundreds }: Numerals): string[] {
  const count = Math.floor(number / 100);
  const hundredWords = hundred.split("/");
  const one = [...hundredWords, ...joined(formsOf(1, language), hundredWords)];
  const many = hundreds
    ? formsIn(hundreds, count - 2 < 0 ? 0 : count - 2)
    : joined(formsOf(count, language), hundredWords);
  const head = count === 1 ? one : many;
  return number % 100 === 0 ? head : joined(head, AND[language] ?? [""], formsOf(number % 100, language));
}

function thousandsOf(number: number, language: string, { thousand, hundred }: Numerals): string[] {
  const count = Math.floor(number / 1000);
  const thousandWords = thousand.split("/");
  const head = joined(formsOf(count, language), thousandWords);
  const heads = count === 1 ? [...thousandWords, ...head] : head;
  const rest = number % 1000;
  const forms = rest === 0 ? heads : joined(heads, AND[language] ?? [""], formsOf(rest, language));
  // Years: nineteen hundred eighty-four.
  const isYear = number < 2000 && number >= 1100;
  if (!isYear) return forms;
  const century = joined(formsOf(Math.floor(number / 100), language), hundred.split("/"));
  const within = number % 100;
  return [
    ...forms,
    ...(within ? joined(century, AND[language] ?? [""], formsOf(within, language)) : century),
  ];
}

/** What may stand before the rest of a number. */
const AND: Record<string, string[]> = { en: ["", "and"], pt: ["", "e"], de: ["", "und"], nl: ["", "en"] };

/** Words that numbers above one are made of: a neighbour among them changes what a number says. */
export function numeralOf(word: string, language: string): "small" | "large" | undefined {
  const base = baseOf(language);
  let words = numerals.get(base);
  if (!words) {
    const { teens = "", tens = "", hundred = "", thousand = "", hundreds = "" } = NUMERALS[base] ?? {};
    const list = (rows: string) => rows.split(/[ /]/).filter((one) => one !== "");
    words = new Map([
      ...[...smallWords(base).slice(2).flat(), ...list(teens)].map((one) => [one, "small"] as const),
      ...list([tens, hundred, thousand, hundreds].join(" ")).map((one) => [one, "large"] as const),
    ]);
    numerals.set(base, words);
  }
  return words.get(word);
}

const numerals = new Map<string, Map<string, "small" | "large">>();

/** What may stand between the words of one number. */
export const JOINTS: ReadonlySet<string> = new Set(["and", "et", "y", "e"]);
