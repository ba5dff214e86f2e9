import type { Finding, Judged } from "./finding.js";
import { textsOf } from "./texts.js";

const HTML = /<\/?(?:p|br|b|i|u|em|strong|ul|ol|li|div|span|h[1-6]|a|table|tr|td)\b[^>\n]{0,80}>/i;
const MARKDOWN = /^#{1,6} \S|\*\*\S[^*\n]{0,200}\*\*|^```|\[[^\]\n]{1,80}\]\(https?:/m;

/** HTML or Markdown in the fields of a JSON document, which are plain. */
export const markup = ({ document, output }: Judged): Finding[] =>
  typeof output === "string"
    ? []
    : textsOf(document).flatMap(({ at, text }): Finding[] => {
        const what = HTML.test(text) ? "HTML" : MARKDOWN.test(text) ? "Markdown" : undefined;
        return what ? [{ rule: "markup", at, gravity: "soft", says: `it holds ${what}` }] : [];
      });
