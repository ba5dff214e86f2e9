// Asks for lines as a turn does, without store, clock or network: ask, judge, plan the repair, until nothing is open.
import { firstAsk, keepDoubts, planRepair } from "../../dist/core/repair.js";
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
    const { verdict, texts } = judge(question, reply, endpoint);
    const repair = planRepair(ask, verdict, true);
    const answered = (line) => ({ text: texts.get(line), marks: verdict.marks?.get(line) ?? [] });
    const doubts = new Map([...ask.doubts, ...repair.doubted.map((line) => [line, answered(line)])]);
    const plan = keepDoubts(repair, doubts);
    for (const line of repair.accept.keys()) stored.set(line, answered(line));
    for (const [line, doubt] of plan.settled) stored.set(line, doubt);
    for (const line of plan.fail.keys()) failed.add(line);
    asks.unshift(...plan.asks);
  }
  return { stored, failed, again };
}
