import { judgeDocument } from "../core/document-rules/index.js";
import type { Json, JsonObject } from "../core/json.js";
import { readExtraction } from "../core/record/extraction.js";
import { readDocument } from "../core/reply-json.js";
import { withoutAbsent } from "../core/schema/absent.js";
import type { Template } from "../core/template.js";
import { loadIdentifier } from "../identifier.js";
import { schemaOf } from "./ask.js";
import { validate } from "./validate.js";

/** A document that can be stored, with what looks odd in it; or what is wrong with the reply. */
type Judgement = { document: Json; marks: string[] } | { problems: string[] };

/** The most that a model is told about one reply. */
const MOST_TOLD = 20;

/** Judges a reply by the template: its form, its schema, and its content. */
export async function judge(template: Template, parameters: JsonObject, reply: string): Promise<Judgement> {
  const schema = schemaOf(template);
  if (!schema) return judgeContent(template, parameters, withoutFence(reply));
  const read = readDocument(reply);
  if ("problem" in read) return { problems: [read.problem] };
  const document = withoutAbsent(read.document, schema);
  const found = await validate(schema, document);
  if (found.length) return { problems: found.slice(0, MOST_TOLD).map(told) };
  // What stands in a record is checked by its quotes when it is merged.
  if (template.record)
    return readExtraction(document) ? { document, marks: [] } : { problems: ["it holds no list of fields"] };
  return judgeContent(template, parameters, document);
}

async function judgeContent(template: Template, parameters: JsonObject, document: Json): Promise<Judgement> {
  if (typeof document === "string" && document.trim() === "") return { problems: ["the reply is empty"] };
  const identify = await loadIdentifier();
  const language = typeof parameters.language === "string" ? parameters.language : null;
  const { output, rules } = template;
  const findings = judgeDocument({
    ...{ document, output, rules, parameters, language },
    ...(identify ? { identify } : {}),
  });
  const hard = findings.filter(({ gravity }) => gravity === "hard");
  if (hard.length)
    return { problems: hard.slice(0, MOST_TOLD).map(({ at, says }) => told({ at, problem: says })) };
  return { document, marks: findings.map(({ rule, at, says }) => `${rule}: ${told({ at, problem: says })}`) };
}

const told = ({ at, problem }: { at: string; problem: string }) => (at ? `${at}: ${problem}` : problem);

/** A text that stands in a fence as a whole, as models like to write it. */
const withoutFence = (reply: string): string =>
  /^\s*```[a-z]*\n([\s\S]*?)\n?```\s*$/i.exec(reply)?.[1]?.trim() ?? reply.trim();
