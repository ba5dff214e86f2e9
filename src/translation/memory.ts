import { ClaimLost } from "../queue/turn.js";
import type { OpenAsk } from "../store/asks.js";
import { close, savedLine, savedTwins, type Work } from "./work.js";

/**
 * What the memory got for these lines since the turn began, from another project with the same texts, is saved instead
 * of asked for. Returns what is left of the ask; undefined if nothing is.
 */
export async function takeFromMemory(work: Work, ask: OpenAsk): Promise<OpenAsk | undefined> {
  const { turn, scope } = work;
  const { store, work: project, context, endpoint } = turn;
  const known = await store.recall(project, scope, ask.lines);
  if (known.length === 0) return ask;
  const done = known.flatMap(({ index, ...given }) => [
    savedLine(index, given, "memory"),
    ...savedTwins(work, index, given),
  ]);
  const found = new Set(known.map(({ index }) => index));
  const lines = ask.lines.filter((line) => !found.has(line));
  const doubts = new Map([...ask.doubts].filter(([line]) => !found.has(line)));
  // Problems name lines by their place in the ask.
  const asks = lines.length ? [{ ...ask, lines, doubts, problems: [] }] : [];
  const saved = await store.saveBatch(project, {
    now: context.clock.now(),
    done,
    failed: [],
    scope,
    closes: ask.ids,
    opens: { asks, endpoint: endpoint.key },
  });
  if (!saved) throw new ClaimLost();
  for (const { index, text } of done) close(work, index, text);
  return saved.opened[0];
}
