/** When a line of a file is shown, in milliseconds; null where its format has no times. */
export interface Shown {
  start: number | null;
  end: number | null;
}

/** Lines that belong together, by index: one of each file as a rule, and none of one of them where it has no such line. */
export interface Pairing {
  sources: number[];
  translations: number[];
}

/**
 * Pairs the lines of a source with those of its translation: by position where their times agree, or where a file has
 * none; else by the time in which both are shown. Lines that a translator joined or split are paired as a whole.
 */
export function pairLines(sources: readonly Shown[], translations: readonly Shown[]): Pairing[] {
  const [one, other] = [spansOf(sources), spansOf(translations)];
  if (!one || !other) return byPosition(sources.length, translations.length);
  const agree = one.length === other.length && one.every((span, at) => together(span, other[at]!));
  if (agree) return byPosition(one.length, other.length);
  return neighboursPaired(byTime(one, other), one, other);
}

interface Span {
  index: number;
  start: number;
  end: number;
}

/** Undefined unless every line has its time. */
function spansOf(lines: readonly Shown[]): Span[] | undefined {
  const spans = lines.flatMap(({ start, end }, index) =>
    start === null || end === null ? [] : [{ index, start, end: Math.max(start, end) }],
  );
  return spans.length === lines.length ? spans : undefined;
}

const overlap = (one: Span, other: Span) => Math.min(one.end, other.end) - Math.max(one.start, other.start);

/** Whether two lines are on the screen together for half the time of the shorter one. */
function together(one: Span, other: Span): boolean {
  const common = overlap(one, other);
  return common >= 0 && 2 * common >= Math.min(one.end - one.start, other.end - other.start);
}

const byPosition = (sources: number, translations: number): Pairing[] =>
  Array.from({ length: Math.max(sources, translations) }, (_, at) => ({
    sources: at < sources ? [at] : [],
    translations: at < translations ? [at] : [],
  }));

/** One walk along both files, so that it takes as long as they are. */
function byTime(one: readonly Span[], other: readonly Span[]): Pairing[] {
  const [left, right] = [sorted(one), sorted(other)];
  const pairings: Pairing[] = [];
  let [at, beside] = [0, 0];
  while (at < left.length || beside < right.length) {
    const [source, translation] = [left[at], right[beside]];
    const pairing: Pairing = { sources: [], translations: [] };
    if (source && translation && together(source, translation)) {
      pairing.sources.push(source.index);
      pairing.translations.push(translation.index);
      for (;;) {
        const [next, nextBeside] = [left[at + 1], right[beside + 1]];
        if (next && together(next, right[beside]!)) pairing.sources.push(left[++at]!.index);
        else if (nextBeside && together(left[at]!, nextBeside))
          pairing.translations.push(right[++beside]!.index);
        else break;
      }
      at++;
      beside++;
    } else if (source && (!translation || source.end <= translation.end)) {
      pairing.sources.push(source.index);
      at++;
    } else {
      pairing.translations.push(translation!.index);
      beside++;
    }
    pairings.push(pairing);
  }
  return pairings;
}

/** Two lines in a row that are left over, one in each file, are a pair if they are on the screen together at all. */
function neighboursPaired(
  pairings: readonly Pairing[],
  one: readonly Span[],
  other: readonly Span[],
): Pairing[] {
  const paired: Pairing[] = [];
  for (const pairing of pairings) {
    const before = paired.at(-1);
    const source = before && leftOver(before, pairing, "sources");
    const translation = before && leftOver(before, pairing, "translations");
    if (source !== undefined && translation !== undefined && overlap(one[source]!, other[translation]!) > 0)
      paired[paired.length - 1] = { sources: [source], translations: [translation] };
    else paired.push(pairing);
  }
  return paired;
}

/** The line of one file that one of two pairings has, where the other has none and each has but one line. */
function leftOver(one: Pairing, other: Pairing, side: keyof Pairing): number | undefined {
  const alone = [one, other].every(({ sources, translations }) => sources.length + translations.length === 1);
  const found = [...one[side], ...other[side]];
  return alone && found.length === 1 ? found[0] : undefined;
}

const sorted = (spans: readonly Span[]) => [...spans].sort((a, b) => a.start - b.start || a.index - b.index);
