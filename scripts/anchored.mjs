// What a model answers that keeps to the form it is asked for: with anchors where the system prompt shows them.
import { beginningsOf } from "../dist/core/anchors.js";

const EXAMPLE = '{"1": "Good morning | Bonjour"}';

export function answerOf({ messages }, translate, answered = () => true) {
  const lines = Object.entries(JSON.parse(messages.at(-1).content));
  const beginnings = beginningsOf(lines.map(([, line]) => line));
  const anchored = messages[0].content.includes(EXAMPLE);
  const values = lines.map(([key, line], at) => [
    key,
    `${anchored ? `${beginnings[at]} | ` : ""}${translate(line)}`,
  ]);
  return JSON.stringify(Object.fromEntries(values.filter(([key]) => answered(key))));
}
