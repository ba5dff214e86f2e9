import { confirmed, credit } from "../core/answers.js";
import { mayAskAgain, reasonOf } from "../core/repair.js";
import { ClaimLost, patiently } from "../queue/turn.js";
import type { OpenAsk } from "../store/asks.js";
import type { Batch } from "../store/lines.js";
import { close, failedLines, savedLine, savedTwins, type Work } from "./work.js";

/**
 * Decides on the lines that are held, when nothing is in flight or left to ask for: only then is it known how much of
 * the document the endpoint translates, and no line fails for standing before the others. As many as it has credit
 * for are stored; the others are asked for once more while they may be, else they fail.
 */
export async function decideHeld(work: Work): Promise<void> {
  const { turn, scope } = work;
  const remembered = new Set(await turn.store.remembered(turn.work, scope));
  let left = credit(await turn.store.projectLines(turn.work.id), remembered);
  const held = work.held.splice(0).sort((a, b) => a.lines[0]! - b.lines[0]!);
  for (const ask of held) {
    if (left-- > 0) await keep(work, ask);
    else if (mayAskAgain(ask, turn.endpoint.repeatable)) work.asks.push(ask);
    else await giveUp(work, ask);
  }
}

const answerTo = ({ lines, rejected }: OpenAsk) => {
  const index = lines[0]!;
  return { index, answer: rejected.get(index)! };
};

async function keep(work: Work, ask: OpenAsk): Promise<void> {
  const { index, answer } = answerTo(ask);
  const given = confirmed(answer);
  const done = [savedLine(index, given, "provider"), ...savedTwins(work, index, given)];
  await end(work, ask, { done, failed: [] });
  for (const line of done) close(work, line.index, line.text);
  work.turn.log.step(`line ${index + 1} was answered the same twice and is kept`);
}

async function giveUp(work: Work, ask: OpenAsk): Promise<void> {
  const { index, answer } = answerTo(ask);
  const code = reasonOf(answer.marks);
  const failed = failedLines(work, index, { code, answer });
  await end(work, ask, { done: [], failed });
  for (const line of failed) close(work, line.index, null);
  work.turn.log.step(`given up: line ${index + 1} (${code})`);
}

/** No scope goes with it: the memory learns nothing from an answer that was held. */
async function end({ turn }: Work, { ids }: OpenAsk, lines: Pick<Batch, "done" | "failed">): Promise<void> {
  const { store, work: project, context } = turn;
  const batch = { now: context.clock.now(), closes: ids, ...lines };
  const saved = await patiently(turn, () => store.saveBatch(project, batch));
  if (!saved) throw new ClaimLost();
}
