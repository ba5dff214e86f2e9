import { unquoted } from "../core/unquoted.js";
import type { Completion, EndpointConfig } from "./endpoint.js";

/**
 * Takes the key, and the texts unless they may be quoted, out of what a server says. Some servers repeat them in what
 * they answer; headers that can't be sent are quoted in errors.
 */
export const hiding =
  ({ apiKey, quotes }: Pick<EndpointConfig, "apiKey" | "quotes">, completion: Completion) =>
  (text: string): string => {
    const said = quotes ? text : unquoted(text, textsOf(completion));
    return apiKey ? said.replaceAll(apiKey, "…") : said;
  };

/** The same error, with nothing in its words that must not be told. */
export function hidden(error: Error, hide: (text: string) => string): Error {
  error.message = hide(error.message);
  error.stack = hide(error.stack ?? "");
  return error;
}

/** All but the instructions, also as they are before JSON escapes them. */
const textsOf = ({ messages }: Completion): string[] =>
  messages
    .filter(({ role }) => role !== "system")
    .flatMap(({ content }) => [content, content.replace(/\\(["\\/])/g, "$1")]);
