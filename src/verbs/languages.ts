import { canonicalTag, languageName, tagMeant } from "../core/languages.js";
import { UserError } from "../errors.js";

/** Language tags of an option, canonical; throws UserError for what is no language. */
export function languages(option: string, text: string): string[] {
  const tags = text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean)
    .map((word) => language(option, word));
  if (tags.length === 0) throw new UserError(`${option} names no language`, `for example \`${option} fr\``);
  return [...new Set(tags)];
}

export function language(option: string, word: string): string {
  const tag = canonicalTag(word);
  if (tag) return tag;
  const meant = tagMeant(word);
  throw new UserError(
    `${option}: "${word}" is no language tag`,
    meant ? `did you mean ${meant} (${languageName(meant)})?` : "a BCP 47 tag such as fr, pt-BR or zh-Hant",
  );
}
