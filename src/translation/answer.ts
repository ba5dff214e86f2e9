import { type LineAnswer, type LineIndex, rejectedAfter } from "../core/answers.js";
import { NO_TOKENS } from "../core/model.js";
import { keepAnswers, planRepair } from "../core/repair.js";
import type { CallOptions } from "../endpoints/endpoint.js";
import { NeverAgain, RetryLater } from "../errors.js";
import { send } from "../queue/send.js";
import type { OpenAsk } from "../store/asks.js";
import { type Judged, judge, type Question, questionFor } from "./ask.js";
import { askEndpoint, type Reply } from "./reply.js";
import type { Work } from "./work.js";

/** A reply, or what stands for one where there was none. */
interface Received {
  reply: Reply;
  /** Milliseconds. */
  duration: number;
  /** Attempts that failed before it. */
  failures: number;
  /** Whether the request is in the log already. */
  logged?: true;
  /** Whether a log line tells of it already. */
  told?: true;
  /** Whether this stands for an error, so that it tells nothing good of the endpoint. */
  unanswered?: true;
}

/** What came of an ask: what is stored, what is asked next, which lines are given up, and what it cost. */
export interface Outcome extends Received {
  ask: OpenAsk;
  accepted: ReadonlyMap<LineIndex, LineAnswer>;
  plan: ReturnType<typeof keepAnswers>;
  label: string;
}

/** Asks, judges what comes back, and plans what is to be done about it. Stores nothing. */
export async function answer(work: Work, ask: OpenAsk, label: string): Promise<Outcome> {
  const { turn, lines } = work;
  const question = questionFor(turn.work, lines, ask);
  const received = await sendOrRefuse(work, question, label);
  const judged = await judge(question, received.reply, turn.endpoint);
  const rejected = rejectedAfter(ask, answersFor(ask.lines, judged));
  const repair = planRepair({ ...ask, rejected }, judged.verdict, turn.endpoint.repeatable);
  // A doubted answer is kept while it is asked for once more: should nothing better come, it is stored.
  const doubts = new Map([...ask.doubts, ...answersFor(repair.doubted, judged)]);
  const plan = keepAnswers(repair, { doubts, rejected });
  const accepted = new Map([...answersFor(repair.accept.keys(), judged), ...plan.settled]);
  return { ask, label, plan, accepted, ...received };
}

/** What was answered for these lines, with its marks. */
function answersFor(lines: Iterable<LineIndex>, { texts, verdict }: Judged): Map<LineIndex, LineAnswer> {
  const marks = (verdict.kind !== "refused" && verdict.marks) || new Map();
  return new Map(
    [...lines].flatMap((line) => {
      const text = texts.get(line);
      return text === undefined ? [] : [[line, { text, marks: marks.get(line) ?? [] }] as const];
    }),
  );
}

/** A request that can never succeed is a refusal of its lines, unless the endpoint refuses whatever it is asked. */
async function sendOrRefuse(work: Work, { prompt }: Question, label: string): Promise<Received> {
  const { turn, mode } = work;
  try {
    const { duration, failures, ...sent } = await send(turn, {
      call: (options: CallOptions) => askEndpoint(turn.endpoint, prompt, options),
      units: prompt.lines.length,
      timeout: mode.timeout(turn.context.config),
      label,
    });
    if ("reply" in sent) return { reply: sent.reply, duration, failures };
    return { reply: noReply("truncated"), duration, failures, logged: true, told: true, unanswered: true };
  } catch (error) {
    if (!(error instanceof NeverAgain)) throw error;
    turn.answered = false;
    if (prompt.lines.length === 1 && !(await turn.kind.probe(turn))) {
      throw new RetryLater("unreachable", `not even a harmless line is answered: ${error.message}`);
    }
    return {
      reply: noReply("refused", error.message),
      duration: 0,
      failures: 1,
      logged: true,
      unanswered: true,
    };
  }
}

const noReply = (kind: "truncated" | "refused", ...problems: string[]): Reply => ({
  kind,
  lines: new Map(),
  keysFit: false,
  problems,
  tokens: NO_TOKENS,
});
