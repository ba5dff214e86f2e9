import { CHECKS, type CheckCode, type CheckOptions, checkReply, gravityOf } from "./checks.js";
import { fitOf, misplacedLines, SHOWS } from "./fit.js";
import { hasLetters, protect, sameMarkup } from "./markup.js";
import { type Pairing, pairLines, type Shown } from "./pairing.js";

/** What can be held against a line of a finished translation: what is held against a reply, or that nothing asks for it. */
export type Finding = CheckCode | "extra";

interface FileLine extends Shown {
  text: string;
}

/** A line of a source beside its translation; several of a file that are one in the other are one here. */
export interface Compared extends Pairing {
  /** Undefined where a file has no such line. */
  source: string | undefined;
  translation: string | undefined;
  start: number | null;
  end: number | null;
  findings: Finding[];
}

/** What a model's reply is not reproached for in the same words. */
const MEANINGS: Partial<Record<Finding, string>> = {
  missing: "has no line in the translation",
  extra: "has no line in the source",
  empty: "is empty",
  slid: "fits another line better: lines are shifted or swapped",
};

export const meaningOfFinding = (finding: Finding): string =>
  MEANINGS[finding] ?? CHECKS[finding as CheckCode].says;

/** Whether a finding says that the text may be wrong, and not only how it reads on the screen. */
export const isGrave = (finding: Finding): boolean => finding === "extra" || gravityOf(finding) !== "soft";

/** Judged together, as a model would have been asked for them, so that slides and swaps are seen. */
const BATCH = 20;
/** Sources before and after a batch, where a shifted line may have come from. */
const AROUND = 3;

/** Runs every check on a translation beside its source, in the order of their times. */
export function compare(
  sources: readonly FileLine[],
  translations: readonly FileLine[],
  options: CheckOptions,
): Compared[] {
  const pairs = pairLines(sources, translations).map((pairing) => comparedOf(pairing, sources, translations));
  const judged = pairs.filter(isJudged);
  for (let first = 0; first < judged.length; first += BATCH) judge(judged, first, options);
  return pairs;
}

type Judged = Compared & { source: string; translation: string };

/** Lines without letters are left as they are, so that nothing can be wrong with them. */
const isJudged = (pair: Compared): pair is Judged =>
  pair.source !== undefined && pair.translation !== undefined && hasLetters(pair.source);

function comparedOf(
  pairing: Pairing,
  sources: readonly FileLine[],
  translations: readonly FileLine[],
): Compared {
  const ours = pairing.sources.map((index) => sources[index]!);
  const theirs = pairing.translations.map((index) => translations[index]!);
  const [source, translation] = [textOf(ours), textOf(theirs)];
  const shown = theirs.length ? theirs : ours;
  const findings: Finding[] = [];
  if (translation === undefined && hasLetters(source ?? "")) findings.push("missing");
  if (source === undefined && hasLetters(translation ?? "")) findings.push("extra");
  return { ...pairing, source, translation, start: shown[0]!.start, end: shown.at(-1)!.end, findings };
}

const textOf = (lines: readonly FileLine[]) =>
  lines.length ? lines.map(({ text }) => text).join("\n") : undefined;

/** Notes what is held against the lines of a batch, by themselves and beside each other. */
function judge(judged: readonly Judged[], first: number, options: CheckOptions): void {
  const batch = judged.slice(first, first + BATCH);
  const plain = ({ source }: Judged) => protect(source).text;
  const sourceTexts = batch.map(plain);
  const replies = batch.map(({ translation }) => protect(translation).text);
  const marks = checkReply(
    batch.map(({ source, translation, start, end }, at) => ({
      source: sourceTexts[at]!,
      reply: replies[at]!,
      intact: sameMarkup(source, translation),
      duration: start === null || end === null ? null : end - start,
    })),
    options,
  );
  const slid = misplacedLines(
    fitOf({
      sources: sourceTexts,
      before: judged.slice(Math.max(0, first - AROUND), first).map(plain),
      after: judged.slice(first + BATCH, first + BATCH + AROUND).map(plain),
      translations: replies,
    }),
    SHOWS,
  );
  batch.forEach(({ findings }, at) => {
    findings.push(...marks[at]!);
    if (slid.includes(at) && !findings.includes("slid")) findings.push("slid");
  });
}
