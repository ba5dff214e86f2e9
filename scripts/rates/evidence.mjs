// How often each outcome of the evidence (core/evidence) is seen between a line and its human translation, and between
// a line and the translation of a line up to three away: the natural logarithms that stand in core/evidence.
import { EVIDENCE } from "../../dist/core/evidence.js";
import { featuresOf } from "../../dist/core/features.js";
import { learnTerms } from "../../dist/core/terms.js";
import { humanPairs } from "./pairs.mjs";

/** There are five times as many lines of news, and films are what is translated. */
const WEIGHTS = { films: 5, news: 1 };
const AWAY = [-3, -2, -1, 1, 2, 3];
/** Terms are learnt from as many lines before each ten as a turn would take. */
const KNOWN = 60;
const TOGETHER = 10;
/** What is never seen is not impossible. */
const UNSEEN = 2;

export function publish() {
  const seen = {};
  for (const { set, lines } of humanPairs().filter(({ set, heldOut }) => WEIGHTS[set] && !heldOut)) {
    const sources = lines.map(({ source }) => featuresOf(source));
    const targets = lines.map(({ target }) => featuresOf(target));
    const width = (all) => all.reduce((sum, { width }) => sum + width, 1);
    const ratio = width(targets) / width(sources);
    let terms;
    sources.forEach((source, at) => {
      if (at % TOGETHER === 0) terms = learnTerms(before(at, sources, targets));
      note(seen, "right", source, targets[at], { ratio, terms, weight: WEIGHTS[set] });
      for (const away of AWAY)
        if (targets[at + away])
          note(seen, "wrong", source, targets[at + away], {
            ratio,
            terms,
            weight: WEIGHTS[set] / AWAY.length,
          });
    });
  }
  const found = Object.fromEntries(
    Object.entries(seen).map(([name, outcomes]) => [name, logarithms(outcomes)]),
  );
  for (const [name, says] of Object.entries(found)) console.log(`${name}: ${JSON.stringify(says)}`);
  return found;
}

const before = (at, sources, targets) =>
  sources
    .slice(Math.max(0, at - KNOWN), at)
    .map(({ terms }, line) => ({ source: terms, target: targets[Math.max(0, at - KNOWN) + line].terms }));

function note(seen, side, source, target, { ratio, terms, weight }) {
  for (const [name, { outcome }] of Object.entries(EVIDENCE)) {
    seen[name] ??= {};
    const key = outcome(source, target, { expected: source.width * ratio, terms });
    seen[name][key] ??= { right: 0, wrong: 0 };
    seen[name][key][side] += weight;
  }
}

function logarithms(outcomes) {
  const all = Object.values(outcomes);
  const total = (side) => all.reduce((sum, counts) => sum + counts[side], 2 * UNSEEN);
  const share = (counts, side) => (counts[side] + UNSEEN) / total(side);
  return Object.fromEntries(
    Object.entries(outcomes).map(([outcome, counts]) => {
      const says = Math.log(share(counts, "right") / share(counts, "wrong"));
      return [outcome, Math.round(Math.max(-3, Math.min(3.5, says)) * 10) / 10];
    }),
  );
}
