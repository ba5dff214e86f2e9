import type { LineIndex } from "../core/answers.js";
import { checkReply, type TranslatedLine, wantsIdentifier } from "../core/checks.js";
import { hasLetters, protect } from "../core/markup.js";
import type { Line } from "../core/model.js";
import { placeMarks } from "../core/placement.js";
import type { ContextLine, Prompt } from "../core/prompt.js";
import type { Ask, Verdict } from "../core/repair.js";
import type { Endpoint } from "../endpoints/endpoint.js";
import { loadIdentifier } from "../identifier.js";
import type { ClaimedProject } from "../store/projects.js";
import type { Reply } from "./reply.js";

/** Lines shown before a batch, and around a line that is asked for again. */
const CONTEXT_BEFORE = 3;
const CONTEXT_AROUND = 2;
/** Lines on each side of one that is asked for alone. */
const BESIDE = 3;

/** Translated lines of the same document that a reply is held against: the nearest ones, and none far away. */
const MOST_ACCEPTED = 60;
const FARTHEST_ACCEPTED = 200;

/** What is asked for: each line with its markup taken out, and how it is put back. */
export interface Question {
  prompt: Prompt;
  asked: { line: Line; guard: ReturnType<typeof protect> }[];
  /** Lines beside it that the model is not shown, whose translations it must not say again. */
  beside: TranslatedLine[];
  /** Lines of the same document that are translated already. */
  accepted: TranslatedLine[];
}

export function questionFor(
  { sourceLang, targetLang, note }: ClaimedProject,
  lines: readonly Line[],
  ask: Ask,
): Question {
  const asked = ask.lines.map((index) => ({ line: lines[index]!, guard: protect(lines[index]!.text) }));
  const prompt = {
    from: sourceLang,
    to: targetLang,
    lines: asked.map(({ guard }) => guard.text),
    context: contextOf(lines, ask),
    problems: ask.problems,
    ...(note === null ? {} : { note }),
  };
  return { prompt, asked, beside: besideOf(lines, ask), accepted: acceptedNear(lines, ask) };
}

/** A line that is asked for alone is shown nothing; yet its neighbours' translation is hardly its own. */
const besideOf = (lines: readonly Line[], { lines: [line], rung }: Ask): TranslatedLine[] =>
  rung === "single"
    ? lines
        .slice(Math.max(0, line! - BESIDE), line! + BESIDE + 1)
        .filter(({ index, translation }) => translation && index !== line)
        .map(asTranslated)
    : [];

/**
 * The lines before a batch; for lines asked again, those on both sides, each line's own where they are scattered. A
 * line asked for alone is shown nothing: small models echo what they are shown into it.
 */
function contextOf(
  lines: readonly Line[],
  { lines: asked, rung }: Ask,
): { before: ContextLine[]; after: ContextLine[] } {
  if (rung === "single") return { before: [], after: [] };
  // As the model sees the lines it is asked for: markup would teach it to write some.
  const shown = (from: number, to: number) =>
    lines.slice(Math.max(0, from), Math.max(0, to)).map(
      ({ text, translation }): ContextLine => ({
        source: protect(text).text,
        ...(translation ? { translation: protect(translation).text } : {}),
      }),
    );
  const first = asked[0]!;
  const last = asked.at(-1)!;
  const wanted = new Set(asked);
  const scattered = asked.filter((line) => line > first && !wanted.has(line - 1));
  const around = rung === "batch" ? 0 : CONTEXT_AROUND;
  return {
    before: [...shown(first - CONTEXT_BEFORE, first), ...scattered.flatMap((line) => shown(line - 1, line))],
    after: scattered.length ? [] : shown(last + 1, last + 1 + around),
  };
}

/** The nearest lines that are translated already, other than those asked for, as a model sees them. */
function acceptedNear(lines: readonly Line[], { lines: asked }: Ask): TranslatedLine[] {
  const wanted = new Set(asked);
  const first = asked[0]!;
  const near = lines.slice(Math.max(0, first - FARTHEST_ACCEPTED), first + FARTHEST_ACCEPTED);
  return near
    .filter(({ index, text, translation }) => translation && hasLetters(text) && !wanted.has(index))
    .sort((a, b) => Math.abs(a.index - first) - Math.abs(b.index - first))
    .slice(0, MOST_ACCEPTED)
    .map(asTranslated);
}

/** As a model sees both: markup taken out. */
const asTranslated = ({ text, translation }: Line): TranslatedLine => ({
  source: protect(text).text,
  translation: protect(translation!).text,
});

export interface Judged {
  verdict: Verdict;
  /** What came back for each line, markup and breaks restored; undefined where nothing did. */
  texts: Map<LineIndex, string | undefined>;
}

/** Judges a reply, however it came. Stores nothing. */
export async function judge(
  { prompt, asked, beside, accepted }: Question,
  { kind, lines, keysFit, anchors }: Pick<Reply, "kind" | "lines" | "keysFit" | "anchors">,
  endpoint: Endpoint,
): Promise<Judged> {
  const answers = asked.map(({ line, guard }, position) => {
    const reply = lines.get(position + 1);
    const restored = reply === undefined ? undefined : guard.restore(reply);
    return { line, source: guard.text, reply, restored };
  });
  const texts = new Map(answers.map(({ line, restored }) => [line.index, restored?.text]));
  if (kind === "refused" || lines.size === 0) {
    return { verdict: kind === "answered" ? { kind: "read", marks: new Map() } : { kind }, texts };
  }
  const checked = answers.map(({ line, source, reply, restored }) => ({
    source,
    reply,
    intact: restored?.intact ?? true,
    duration: line.start === null || line.end === null ? null : line.end - line.start,
  }));
  const options = {
    from: prompt.from,
    to: prompt.to,
    anyLanguage: endpoint.engine?.anyLanguage ?? false,
    engine: endpoint.engine !== undefined,
    around: [...translatedAround(prompt), ...beside],
    accepted,
  };
  const replies = answers.map(({ reply }) => reply);
  const identify = wantsIdentifier(replies, options) ? await loadIdentifier() : undefined;
  const marks = checkReply(checked, { ...options, identify });
  const places = endpoint.engine
    ? []
    : placeMarks({ ...aroundOf(prompt), translations: replies, keysFit, anchors, accepted });
  const byLine = new Map(
    answers.map(({ line }, position) => [line.index, [...marks[position]!, ...(places[position] ?? [])]]),
  );
  return { verdict: { kind: kind === "truncated" ? kind : "read", marks: byLine }, texts };
}

/** The lines of a prompt with those around them, where a shifted reply would take from. */
const aroundOf = ({ lines, context: { before, after } }: Prompt) => ({
  sources: lines,
  before: before.map(({ source }) => source),
  after: after.map(({ source }) => source),
});

/** The lines around that have translations: a reply must not say again what stands there. */
const translatedAround = ({ context }: Prompt) =>
  [...context.before, ...context.after].flatMap(({ source, translation }) =>
    translation ? [{ source, translation }] : [],
  );
