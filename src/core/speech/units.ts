/** Scripts whose words are not divided by spaces: each character is a unit of its own. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;
const UNIT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}])[\p{L}\p{M}\p{N}'’])+/gu;

/** A word of a text, or a character where words are not divided, as it is compared; and where it begins. */
export interface Unit {
  word: string;
  at: number;
}

export const unitsOf = (text: string): Unit[] =>
  [...text.matchAll(UNIT)].map(({ 0: word, index }) => ({
    word: word.toLowerCase().replaceAll("’", "'"),
    at: index,
  }));

/** What a text says, for comparing: its units without punctuation and case; empty where it says nothing. */
export const saidIn = (text: string) =>
  unitsOf(text)
    .map(({ word }) => word)
    .join(" ");

export const isSpaceless = (text: string) => SPACELESS.test(text);

/** Whether a text only names a sound: `[Music]`, `(applause)`, `♪ la la ♪`. */
export const isSound = (text: string) => /^\s*[[(（【♪*].*[\])）】♪*]\s*$/su.test(text);
