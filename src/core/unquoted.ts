/** Shorter parts are in many texts by chance: "the", "line 1". */
const LEAST_QUOTE = 8;

/** A message in which `…` stands for every part of eight characters or more that is also in one of the texts. */
export function unquoted(message: string, texts: Iterable<string>): string {
  const parts = new Set<string>();
  for (const text of texts)
    for (let at = 0; at + LEAST_QUOTE <= text.length; at++) parts.add(text.slice(at, at + LEAST_QUOTE));
  let result = "";
  let quotedUntil = 0;
  for (let at = 0; at < message.length; at++) {
    if (parts.has(message.slice(at, at + LEAST_QUOTE))) {
      if (at >= quotedUntil) result += "…";
      quotedUntil = at + LEAST_QUOTE;
    }
    if (at >= quotedUntil) result += message[at];
  }
  return result;
}

/** A JSON parser's message without what it read: `Unexpected token 'B', "Bonjour" is not valid JSON`. */
export const withoutSnippet = (message: string) => message.replace(/, (\.\.\.)?"[\s\S]*$/, "");
