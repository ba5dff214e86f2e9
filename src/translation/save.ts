import { afterReply, halved } from "../core/batching.js";
import { type CheckCode, gravityOf } from "../core/checks.js";
import { formatDuration } from "../core/time.js";
import { widthAfter } from "../core/width.js";
import { learn } from "../queue/send.js";
import { ClaimLost, patiently } from "../queue/turn.js";
import type { FailedLine, SavedLine } from "../store/lines.js";
import type { RequestRecord } from "../store/requests.js";
import type { Outcome } from "./answer.js";
import { asksAnchors, type Reply } from "./reply.js";
import { close, failedLines, queue, savedLine, savedTwins, type Work } from "./work.js";

/** Saves what came of an ask in one transaction; what was paid for is saved before anything else can go wrong. */
export async function save(work: Work, outcome: Outcome): Promise<void> {
  const { turn, scope } = work;
  const { store, work: project, context } = turn;
  const { ask, plan, reply } = outcome;
  const done = linesDone(work, outcome);
  const failed = linesFailed(work, outcome);
  const batch = {
    now: context.clock.now(),
    done,
    failed,
    scope,
    closes: ask.ids,
    opens: { asks: plan.asks, endpoint: turn.endpoint.key },
    ...(outcome.logged ? {} : { request: recordOf(work, outcome) }),
  };
  const saved = await patiently(turn, () => store.saveBatch(project, batch));
  if (!outcome.unanswered) await learn(turn, reply);
  if (!saved) throw new ClaimLost();
  logOutcome(work, outcome);
  for (const { index, text } of done) close(work, index, text);
  for (const { index } of failed) close(work, index, null);
  turn.saved += queue(work, saved.opened);
  const good = !plan.badReply && plan.fail.size === 0;
  if (ask.rung === "batch") work.batch = afterReply(work.batch, plan.badReply ? "trouble" : "clean");
  if (reply.dialect && !asksAnchors(reply.dialect) && reply.anchors) work.batch = halved(work.batch);
  const { duration, failures } = outcome;
  work.width = widthAfter(work.width, { clean: good && failures === 0, duration, pace: reply.pace });
  const total = work.lines.length;
  turn.log.progress({ title: turn.kind.title(project), done: total - work.open.size, total });
}

function linesDone(work: Work, { accepted, plan }: Outcome): SavedLine[] {
  return [...accepted].flatMap(([index, given]) => {
    const line = savedLine(index, given, "provider");
    const doubted = plan.settled.has(index) || given.marks.some(isDoubt);
    const unproved = given.marks.includes("unproved");
    const kept = { ...line, ...(doubted ? { doubted } : {}), ...(unproved ? { unproved } : {}) };
    return [kept, ...savedTwins(work, index, given)];
  });
}

const isDoubt = (mark: CheckCode) => gravityOf(mark) === "doubt";

const linesFailed = (work: Work, { plan }: Outcome): FailedLine[] =>
  [...plan.fail].flatMap(([index, code]) =>
    failedLines(work, index, { code, answer: plan.rejected.get(index) }),
  );

function recordOf({ turn }: Work, { ask, plan, reply, duration }: Outcome): RequestRecord {
  const { name: provider, model, price } = turn.endpoint;
  const { tokens, usage, kind } = reply;
  const outcome = kind === "answered" ? outcomeOf(plan, reply) : kind;
  return { provider, model, units: ask.lines.length, tokens, cost: price(usage), duration, outcome };
}

function outcomeOf({ asks, fail }: Outcome["plan"], { lines }: Reply): string {
  if (lines.size === 0) return "unreadable";
  return asks.length + fail.size === 0 ? "ok" : "repaired";
}

function logOutcome({ turn }: Work, { label, plan, reply, duration, told }: Outcome) {
  if (told && plan.fail.size === 0) return;
  const again = plan.asks.reduce((sum, { lines }) => sum + lines.length, 0);
  const givenUp = [...plan.fail].map(([index, code]) => `${index + 1} (${code})`).join(", ");
  const trouble = [
    reply.kind === "answered" ? "" : reply.kind,
    ...reply.problems,
    again ? `${again} to ask again` : "",
    givenUp ? `given up: line ${givenUp}` : "",
  ].filter(Boolean);
  const took = formatDuration(Math.round(duration / 100) * 100);
  turn.log.step(`${label} ... ${[took, trouble.join("; ")].filter(Boolean).join(", ")}`);
}
