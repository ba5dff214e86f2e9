import type { Context } from "../../context.js";
import type { Template } from "../../core/template.js";
import { UserError } from "../../errors.js";

/** What translates lines alone can't write a document. */
const NO_WRITERS = new Set(["command", "pseudo"]);

/** Throws UserError where nobody could write the documents of a template: said before anything is added. */
export function refuseNoWriter(
  { config: { TRANSCRON_PROVIDER: provider } }: Context,
  { name, endpoints }: Pick<Template, "name" | "endpoints">,
): void {
  const asked = endpoints.length ? endpoints.map((one) => one.split(":")[0]!) : [provider];
  if (!asked.every((one) => NO_WRITERS.has(one))) return;
  throw new UserError(
    endpoints.length
      ? `the endpoints of ${name} (${endpoints.join(", ")}) can't write documents`
      : `TRANSCRON_PROVIDER is ${provider}, which can't write documents`,
    `name an endpoint in the template, such as \`"endpoints": ["openai:gpt-6-luna"]\`, or set TRANSCRON_PROVIDER to openai or anthropic`,
  );
}
