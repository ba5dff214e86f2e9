/** A piece of a file; times in milliseconds, null where the format has none. */
interface Timed {
  start: number | null;
  end: number | null;
  text: string;
}

/** Positions in both lists. */
interface Matched {
  pairs: [line: number, cue: number][];
  /** Cues that are no line's for certain. */
  unmatched: number[];
}

/**
 * Which cue of a file that a person edited is which line of the file as it was. Cues of the same times are a line's, in
 * their order; where several have the same times, or none has any, and their order is in doubt, only those count whose
 * text is that of a line. So does a cue whose times were changed, unless they were only rounded. Nothing is guessed.
 */
export function matchCues(lines: readonly Timed[], cues: readonly Timed[]): Matched {
  const pairs: Matched["pairs"] = [];
  for (const together of atSameTimes(lines, cues)) {
    const group: Group = {
      lines: together.lines.map((position) => ({ position, text: lines[position]!.text })),
      cues: together.cues.map((position) => ({ position, text: cues[position]!.text })),
    };
    pairs.push(...(group.lines.length === group.cues.length ? inOrder(group) : fromBothEnds(group)));
  }
  const [pairedLines, pairedCues] = [0, 1].map((side) => new Set(pairs.map((pair) => pair[side])));
  const left = (list: readonly Timed[], paired: Set<number | undefined>) =>
    list.flatMap(({ text }, position) => (paired.has(position) ? [] : [{ position, text }]));
  const leftCues = left(cues, pairedCues!);
  const byText = sameTexts({ lines: left(lines, pairedLines!), cues: leftCues });
  const found = new Set(byText.map(([, cue]) => cue));
  return {
    pairs: [...pairs, ...byText].sort(([a], [b]) => a - b),
    unmatched: leftCues.map(({ position }) => position).filter((cue) => !found.has(cue)),
  };
}

interface Placed {
  position: number;
  text: string;
}

interface Group {
  lines: readonly Placed[];
  cues: readonly Placed[];
}

/** Positions of pieces with the same times. */
interface Moment extends Omit<Timed, "text"> {
  positions: number[];
}

/** The lines of each moment, with the cues of the same: to the millisecond, or else rounded. */
function* atSameTimes(lines: readonly Timed[], cues: readonly Timed[]) {
  const [lineMoments, cueMoments] = [byTimes(lines), byTimes(cues)];
  const without = (moments: Map<string, Moment>, others: Map<string, Moment>) =>
    [...moments].flatMap(([times, moment]) => (others.has(times) ? [] : [moment]));
  for (const [times, { positions }] of lineMoments)
    yield { lines: positions, cues: cueMoments.get(times)?.positions ?? [] };
  for (const [line, cue] of rounded(without(lineMoments, cueMoments), without(cueMoments, lineMoments)))
    yield { lines: line.positions, cues: cue.positions };
}

function byTimes(list: readonly Timed[]): Map<string, Moment> {
  const moments = new Map<string, Moment>();
  list.forEach(({ start, end }, position) => {
    const times = `${start} ${end}`;
    const moment = moments.get(times);
    if (moment) moment.positions.push(position);
    else moments.set(times, { start, end, positions: [position] });
  });
  return moments;
}

/** What editors round times by, in milliseconds: to hundredths of a second, or to frames of which 24 or more are one. */
const ROUNDING = 50;

/** Moments that differ by a rounding, where each is near no other one. */
function rounded(lines: readonly Moment[], cues: readonly Moment[]): [line: Moment, cue: Moment][] {
  const nearCues = nearTo(cues);
  const nearLines = nearTo(lines);
  return lines.flatMap((line): [Moment, Moment][] => {
    const [cue, another] = nearCues(line);
    return cue && !another && nearLines(cue).length === 1 ? [[line, cue]] : [];
  });
}

/** Finds the moments that are near one: they are in its slot or in one of those around it. */
function nearTo(moments: readonly Moment[]): (one: Moment) => Moment[] {
  const slots = new Map<string, Moment[]>();
  for (const moment of moments) {
    const slot = slotOf(moment);
    const others = slots.get(slot);
    if (others) others.push(moment);
    else slots.set(slot, [moment]);
  }
  return (one) =>
    STEPS.flatMap(([start, end]) => slots.get(slotOf(one, start, end)) ?? []).filter(
      (other) => isNear(other.start, one.start) && isNear(other.end, one.end),
    );
}

const STEPS = [-1, 0, 1].flatMap((start) => [-1, 0, 1].map((end) => [start, end] as const));

const slotOf = ({ start, end }: Moment, first = 0, last = 0) => `${slot(start) + first} ${slot(end) + last}`;

const slot = (time: number | null) => Math.floor((time ?? Number.NaN) / ROUNDING);

const isNear = (one: number | null, other: number | null) =>
  one !== null && other !== null && Math.abs(one - other) <= ROUNDING;

/** As many cues as lines: each is its line's, but where one says what another changed line said they may have moved. */
function inOrder({ lines, cues }: Group): Matched["pairs"] {
  const changed = lines.flatMap(({ text }, at) => (text === cues[at]!.text ? [] : [at]));
  const said = new Map(changed.map((at) => [lines[at]!.text, at]));
  const doubtful = changed.flatMap((at) => {
    const other = said.get(cues[at]!.text);
    return other === undefined ? [] : [[Math.min(at, other), Math.max(at, other)] as const];
  });
  const unsure = new Set(changed.filter((at) => doubtful.some(([first, last]) => at >= first && at <= last)));
  return lines.flatMap(({ position }, at): Matched["pairs"] =>
    unsure.has(at) ? [] : [[position, cues[at]!.position]],
  );
}

/** Cues were added or deleted: those before and after that say what the lines say are theirs. */
function fromBothEnds({ lines, cues }: Group): Matched["pairs"] {
  const pairs: Matched["pairs"] = [];
  const most = Math.min(lines.length, cues.length);
  const same = (fromEnd: boolean, at: number) => {
    const [line, cue] = fromEnd ? [lines.at(-1 - at)!, cues.at(-1 - at)!] : [lines[at]!, cues[at]!];
    if (line.text !== cue.text) return false;
    pairs.push([line.position, cue.position]);
    return true;
  };
  let before = 0;
  while (before < most && same(false, before)) before++;
  for (let after = 0; before + after < most && same(true, after); after++);
  return pairs;
}

/** Texts that one line and one cue have. */
function sameTexts({ lines, cues }: Group): Matched["pairs"] {
  const [lineOf, cueOf] = [onceIn(lines), onceIn(cues)];
  return [...lineOf].flatMap(([text, line]): Matched["pairs"] => {
    const cue = cueOf.get(text);
    return cue === undefined ? [] : [[line, cue]];
  });
}

function onceIn(list: readonly Placed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of list) counts.set(text, (counts.get(text) ?? 0) + 1);
  return new Map(list.flatMap(({ text, position }) => (counts.get(text) === 1 ? [[text, position]] : [])));
}
