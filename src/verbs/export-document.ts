import { resolve } from "node:path";
import { readable } from "../core/document-text.js";
import type { Json } from "../core/json.js";
import { UserError } from "../errors.js";
import type { Job } from "../store/jobs.js";
import type { Store } from "../store/store.js";
import type { PieceFile } from "./piece-file.js";

type Form = NonNullable<Job["format"]>;

const ENDINGS: Record<Form, string[]> = {
  json: [".json"],
  markdown: [".md", ".markdown"],
  text: [".txt", ".text"],
};
const FORMS = Object.keys(ENDINGS) as Form[];

/** The form that a name means: `json`, `markdown` or `text`, also as an ending. Throws UserError for any other. */
export function documentForm(name: string): Form {
  const found = FORMS.find((form) => form === name || ENDINGS[form].includes(`.${name}`));
  if (found) return found;
  throw new UserError(`documents can't be written as "${name}"`, `known: ${FORMS.join(", ")}`);
}

/** The form that a path asks for; an ending that is none leaves the document's own, and that is said. */
export function documentFormOf(path: string, remarks: string[]): Form | undefined {
  const found = FORMS.find((form) => ENDINGS[form].some((ending) => path.toLowerCase().endsWith(ending)));
  if (!found) remarks.push(`${path} is written in the document's own form, since its ending names none`);
  return found;
}

/** A finished document as a file. Throws UserError while there is none, and for a text that is wanted as JSON. */
export async function readDocument(store: Store, id: string, wanted?: string): Promise<PieceFile> {
  const job = await store.job(id);
  const { result, format: own, type, number, targetPath, status } = job;
  if (result === null || own === null) throw new UserError(`${id} has no document: it is ${status}`);
  const form = (wanted ?? own) as Form;
  const name = `${type}-${number}${ENDINGS[form][0]}`;
  return {
    ...{ name, bytes: Buffer.from(written(result, own, form), "utf8"), source: id, language: "" },
    usual: form === own && targetPath !== null ? targetPath : resolve(name),
    subfolder: "",
  };
}

function written(result: string, own: Form, form: Form): string {
  if (form === own || (own === "markdown" && form === "text"))
    return result.endsWith("\n") ? result : `${result}\n`;
  if (own === "json") return readable(JSON.parse(result) as Json, form as "markdown" | "text");
  throw new UserError(`a document in ${own} can't be written as ${form}`);
}
