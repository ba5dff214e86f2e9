// Asks for lines as a turn does, without store, clock or network: ask, judge, plan the repair, until nothing is open.
import { rejectedAfter } from "../../dist/core/answers.js";
import { firstAsk, keepAnswers, planRepair } from "../../dist/core/repair.js";
import { judge, questionFor } from "../../dist/translation/ask.js";
import { askEndpoint } from "../../dist/translation/reply.js";

/** What is stored for each line, `{ text, marks }` by index, and how many lines were asked for more than once. */
export async function drive({ from, to, lines, batch, chat }) {
  const endpoint = { name: "simulated", model: "m", repeatable: true, chat };
  const project = { sourceLang: from, targetLang: to };
  const stored = new Map();
  const failed = new Set();
  let again = 0;
  let dialect = {};
  const asks = [firstAsk(batch)];
  for (let ask = asks.shift(); ask; ask = asks.shift()) {
    if (ask.rung !== "batch") again += ask.lines.length;
    const question = questionFor(project, lines, ask);
    const reply = await askEndpoint(endpoint, question.prompt, { dialect });
    dialect = reply.dialect ?? dialect;
    const { verdict, texts } = await judge(question, reply, endpoint);
    const answered = (line) => ({ text: texts.get(line), marks: verdict.marks?.get(line) ?? [] });
    const answers = new Map(
      ask.lines.flatMap((line) => (texts.get(line) === undefined ? [] : [[line, answered(line)]])),
    );
    const rejected = rejectedAfter(ask, answers);
    const repair = planRepair({ ...ask, rejected }, verdict, true);
    const doubts = new Map([...ask.doubts, ...repair.doubted.map((line) => [line, answered(line)])]);
    const plan = keepAnswers(repair, { doubts, rejected });
    for (const line of repair.accept.keys()) stored.set(line, answered(line));
    for (const [line, doubt] of plan.settled) stored.set(line, doubt);
    for (const line of plan.fail.keys()) failed.add(line);
    asks.unshift(...plan.asks);
  }
  return { stored, failed, again };
}
