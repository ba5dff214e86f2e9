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
 * text is that of a line. So does a cue whose times were changed. Nothing is guessed.
 */
export function matchCues(lines: readonly Timed[], cues: readonly Timed[]): Matched {
  const pairs: Matched["pairs"] = [];
  const cuesAt = byTimes(cues);
  for (const [times, lineGroup] of byTimes(lines)) {
    const group: Group = {
      lines: lineGroup.map((position) => ({ position, text: lines[position]!.text })),
      cues: (cuesAt.get(times) ?? []).map((position) => ({ position, text: cues[position]!.text })),
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

function byTimes(list: readonly Timed[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  list.forEach(({ start, end }, position) => {
    const times = `${start} ${end}`;
    const group = groups.get(times);
    if (group) group.push(position);
    else groups.set(times, [position]);
  });
  return groups;
}

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
