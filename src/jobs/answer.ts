import { checkReply } from "../core/checks.js";
import { protect } from "../core/markup.js";
import { type Line, NO_TOKENS } from "../core/model.js";
import type { ContextLine } from "../core/prompt.js";
import type { Ask, LineIndex, Verdict } from "../core/repair.js";
import { NeverAgain, RetryLater } from "../errors.js";
import { answersAnything, type Sent, send } from "./request.js";
import type { Session } from "./session.js";

/** Lines shown before a batch, and around a line that is asked for again. */
const CONTEXT_BEFORE = 3;
const CONTEXT_AROUND = 2;

export interface Answered {
  verdict: Verdict;
  /** What came back for each line, markup and breaks restored; undefined where nothing did. */
  texts: Map<LineIndex, string | undefined>;
  sent: Sent;
}

/** Sends lines with their markup taken out, and judges what comes back. Stores nothing. */
export async function askFor(
  session: Session,
  lines: readonly Line[],
  ask: Ask,
  label: string,
): Promise<Answered> {
  const { project } = session;
  const asked = ask.lines.map((index) => ({ line: lines[index]!, guard: protect(lines[index]!.text) }));
  const prompt = {
    from: project.sourceLang,
    to: project.targetLang,
    lines: asked.map(({ guard }) => guard.text),
    context: contextOf(lines, ask),
    problems: ask.problems,
  };
  const sent = await sendOrRefuse(session, prompt, label);
  const answers = asked.map(({ line, guard }, position) => {
    const reply = sent.lines.get(position + 1);
    const restored = reply === undefined ? undefined : guard.restore(reply);
    return { line, source: guard.text, reply, restored };
  });
  return {
    verdict: judge(session, sent, answers),
    texts: new Map(answers.map(({ line, restored }) => [line.index, restored?.text])),
    sent,
  };
}

/** A request that can never succeed is a refusal of its lines, unless the provider refuses whatever it is asked. */
async function sendOrRefuse(
  session: Session,
  prompt: Parameters<typeof send>[1],
  label: string,
): Promise<Sent> {
  try {
    return await send(session, prompt, label);
  } catch (error) {
    if (!(error instanceof NeverAgain)) throw error;
    session.answered = false;
    if (prompt.lines.length === 1 && !(await answersAnything(session))) {
      throw new RetryLater("unreachable", `nothing is answered any more: ${error.message}`);
    }
    return {
      kind: "refused",
      lines: new Map(),
      problems: [error.message],
      tokens: NO_TOKENS,
      cost: null,
      duration: 0,
      unanswered: true,
    };
  }
}

interface LineAnswer {
  line: Line;
  source: string;
  reply: string | undefined;
  restored: { intact: boolean } | undefined;
}

function judge({ provider, project }: Session, { kind }: Sent, answers: readonly LineAnswer[]): Verdict {
  if (kind !== "lines") return { kind };
  const marks = checkReply(
    answers.map(({ line, source, reply, restored }) => ({
      source,
      reply,
      intact: restored?.intact ?? true,
      duration: line.start === null || line.end === null ? null : line.end - line.start,
    })),
    {
      from: project.sourceLang,
      to: project.targetLang,
      anyLanguage: provider.anyLanguage,
      engine: !provider.repeatable,
    },
  );
  return {
    kind: "read",
    marks: new Map(answers.map(({ line }, position) => [line.index, marks[position]!])),
  };
}

/** The lines before a batch; for lines asked again, those on both sides. */
function contextOf(
  lines: readonly Line[],
  { lines: asked, rung }: Ask,
): { before: ContextLine[]; after: ContextLine[] } {
  const first = asked[0]!;
  const last = asked.at(-1)!;
  const around = rung === "batch" ? 0 : CONTEXT_AROUND;
  const told = ({ text, translation }: Line): ContextLine => ({
    source: text,
    ...(translation ? { translation } : {}),
  });
  return {
    before: lines.slice(Math.max(0, first - CONTEXT_BEFORE), first).map(told),
    after: lines.slice(last + 1, last + 1 + around).map(told),
  };
}
