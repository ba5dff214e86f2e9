/** Names that share fewer of their pairs of letters than this with a text are of something else. */
const LEAST_ALIKE = 0.5;

/**
 * The names that a person may have meant by a text with a slip in it, the most alike first: those that share most of
 * their pairs of neighbouring letters with it (Dice's coefficient). Letters count in either case.
 */
export function similarNames(text: string, names: Iterable<string>, most: number): string[] {
  const wanted = pairsOf(text);
  const alike: { name: string; share: number }[] = [];
  for (const name of new Set(names)) {
    const share = shareOf(wanted, pairsOf(name));
    if (share >= LEAST_ALIKE) alike.push({ name, share });
  }
  alike.sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
  return alike.slice(0, most).map(({ name }) => name);
}

/** Each pair once; the ends count as letters, so that how a name begins weighs more. */
function pairsOf(name: string): Set<string> {
  const letters = ` ${name.toLowerCase()} `;
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= letters.length; at++) pairs.add(letters.slice(at, at + 2));
  return pairs;
}

function shareOf(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of some) if (others.has(pair)) shared++;
  return (2 * shared) / (some.size + others.size);
}
