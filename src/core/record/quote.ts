import { tokensOf } from "./words.js";

/** A stretch of a transcript. */
interface Spoken {
  /** Milliseconds from the start of the recording; null where a transcript has no times. */
  start: number | null;
  text: string;
}

/** A transcript as quotes are looked for in it. */
export interface Transcript {
  tokens: readonly string[];
  /** When the stretch began that a token is of. */
  starts: readonly (number | null)[];
}

export function transcriptOf(stretches: readonly Spoken[]): Transcript {
  const tokens: string[] = [];
  const starts: (number | null)[] = [];
  for (const { start, text } of stretches)
    for (const token of tokensOf(text)) {
      tokens.push(token);
      starts.push(start);
    }
  return { tokens, starts };
}

/** The share of a quote's words that must stand in one window of the transcript, as long as the quote. */
const LEAST_OVERLAP = 0.9;

/** Words and digits of a quote: a few sentences. What is longer is a copy, and shows nothing. */
const LONGEST = 300;

/** Where the words of a quote stand: in the window that has most of them, the first of several. */
export function findQuote(
  { tokens, starts }: Transcript,
  quote: string,
): { position: number | null } | undefined {
  const wanted = tokensOf(quote);
  if (wanted.length === 0 || wanted.length > LONGEST) return undefined;
  const missing = new Map<string, number>();
  for (const token of wanted) missing.set(token, (missing.get(token) ?? 0) + 1);
  const digits = digitsIn(wanted);
  const needed = Math.ceil(wanted.length * LEAST_OVERLAP);
  let found = 0;
  let best = { found: needed - 1, at: -1 };
  for (const [at, token] of tokens.entries()) {
    const left = missing.get(token);
    if (left !== undefined) {
      if (left > 0) found++;
      missing.set(token, left - 1);
    }
    const from = Math.max(0, at - wanted.length + 1);
    if (found > best.found && digitsIn(tokens.slice(from, at + 1)).includes(digits))
      best = { found, at: from };
    if (best.found === wanted.length) break;
    if (at + 1 < wanted.length) continue;
    const leaving = missing.get(tokens[from]!);
    if (leaving === undefined) continue;
    if (leaving >= 0) found--;
    missing.set(tokens[from]!, leaving + 1);
  }
  return best.at < 0 ? undefined : { position: startOf({ tokens, starts }, best.at, new Set(wanted)) };
}

/** In their order, since a number of other digits is another number. */
const digitsIn = (tokens: readonly string[]) => tokens.filter((token) => /^\d$/.test(token)).join("");

/** A window may begin with words that are not the quote's. */
function startOf({ tokens, starts }: Transcript, at: number, wanted: ReadonlySet<string>): number | null {
  let first = at;
  while (first + 1 < tokens.length && !wanted.has(tokens[first]!)) first++;
  return starts[first]!;
}
